package nixcache

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"
	"github.com/nix-community/go-nix/pkg/nixbase32"
)

// maxNarInfo bounds a .narinfo; real ones have a few hundred bytes, those of
// big environments some 100 KiB of references.
const maxNarInfo = 1 << 20

// errNarInfo marks an upload that is no acceptable .narinfo.
var errNarInfo = errors.New("invalid narinfo")

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errNarInfo, fmt.Sprintf(format, args...))
}

// narName is the file name of the NAR that a .narinfo names, after checking
// that the name says the FileHash.
func narName(info *narinfo.NarInfo) (string, error) {
	name, ok := strings.CutPrefix(info.URL, "nar/")
	if !ok || !validNAR(name) {
		return "", invalid("URL %q: want nar/<nixbase32 SHA-256 of the file>.nar[.<compression>]", info.URL)
	}
	if want := nixbase32.EncodeToString(info.FileHash.Digest()); name[:narDigits] != want {
		return "", invalid("URL %q does not name the file with FileHash sha256:%s", info.URL, want)
	}
	return name, nil
}

// sign replaces our signature on info by a fresh one; others stay.
func sign(info *narinfo.NarInfo, key signature.SecretKey) error {
	sig, err := key.Sign(nil, info.Fingerprint())
	if err != nil {
		return fmt.Errorf("signing %s: %w", info.StorePath, err)
	}
	info.Signatures = slices.DeleteFunc(info.Signatures, func(s signature.Signature) bool { return s.Name == sig.Name })
	info.Signatures = append(info.Signatures, sig)
	return nil
}

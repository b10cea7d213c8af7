package nixcache

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"
	"github.com/nix-community/go-nix/pkg/nixbase32"
	"github.com/nix-community/go-nix/pkg/nixhash"
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

// Sign replaces the cache's signature on info by a fresh one; others stay.
func (c Cache) Sign(info *narinfo.NarInfo) error {
	sig, err := c.Key.Sign(nil, fingerprint(info, path.Dir(info.StorePath)))
	if err != nil {
		return fmt.Errorf("signing %s: %w", info.StorePath, err)
	}
	info.Signatures = slices.DeleteFunc(info.Signatures, func(s signature.Signature) bool { return s.Name == sig.Name })
	info.Signatures = append(info.Signatures, sig)
	return nil
}

// fingerprint is what signatures sign: Nix's 1;PATH;NARHASH;NARSIZE;REFERENCES
// with full paths. (The one of go-nix is for /nix/store alone.)
func fingerprint(info *narinfo.NarInfo, storeDir string) string {
	refs := make([]string, len(info.References))
	for i, ref := range info.References {
		refs[i] = storeDir + "/" + ref
	}
	return fmt.Sprintf("1;%s;%s;%d;%s", info.StorePath, info.NarHash.Format(nixhash.NixBase32, true), info.NarSize, strings.Join(refs, ","))
}

// resigned is a stored .narinfo with a fresh signature.
func (c Cache) resigned(text []byte, pathHash string) ([]byte, error) {
	info, err := parseNarInfo(text, pathHash, path.Dir(storePathOf(text)))
	if err != nil {
		return nil, fmt.Errorf("signing a stored narinfo again: %w", err)
	}
	if err := c.Sign(info); err != nil {
		return nil, err
	}
	return []byte(info.String()), nil
}

// storePathOf is the first line of a stored .narinfo; the cache's store may have
// been another one when it was stored.
func storePathOf(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimPrefix(line, "StorePath: ")
}

package nixcache

import (
	"bytes"
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

// parseNarInfo reads an uploaded .narinfo strictly. pathHash is the name that
// it is uploaded under.
func parseNarInfo(data []byte, pathHash string) (*narinfo.NarInfo, error) {
	if err := checkLines(data); err != nil {
		return nil, err
	}
	// Nix writes "References: " with a space; hand-made files may lack it.
	data = bytes.ReplaceAll(data, []byte("\nReferences:\n"), []byte("\nReferences: \n"))
	info, err := narinfo.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, invalid("%v", err)
	}
	if info.FileHash == nil || info.NarHash == nil || info.NarSize == 0 || info.FileSize == 0 {
		return nil, invalid("FileHash, FileSize, NarHash and NarSize are required")
	}
	if info.FileHash.Algo() != nixhash.SHA256 || info.NarHash.Algo() != nixhash.SHA256 {
		return nil, invalid("FileHash and NarHash must be sha256")
	}
	if err := info.Check(); err != nil {
		return nil, invalid("%v", err)
	}
	if base := path.Base(info.StorePath); !strings.HasPrefix(base, pathHash+"-") {
		return nil, invalid("it describes %s, but is uploaded as %s.narinfo", info.StorePath, pathHash)
	}
	slices.Sort(info.References)
	if refs := slices.Compact(slices.Clone(info.References)); len(refs) != len(info.References) {
		return nil, invalid("a reference is there twice")
	}
	return info, nil
}

// checkLines refuses what the parser would let through: control characters and
// fields that are there twice.
func checkLines(data []byte) error {
	seen := map[string]bool{}
	for n, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
			return invalid("line %d has a character that is not printable ASCII", n+1)
		}
		field, _, ok := strings.Cut(line, ":")
		switch {
		case !ok:
			return invalid("line %d is not \"Field: value\"", n+1)
		case seen[field] && field != "Sig":
			return invalid("line %d: %s is there twice", n+1, field)
		}
		seen[field] = true
	}
	return nil
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

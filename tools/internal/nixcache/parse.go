package nixcache

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"
	"github.com/nix-community/go-nix/pkg/nixhash"
)

// parseNarInfo reads an uploaded .narinfo strictly: known fields only, each
// once but for Sig, in printable ASCII. pathHash is the name that it is
// uploaded under, storeDir the store that its path must be in. (narinfo.Parse allocates 1 MiB, which makes it as expensive
// as everything else that an upload needs, and lets fields be there twice.)
func parseNarInfo(data []byte, pathHash, storeDir string) (*narinfo.NarInfo, error) {
	info := &narinfo.NarInfo{Compression: "bzip2"} // what Nix takes none to mean
	text, seen := strings.TrimSuffix(string(data), "\n"), map[string]bool{}
	for n := 1; ; n++ {
		line, rest, more := strings.Cut(text, "\n")
		field, value, ok := strings.Cut(line, ":")
		switch {
		case !printable(line):
			return nil, invalid("line %d has a character that is not printable ASCII", n)
		case !ok:
			return nil, invalid("line %d is not \"Field: value\"", n)
		case seen[field] && field != "Sig":
			return nil, invalid("line %d: %s is there twice", n, field)
		}
		seen[field] = true
		if err := setField(info, field, strings.TrimPrefix(value, " ")); err != nil {
			return nil, invalid("line %d: %v", n, err)
		}
		if !more {
			break
		}
		text = rest
	}
	return info, checkNarInfo(info, pathHash, storeDir)
}

func printable(line string) bool {
	for i := range len(line) {
		if line[i] < ' ' || line[i] > '~' {
			return false
		}
	}
	return true
}

// setField sets what one line says.
func setField(info *narinfo.NarInfo, field, value string) (err error) {
	switch field {
	case "StorePath":
		info.StorePath = value
	case "URL":
		info.URL = value
	case "Compression":
		info.Compression = value
	case "FileHash":
		info.FileHash, err = nixhash.ParseAny(value, nil)
	case "FileSize":
		info.FileSize, err = strconv.ParseUint(value, 10, 63)
	case "NarHash":
		info.NarHash, err = nixhash.ParseAny(value, nil)
	case "NarSize":
		info.NarSize, err = strconv.ParseUint(value, 10, 63)
	case "References":
		if value != "" {
			info.References = strings.Split(value, " ")
		}
	case "Deriver":
		if value != "unknown-deriver" {
			info.Deriver = value
		}
	case "System":
		info.System = value
	case "CA":
		info.CA = value
	case "Sig":
		var sig signature.Signature
		if sig, err = signature.ParseSignature(value); err != nil {
			return fmt.Errorf("reading signature %q: %w", value, err)
		}
		info.Signatures = append(info.Signatures, sig)
	default:
		return fmt.Errorf("unknown key %s", field)
	}
	return err
}

// checkNarInfo checks the fields together, and sorts the references.
func checkNarInfo(info *narinfo.NarInfo, pathHash, storeDir string) error {
	if info.FileHash == nil || info.NarHash == nil || info.NarSize == 0 || info.FileSize == 0 {
		return invalid("FileHash, FileSize, NarHash and NarSize are required")
	}
	if info.FileHash.Algo() != nixhash.SHA256 || info.NarHash.Algo() != nixhash.SHA256 {
		return invalid("FileHash and NarHash must be sha256")
	}
	base, ok := strings.CutPrefix(info.StorePath, storeDir+"/")
	if !ok {
		return invalid("StorePath %q is not in %s, the store of this cache", info.StorePath, storeDir)
	}
	checked := *info
	checked.StorePath = DefaultStoreDir + "/" + base // go-nix knows no other
	if err := checked.Check(); err != nil {
		return invalid("%v", err)
	}
	if !strings.HasPrefix(base, pathHash+"-") {
		return invalid("it describes %s, but is uploaded as %s.narinfo", info.StorePath, pathHash)
	}
	slices.Sort(info.References)
	if refs := slices.Compact(slices.Clone(info.References)); len(refs) != len(info.References) {
		return invalid("a reference is there twice")
	}
	return nil
}

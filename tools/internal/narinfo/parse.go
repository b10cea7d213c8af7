package narinfo

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/nix-community/go-nix/pkg/nixhash"
)

// Parse reads a .narinfo.
func Parse(text string) (*Info, error) {
	i := &Info{Compression: "bzip2"} // what Nix takes none to mean
	for n, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		field, value, found := strings.Cut(line, ":")
		if !found {
			return nil, fmt.Errorf("reading narinfo: line %d is not \"Field: value\"", n+1)
		}
		if err := i.set(field, strings.TrimPrefix(value, " ")); err != nil {
			return nil, fmt.Errorf("reading narinfo: line %d: %s: %w", n+1, field, err)
		}
	}
	if i.Base == "" || i.URL == "" || i.NarSize == 0 || i.NarHash == (Hash{}) {
		return nil, fmt.Errorf("reading narinfo: StorePath, URL, NarHash and NarSize are required")
	}
	return i, nil
}

// set sets what one line says; unknown fields are passed over, as Nix does.
func (i *Info) set(field, value string) (err error) {
	switch field {
	case "StorePath":
		i.StoreDir, i.Base = path.Dir(value), path.Base(value)
	case "URL":
		i.URL = value
	case "Compression":
		i.Compression = value
	case "FileHash":
		i.FileHash, err = ParseHash(value)
	case "FileSize":
		i.FileSize, err = strconv.ParseInt(value, 10, 64)
	case "NarHash":
		i.NarHash, err = ParseHash(value)
	case "NarSize":
		i.NarSize, err = strconv.ParseInt(value, 10, 64)
	case "References":
		i.References = strings.Fields(value)
	case "Deriver":
		if value != "unknown-deriver" {
			i.Deriver = value
		}
	case "Sig":
		i.Signatures = append(i.Signatures, value)
	case "CA":
		i.CA = value
	}
	return err
}

// ParseHash reads a SHA-256 in any of Nix's notations: sha256:<base 16 or 32>,
// sha256-<base64>.
func ParseHash(text string) (Hash, error) {
	h, err := nixhash.ParseAny(text, nil)
	if err != nil {
		return Hash{}, fmt.Errorf("reading hash %q: %w", text, err)
	}
	if h.Algo() != nixhash.SHA256 {
		return Hash{}, fmt.Errorf("reading hash %q: want a SHA-256", text)
	}
	return Hash(h.Digest()), nil
}

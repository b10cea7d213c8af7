package cachetarget

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Parameters are what Nix's store URLs, or the configuration, say of a binary cache.
// Zero values mean that nothing was said.
type Parameters struct {
	// Compression is zstd, xz or none; Level is its level, 0 for the default.
	Compression string
	Level       int
	// KeyFiles are files with secret keys to sign with.
	KeyFiles []string
	// UpstreamKeys are public keys of caches whose paths are not pushed.
	UpstreamKeys []string
	// Priority and WantMassQuery go into a new cache's nix-cache-info.
	Priority      int
	WantMassQuery bool
}

// take reads the parameters of an URL that are ours, and returns the URL without them.
func (p *Parameters) take(word string) (string, error) {
	plain, query, found := strings.Cut(word, "?")
	if !found {
		return word, nil
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", fmt.Errorf("reading cache URL %q: %w", withoutSecrets(word), err)
	}
	for name, list := range values {
		ours, err := p.set(name, list[len(list)-1])
		if err != nil {
			return "", fmt.Errorf("reading cache URL %q: %s: %w", withoutSecrets(word), name, err)
		}
		if ours {
			values.Del(name)
		}
	}
	if len(values) == 0 {
		return plain, nil
	}
	return plain + "?" + values.Encode(), nil
}

// set reports whether it knows the parameter.
func (p *Parameters) set(name, value string) (bool, error) {
	var err error
	switch name {
	case "compression":
		p.Compression = value
		if value != "zstd" && value != "xz" && value != "none" {
			err = fmt.Errorf("%q: want zstd, xz or none", value)
		}
	case "compression-level":
		p.Level, err = strconv.Atoi(value)
		p.Level = max(p.Level, 0) // -1 is Nix's word for the default
	case "secret-key":
		p.KeyFiles = append(p.KeyFiles, value)
	case "secret-keys":
		p.KeyFiles = append(p.KeyFiles, strings.FieldsFunc(value, func(r rune) bool { return r == ',' })...)
	case "priority":
		p.Priority, err = strconv.Atoi(value)
	case "want-mass-query":
		p.WantMassQuery, err = strconv.ParseBool(value)
	case "parallel-compression": // always so
	default:
		return false, nil
	}
	return true, err
}

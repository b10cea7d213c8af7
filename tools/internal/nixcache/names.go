package nixcache

import (
	"strings"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

const (
	narDigits  = 52 // of a SHA-256 in Nix's base 32
	pathDigits = 32 // of the hash part of a store path
)

// parseName says which blob of a cache a path below the cache's URL names.
func parseName(cache, rest string) (cachestore.Key, bool) {
	key := cachestore.Key{Cache: cache, Name: rest}
	if name, ok := strings.CutPrefix(rest, "nar/"); ok {
		key.Kind, key.Name = cachestore.NAR, name
		return key, validNAR(name)
	}
	if name, ok := strings.CutPrefix(rest, "log/"); ok {
		key.Kind, key.Name = cachestore.BuildLog, name
		return key, validDrv(name)
	}
	if name, ok := strings.CutPrefix(rest, "realisations/"); ok {
		key.Kind, key.Name = cachestore.Realisation, name
		return key, validRealisation(name)
	}
	if hash, ok := strings.CutSuffix(rest, ".narinfo"); ok {
		key.Kind, key.Name = cachestore.NarInfo, hash
		return key, base32(hash, pathDigits)
	}
	if hash, ok := strings.CutSuffix(rest, ".ls"); ok {
		key.Kind, key.Name = cachestore.Listing, hash
		return key, base32(hash, pathDigits)
	}
	return cachestore.Key{}, false
}

// base32 reports whether s consists of n digits of Nix's base 32.
func base32(s string, n int) bool {
	return len(s) == n && !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(nixbase32.Alphabet, r) })
}

// validNAR accepts <digest>.nar and <digest>.nar.<compression>.
func validNAR(name string) bool {
	if len(name) < narDigits+4 || nixbase32.ValidateString(name[:narDigits]) != nil || !base32(name[:narDigits], narDigits) {
		return false
	}
	switch name[narDigits:] {
	case ".nar", ".nar.xz", ".nar.zst", ".nar.bz2", ".nar.gz", ".nar.br", ".nar.lz4", ".nar.lzip", ".nar.lz":
		return true
	}
	return false
}

// validDrv accepts the base name of a derivation, <hash>-<name>.drv.
func validDrv(name string) bool {
	return len(name) <= 211+pathDigits && len(name) > pathDigits+1 && base32(name[:pathDigits], pathDigits) &&
		name[pathDigits] == '-' && strings.HasSuffix(name, ".drv") && only(name, "+-._?=")
}

// validRealisation accepts sha256:<hexadecimal>!<output>.doi.
func validRealisation(name string) bool {
	hash, output, ok := strings.Cut(name, "!")
	digits, sha := strings.CutPrefix(hash, "sha256:")
	return ok && sha && len(digits) == 64 && only(digits, "") && len(name) <= 220 &&
		strings.HasSuffix(output, ".doi") && only(output, "+-._?=")
}

// only reports whether s has nothing but letters, digits and the characters of
// extra.
func only(s, extra string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		alnum := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !alnum && !strings.ContainsRune(extra, r)
	})
}

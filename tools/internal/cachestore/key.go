package cachestore

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/nix-community/go-nix/pkg/nixbase32"
)

// Kind says what a blob is; it decides where the blob lies and how its content
// can be verified.
type Kind uint8

// The kinds of blobs. Their numbers are stored on disk.
const (
	CAS         Kind = 1 // a file of Bazel's content-addressable storage, named by its SHA-256
	AC          Kind = 2 // a serialized ActionResult, named by the SHA-256 of its action
	NAR         Kind = 3 // a Nix archive, named <nixbase32 SHA-256 of the file>.nar[.<compression>]
	NarInfo     Kind = 4 // a Nix path's description, named by the hash part of the path
	Listing     Kind = 5 // a NAR listing (.ls), named by the hash part of the path
	BuildLog    Kind = 6 // a build log, named by the derivation
	Realisation Kind = 7 // a content-addressed derivation's output, named by its id
)

// BazelCache is the cache name of the kinds CAS and AC.
const BazelCache = "bazel"

// kindNames are the directory names of the kinds.
func kindNames() map[Kind]string {
	return map[Kind]string{CAS: "cas", AC: "ac", NAR: "nar", NarInfo: "narinfo", Listing: "ls", BuildLog: "log", Realisation: "realisations"}
}

// String is the kind's directory name and its label in metrics.
func (k Kind) String() string {
	switch k {
	case CAS:
		return "cas"
	case AC:
		return "ac"
	case NAR:
		return "nar"
	case NarInfo:
		return "narinfo"
	case Listing:
		return "ls"
	case BuildLog:
		return "log"
	case Realisation:
		return "realisations"
	}
	return fmt.Sprintf("kind%d", uint8(k))
}

func parseKind(s string) (Kind, bool) {
	for k, name := range kindNames() {
		if name == s {
			return k, true
		}
	}
	return 0, false
}

// addressed reports whether the kind's name holds the digest of its content.
func (k Kind) addressed() bool { return k == CAS || k == NAR }

// Key names a blob. For CAS and AC, Name is 64 lower-case hexadecimal digits
// and Cache is BazelCache (or empty, which means the same). For the others
// Cache is the name of a Nix cache and Name a file name that starts with no
// dot; callers validate both, since they become file names.
type Key struct {
	Kind  Kind
	Cache string
	Name  string
}

// id is the key of the in-memory index and of the database: small and fixed.
type id struct {
	kind Kind
	sum  [sha256.Size]byte
}

// id computes the key's index key; it refuses names that cannot be file names.
func (k Key) id() (id, error) {
	out := id{kind: k.Kind}
	switch k.Kind {
	case CAS, AC:
		if len(k.Name) != 2*sha256.Size {
			return id{}, fmt.Errorf("%w: %s/%s: want 64 hexadecimal digits", ErrName, k.Kind, k.Name)
		}
		if !decodeHex(out.sum[:], k.Name) {
			return id{}, fmt.Errorf("%w: %s/%s: want 64 lower-case hexadecimal digits", ErrName, k.Kind, k.Name)
		}
		return out, nil
	case NAR:
		if _, err := narDigest(k.Name); err != nil {
			return id{}, err
		}
	case NarInfo, Listing, BuildLog, Realisation:
	default:
		return id{}, fmt.Errorf("%w: unknown kind %d", ErrName, k.Kind)
	}
	if err := checkFileName(k.Cache); err != nil {
		return id{}, err
	}
	if err := checkFileName(k.Name); err != nil {
		return id{}, err
	}
	out.sum = sha256.Sum256([]byte(k.Cache + "/" + k.Name))
	return out, nil
}

// decodeHex is hex.Decode for lower-case digits in a string.
func decodeHex(dst []byte, s string) bool {
	for i := range dst {
		hi, lo := hexDigit(s[2*i]), hexDigit(s[2*i+1])
		if hi > 15 || lo > 15 {
			return false
		}
		dst[i] = hi<<4 | lo
	}
	return true
}

func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 0xff
}

// checkFileName refuses what must never become part of a path.
func checkFileName(s string) error {
	if s == "" || len(s) > 220 || s[0] == '.' || strings.ContainsAny(s, "/\\\x00") {
		return fmt.Errorf("%w: %q", ErrName, s)
	}
	return nil
}

// narDigest is the SHA-256 in a NAR's file name.
func narDigest(name string) (sum [sha256.Size]byte, err error) {
	const digits = 52 // of a SHA-256 in Nix's base 32
	if len(name) < digits+4 || name[digits:digits+4] != ".nar" {
		return sum, fmt.Errorf("%w: NAR %q: want <52 nixbase32 digits>.nar[.<compression>]", ErrName, name)
	}
	raw, err := nixbase32.DecodeString(name[:digits])
	if err != nil {
		return sum, fmt.Errorf("%w: NAR %q: %v", ErrName, name, err)
	}
	copy(sum[:], raw)
	return sum, nil
}

// want is the digest that the content of a blob must have, if its name says.
func (k Key) want(i id) (sum [sha256.Size]byte, known bool) {
	switch k.Kind {
	case CAS:
		return i.sum, true
	case NAR:
		sum, err := narDigest(k.Name)
		return sum, err == nil
	}
	return sum, false
}

// path is where the blob lies below the blobs directory: 256 shards per kind.
func (e *entry) path() string {
	name := hex.EncodeToString(e.id.sum[:])
	shard := name[:2]
	switch e.id.kind {
	case CAS, AC:
		return e.id.kind.String() + "/" + shard + "/" + name
	}
	return "nix/" + e.cache + "/" + e.id.kind.String() + "/" + shard + "/" + e.name
}

// parsePath is the inverse of path, for recovery.
func parsePath(rel string) (Key, bool) {
	p := strings.Split(filepath.ToSlash(rel), "/")
	switch {
	case len(p) == 3 && (p[0] == "cas" || p[0] == "ac"):
		k, _ := parseKind(p[0])
		return Key{Kind: k, Cache: BazelCache, Name: p[2]}, true
	case len(p) == 5 && p[0] == "nix":
		k, ok := parseKind(p[2])
		return Key{Kind: k, Cache: p[1], Name: p[4]}, ok && k != CAS && k != AC
	}
	return Key{}, false
}

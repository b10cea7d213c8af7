package nixstore

import (
	"fmt"
	"strings"
)

// Hash is a SHA-256.
type Hash = [32]byte

// Path is what a store knows of one store path.
type Path struct {
	// Base is its name in the store's directory, <hash>-<name>.
	Base string
	// NarHash and NarSize are of its archive.
	NarHash Hash
	NarSize int64
	// References are the names of the paths that it mentions, sorted; itself may be one.
	References []string
	// Deriver is the name of the derivation; empty if unknown.
	Deriver string
	// Signatures are NAME:BASE64.
	Signatures []string
	// CA says how the path follows from its content; empty for most.
	CA string
}

const (
	hashDigits = 32  // of a store path's name
	maxBase    = 211 // of the name behind it, and the dash
)

// CheckBase fails unless base can be the name of a store path.
func CheckBase(base string) error {
	hash, name, found := strings.Cut(base, "-")
	ok := found && len(hash) == hashDigits && name != "" && len(name) <= maxBase &&
		!strings.ContainsFunc(hash, func(r rune) bool { return !strings.ContainsRune("0123456789abcdfghijklmnpqrsvwxyz", r) }) &&
		!strings.ContainsFunc(name, func(r rune) bool { return !nameRune(r) })
	if !ok {
		return fmt.Errorf("%q is no name of a store path: want <32 digits of base 32>-<name>", base)
	}
	return nil
}

func nameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("+-._?=", r)
}

package narinfo

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"github.com/nix-community/go-nix/pkg/nixbase32"
)

// Hash is a SHA-256.
type Hash = [sha256.Size]byte

// Info is what a .narinfo says of a store path.
type Info struct {
	// StoreDir is the directory that store paths are in, usually /nix/store.
	StoreDir string
	// Base is the path's name there, <hash>-<name>.
	Base string
	// URL is where the archive is, relative to the cache.
	URL string
	// Compression is Nix's name of the archive's compression: none, zstd, xz, ….
	Compression string
	// FileHash and FileSize are of the compressed archive.
	FileHash Hash
	FileSize int64
	// NarHash and NarSize are of the archive itself.
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

// FileName is the name of the file in the cache.
func (i *Info) FileName() string { return HashPart(i.Base) + ".narinfo" }

// HashPart is the part of a store path's name that tells it from all others.
func HashPart(base string) string {
	hash, _, _ := strings.Cut(base, "-")
	return hash
}

// String is the file's content.
func (i *Info) String() string {
	var b strings.Builder
	b.Grow(512 + 64*len(i.References))
	line := func(field, value string) { b.WriteString(field + ": " + value + "\n") }
	line("StorePath", i.StoreDir+"/"+i.Base)
	line("URL", i.URL)
	line("Compression", i.Compression)
	line("FileHash", "sha256:"+nixbase32.EncodeToString(i.FileHash[:]))
	line("FileSize", strconv.FormatInt(i.FileSize, 10))
	line("NarHash", "sha256:"+nixbase32.EncodeToString(i.NarHash[:]))
	line("NarSize", strconv.FormatInt(i.NarSize, 10))
	line("References", strings.Join(i.References, " "))
	if i.Deriver != "" {
		line("Deriver", i.Deriver)
	}
	for _, s := range slices.Compact(slices.Sorted(slices.Values(i.Signatures))) {
		line("Sig", s)
	}
	if i.CA != "" {
		line("CA", i.CA)
	}
	return b.String()
}

// Fingerprint is what signatures sign.
func (i *Info) Fingerprint() string {
	references := make([]string, len(i.References))
	for n, r := range i.References {
		references[n] = i.StoreDir + "/" + r
	}
	return "1;" + i.StoreDir + "/" + i.Base + ";sha256:" + nixbase32.EncodeToString(i.NarHash[:]) + ";" +
		strconv.FormatInt(i.NarSize, 10) + ";" + strings.Join(references, ",")
}

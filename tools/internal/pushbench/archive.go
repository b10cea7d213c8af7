package pushbench

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
)

// archive is the blob as the archive of a store path that is one file: what an Attic
// server takes. Sizes of blobs are multiples of 8, which need no padding.
func (b Blob) archive() io.Reader {
	head := words("nix-archive-1", "(", "type", "regular", "contents")
	head = binary.LittleEndian.AppendUint64(head, uint64(b.Size))
	return io.MultiReader(bytes.NewReader(head), b.Open(), bytes.NewReader(words(")")))
}

// words are strings as archives have them.
func words(all ...string) []byte {
	var out []byte
	for _, w := range all {
		out = binary.LittleEndian.AppendUint64(out, uint64(len(w)))
		out = append(out, w...)
		out = append(out, make([]byte, -len(w)&7)...)
	}
	return out
}

// sum is the hash and the size of the archive.
func (b Blob) sum() (hash [32]byte, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, b.archive())
	return [32]byte(h.Sum(nil)), size, err
}

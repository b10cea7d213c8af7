package pushbench

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	random "math/rand/v2"

	"github.com/nix-community/go-nix/pkg/nixbase32"
)

// Blob is throw-away content of one run: always the same for the same values.
type Blob struct {
	// Run names the run, Index the blob in it.
	Run   string
	Index int
	// Size is in bytes.
	Size int64
}

// NewRun is a name for a run.
func NewRun() string {
	var id [6]byte
	rand.Read(id[:]) //nolint:errcheck // it never fails
	return hex.EncodeToString(id[:])
}

// Open reads the content: a line that says what it is, and bytes that nothing compresses.
func (b Blob) Open() io.ReadSeeker {
	r := &content{blob: b}
	r.Seek(0, io.SeekStart) //nolint:errcheck // it never fails
	return r
}

// label is how the content begins.
func (b Blob) label() []byte {
	return fmt.Appendf(nil, "throw-away content of nixpush bench, run %s, blob %d: may be deleted\n", b.Run, b.Index)
}

// digest tells blobs apart.
func (b Blob) digest() [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "nixpush bench %s %d %d", b.Run, b.Index, b.Size))
}

// plainName says what the blob is.
func (b Blob) plainName() string { return fmt.Sprintf("nar/nixpush-bench-%s-%d.nar", b.Run, b.Index) }

// hashName is the one that Nix would give, for servers that take no other and check it.
func (b Blob) hashName() string {
	h := sha256.New()
	io.Copy(h, b.Open()) //nolint:errcheck // neither end fails
	return "nar/" + nixbase32.EncodeToString(h.Sum(nil)) + ".nar"
}

// pathHash is the hash part of a store path that nobody has.
func pathHash(run string, i int) string {
	digest := sha256.Sum256(fmt.Appendf(nil, "nixpush bench path %s %d", run, i))
	return nixbase32.EncodeToString(digest[:20])
}

// content reads a blob.
type content struct {
	blob   Blob
	label  *bytes.Reader
	source *random.ChaCha8
	left   int64
}

// Read implements io.Reader.
func (c *content) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), c.left)]
	n, _ := c.label.Read(p)
	if n == 0 {
		n, _ = c.source.Read(p)
	}
	c.left -= int64(n)
	return n, nil
}

// Seek implements io.Seeker: to the beginning, which a repetition needs, and to the end and
// back, by which its length is asked for.
func (c *content) Seek(offset int64, whence int) (int64, error) {
	switch {
	case offset == 0 && whence == io.SeekStart:
		c.label, c.source, c.left = bytes.NewReader(c.blob.label()), random.NewChaCha8(c.blob.digest()), c.blob.Size
		return 0, nil
	case offset == 0 && whence == io.SeekEnd:
		c.left = 0
		return c.blob.Size, nil
	case offset == 0 && whence == io.SeekCurrent:
		return c.blob.Size - c.left, nil
	}
	return 0, fmt.Errorf("throw-away content can only be read from its beginning")
}

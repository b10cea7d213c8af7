package narpack

import (
	"fmt"
	"io"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
)

// Packed is the compressed archive of a store path.
type Packed struct {
	// FileHash and FileSize are of the compressed archive.
	FileHash narinfo.Hash
	FileSize int64
	content  *spool
}

// Open reads it, as often as wanted, until Close.
func (p *Packed) Open() io.ReadSeeker { return p.content.open() }

// Close gives its memory or disk space back.
func (p *Packed) Close() { p.content.close() }

// DamagedError is the error for a store path whose files are not what the store recorded.
type DamagedError struct {
	// Path is where its files are.
	Path string
	// Detail says what is wrong.
	Detail string
}

// Error implements error.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is damaged: %s; repair it with \"nix store repair\", or delete and build it again", e.Path, e.Detail)
}

// Expected is what the store recorded of a path's archive.
type Expected struct {
	NarHash narinfo.Hash
	NarSize int64
}

// check compares it with what was read.
func (e Expected) check(path string, hash narinfo.Hash, size int64) error {
	switch {
	case size != e.NarSize:
		return &DamagedError{path, fmt.Sprintf("its archive has %d bytes, the store recorded %d", size, e.NarSize)}
	case hash != e.NarHash:
		return &DamagedError{path, fmt.Sprintf("its hash is sha256:%s, the store recorded sha256:%s", nixbase32.EncodeToString(hash[:]), nixbase32.EncodeToString(e.NarHash[:]))}
	}
	return nil
}

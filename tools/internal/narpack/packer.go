package narpack

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/internal/nar"
)

const (
	// blockSize is what is compressed at once.
	blockSize = 2 << 20
	// maxWorkers bounds memory on machines with many cores.
	maxWorkers = 8
)

// Small reports whether an archive of n bytes is compressed in one piece, in memory.
func Small(n int64) bool { return n <= blockSize }

// Options say how archives are made.
type Options struct {
	// Method and Level are the compression; level -1 is the method's default.
	Method Method
	Level  int
	// CaseHack is for the archive's names, as in package nar.
	CaseHack bool
}

// Packer makes compressed archives. Many goroutines may use it at once.
type Packer struct {
	options    Options
	compressor compressor
	workers    int
	blocks     chan *block // those that are free
	dumpers    sync.Pool
	small      sync.Pool // *block
}

// New makes a Packer.
func New(o Options) (*Packer, error) {
	workers := min(runtime.GOMAXPROCS(0), maxWorkers)
	c, err := newCompressor(o.Method, o.Level, workers)
	if err != nil {
		return nil, err
	}
	p := &Packer{options: o, compressor: c, workers: workers, blocks: make(chan *block, workers+2)}
	for range cap(p.blocks) {
		p.blocks <- &block{}
	}
	p.dumpers.New = func() any { return nar.NewDumper(nar.Options{CaseHack: o.CaseHack}) }
	p.small.New = func() any { return &block{} }
	return p, nil
}

// Options are those that the Packer was made with.
func (p *Packer) Options() Options { return p.options }

// Pack makes the archive of the store path whose files are at path. A path that is not
// what the store recorded is a [DamagedError]. Of archives that are not [Small] one
// should be made at a time: it takes all cores by itself.
func (p *Packer) Pack(ctx context.Context, path string, want Expected) (*Packed, error) {
	if Small(want.NarSize) {
		return p.packSmall(path, want)
	}
	return p.packLarge(ctx, path, want)
}

// packSmall has the whole archive in one block.
func (p *Packer) packSmall(path string, want Expected) (*Packed, error) {
	b := p.small.Get().(*block)
	defer p.small.Put(b)
	b.in = b.in[:0]
	if err := p.dump(&bounded{b, want.NarSize}, path, want); err != nil {
		return nil, err
	}
	if err := want.check(path, sha256.Sum256(b.in), int64(len(b.in))); err != nil {
		return nil, err
	}
	out, err := p.compressor.block(make([]byte, 0, len(b.in)/2+64), b.in)
	if err != nil {
		return nil, err
	}
	s := &spool{memory: out, size: int64(len(out))}
	return &Packed{FileHash: sha256.Sum256(out), FileSize: s.size, content: s}, nil
}

// dump writes the archive of path to w.
func (p *Packer) dump(w io.Writer, path string, want Expected) error {
	d := p.dumpers.Get().(*nar.Dumper)
	defer p.dumpers.Put(d)
	return explain(d.Dump(w, path), path, want)
}

// explain tells damage from other errors of reading.
func explain(err error, path string, want Expected) error {
	var file *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errTooLong):
		return &DamagedError{path, want.tooLong()}
	case errors.Is(err, fs.ErrNotExist):
		return &DamagedError{path, "a file vanished: " + err.Error() + " (collected as garbage?)"}
	case errors.As(err, &file), errors.Is(err, nar.ErrChanged):
		return &DamagedError{path, err.Error()}
	}
	return err
}

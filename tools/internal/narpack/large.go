package narpack

import (
	"context"
	"crypto/sha256"
	"hash"

	"golang.org/x/sync/errgroup"
)

// packLarge is a line of three: one goroutine reads and hashes, several compress, one
// writes the blocks in their order and hashes them.
func (p *Packer) packLarge(ctx context.Context, path string, want Expected) (*Packed, error) {
	group, ctx := errgroup.WithContext(ctx)
	work, ordered := make(chan *block), make(chan *block, cap(p.blocks))
	group.Go(func() error {
		defer close(ordered)
		defer close(work)
		return p.read(ctx, path, want, work, ordered)
	})
	for range p.workers {
		group.Go(func() error {
			for b := range work {
				b.out, b.err = p.compressor.block(b.out[:0], b.in)
				close(b.done)
			}
			return nil
		})
	}
	packed, files := &Packed{content: &spool{}}, sha256.New()
	group.Go(func() error { return p.collect(packed.content, files, ordered) })
	if err := group.Wait(); err != nil {
		packed.Close()
		return nil, err
	}
	packed.FileHash, packed.FileSize = [32]byte(files.Sum(nil)), packed.content.size
	return packed, nil
}

// read fills blocks with the archive, and checks it.
func (p *Packer) read(ctx context.Context, path string, want Expected, work, ordered chan<- *block) error {
	c := &cutter{ctx: ctx, packer: p, hash: sha256.New(), work: work, ordered: ordered, limit: want.NarSize}
	err := p.dump(c, path, want)
	if err != nil {
		c.drop()
		return err
	}
	if err := c.send(); err != nil {
		return err
	}
	return want.check(path, [32]byte(c.hash.Sum(nil)), c.size)
}

// collect writes compressed blocks in order; after an error it only frees them.
func (p *Packer) collect(s *spool, files hash.Hash, ordered <-chan *block) (err error) {
	for b := range ordered {
		<-b.done
		if err == nil {
			err = b.err
		}
		if err == nil {
			files.Write(b.out)
			_, err = s.Write(b.out)
		}
		p.blocks <- b
	}
	return err
}

// cutter cuts an archive into blocks and hands them on.
type cutter struct {
	ctx           context.Context
	packer        *Packer
	hash          hash.Hash
	current       *block
	size, limit   int64
	work, ordered chan<- *block
}

// Write implements io.Writer.
func (c *cutter) Write(p []byte) (int, error) {
	c.size += int64(len(p))
	if c.size > c.limit {
		return 0, errTooLong
	}
	c.hash.Write(p)
	for rest := p; len(rest) > 0; {
		if err := c.take(); err != nil {
			return 0, err
		}
		n := min(len(rest), blockSize-len(c.current.in))
		c.current.in = append(c.current.in, rest[:n]...)
		rest = rest[n:]
		if len(c.current.in) == blockSize {
			if err := c.send(); err != nil {
				return 0, err
			}
		}
	}
	return len(p), nil
}

// take makes sure that there is a block to fill.
func (c *cutter) take() error {
	if c.current != nil {
		return nil
	}
	select {
	case c.current = <-c.packer.blocks:
	case <-c.ctx.Done():
		return context.Cause(c.ctx)
	}
	c.current.in, c.current.done = c.current.in[:0], make(chan struct{})
	if cap(c.current.in) == 0 {
		c.current.in = make([]byte, 0, blockSize)
	}
	return nil
}

// send hands the current block on.
func (c *cutter) send() error {
	if c.current == nil {
		return nil
	}
	b := c.current
	c.current = nil
	c.ordered <- b // has room for every block there is
	c.work <- b    // the workers never stop before it is closed
	return nil
}

// drop frees the current block.
func (c *cutter) drop() {
	if c.current != nil {
		c.packer.blocks <- c.current
		c.current = nil
	}
}

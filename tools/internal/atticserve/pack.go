package atticserve

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/nixbase32"
	"github.com/nix-community/go-nix/pkg/nixhash"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

const (
	// smallNAR is up to where a NAR is compressed with a small window, in the
	// goroutine that receives it.
	smallNAR = 1 << 20
	// largeAtOnce is how many NARs are compressed at once with a large window;
	// more than that get a small one, so that memory is bounded by clients' number.
	largeAtOnce = 8
	// defaultLevel of zstd.
	defaultLevel = 3
)

// packer compresses NARs into the store.
type packer struct {
	store        *cachestore.Store
	small, large sync.Pool // of *zstd.Encoder
	slots        chan struct{}
}

func newPacker(store *cachestore.Store, level int) *packer {
	p := &packer{store: store, slots: make(chan struct{}, largeAtOnce)}
	p.small.New = newEncoder(cmp.Or(level, defaultLevel), 1<<20, 1)
	p.large.New = newEncoder(cmp.Or(level, defaultLevel), 4<<20, 2)
	return p
}

func newEncoder(level, window, concurrency int) func() any {
	return func() any {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(level)),
			zstd.WithWindowSize(window), zstd.WithEncoderConcurrency(concurrency), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constants
		}
		return e
	}
}

// encoder takes an encoder for a NAR of a size; put gives it back.
func (p *packer) encoder(size uint64) (e *zstd.Encoder, put func()) {
	pool, free := &p.small, func() {}
	if size > smallNAR {
		select {
		case p.slots <- struct{}{}:
			pool, free = &p.large, func() { <-p.slots }
		default:
		}
	}
	e = pool.Get().(*zstd.Encoder)
	return e, func() {
		e.Reset(nil) // which waits for its goroutines
		pool.Put(e)
		free()
	}
}

// pack stores what is read from nar, compressed, if it is the NAR that info
// announces; info then has the file's name, hash and size. existed tells that
// the cache had this file already.
func (p *packer) pack(cache string, nar io.Reader, info *narinfo.NarInfo) (existed bool, err error) {
	blob, err := p.store.Begin(int64(min(info.NarSize, 1<<20)))
	if err != nil {
		return false, err
	}
	if err := p.compress(blob, nar, info); err != nil {
		blob.Abort()
		return false, err
	}
	var sum [sha256.Size]byte
	key, size, existed, err := blob.Commit(func(s [sha256.Size]byte) cachestore.Key {
		sum = s
		return cachestore.Key{Kind: cachestore.NAR, Cache: cache, Name: nixbase32.EncodeToString(s[:]) + ".nar.zst"}
	})
	if err != nil {
		return false, err
	}
	info.URL, info.Compression, info.FileSize = "nar/"+key.Name, "zstd", uint64(size)
	info.FileHash = nixhash.MustNewHashWithEncoding(nixhash.SHA256, sum[:], nixhash.NixBase32, true)
	return existed, nil
}

// compress writes the NAR that info announces, compressed. When it returns,
// nothing writes to w any more: an encoder has goroutines of its own, and a
// blob that is given up must not be written to.
func (p *packer) compress(w io.Writer, nar io.Reader, info *narinfo.NarInfo) error {
	e, put := p.encoder(info.NarSize)
	defer put()
	e.Reset(w)
	if err := copyNAR(e, nar, info); err != nil {
		return err
	}
	return e.Close()
}

// copyNAR copies a NAR of just the announced size and hash.
func copyNAR(w io.Writer, nar io.Reader, info *narinfo.NarInfo) error {
	buf, h, n := make([]byte, min(info.NarSize+1, 128<<10)), sha256.New(), uint64(0)
	for {
		m, err := nar.Read(buf)
		n += uint64(m)
		if n > info.NarSize {
			return badNAR("it has more than the announced %d bytes", info.NarSize)
		}
		h.Write(buf[:m])
		if _, werr := w.Write(buf[:m]); werr != nil {
			return werr
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return &cachestore.ReadError{Err: err}
		}
	}
	if n != info.NarSize {
		return badNAR("%d bytes are announced, %d received", info.NarSize, n)
	}
	if sum := h.Sum(nil); !bytes.Equal(sum, info.NarHash.Digest()) {
		return badNAR("%s is announced, sha256:%s received", info.NarHash, nixbase32.EncodeToString(sum))
	}
	return nil
}

func badNAR(format string, args ...any) error {
	return badRequest("Bad NAR Hash or Size: %s", fmt.Sprintf(format, args...))
}

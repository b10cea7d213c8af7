package pushrun

import (
	"context"
	"io"
	"strconv"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
)

// askFirst is the size from which it is cheaper to ask whether an archive is there than
// to send it in vain.
const askFirst = 256 << 10

// archive puts the archive of a path into the cache. It frees held when the making of
// the archive is over.
func (r *binaryRun) archive(ctx context.Context, p *nixstore.Path, held chan struct{}) (upload, error) {
	free := func() {
		if held != nil {
			<-held
			held = nil
		}
	}
	defer free()
	if u, found, err := r.remembered(ctx, p); found || err != nil {
		r.count(p, err)
		return u, err
	}
	if r.Packer.Options().Method == narpack.None && !narpack.Small(p.NarSize) {
		return r.direct(ctx, p)
	}
	packed, err := r.pack(ctx, p)
	free()
	if err != nil {
		return upload{}, err
	}
	defer packed.Close()
	u := upload{fileHash: packed.FileHash, fileSize: packed.FileSize}
	err = r.put(ctx, p, &u, func() (io.Reader, error) { return packed.Open(), nil })
	return u, err
}

// pack makes the archive; small ones as many at once as there are cores.
func (r *binaryRun) pack(ctx context.Context, p *nixstore.Path) (*narpack.Packed, error) {
	if err := take(ctx, r.cpu); err != nil {
		return nil, err
	}
	defer func() { <-r.cpu }()
	return r.Packer.Pack(ctx, r.Store.RealDir+"/"+p.Base, narpack.Expected{NarHash: p.NarHash, NarSize: p.NarSize})
}

// direct sends an uncompressed archive while it is made: its name is known before.
func (r *binaryRun) direct(ctx context.Context, p *nixstore.Path) (upload, error) {
	u := upload{fileHash: p.NarHash, fileSize: p.NarSize}
	want := narpack.Expected{NarHash: p.NarHash, NarSize: p.NarSize}
	err := r.put(ctx, p, &u, func() (io.Reader, error) {
		return r.Packer.Stream(r.Store.RealDir+"/"+p.Base, want), nil
	})
	return u, err
}

// put sends an archive, unless it is large and there.
func (r *binaryRun) put(ctx context.Context, p *nixstore.Path, u *upload, source binarycache.Source) error {
	if err := take(ctx, r.slots); err != nil {
		return err
	}
	defer func() { <-r.slots }()
	name := r.name(u.fileHash)
	if u.fileSize >= askFirst {
		there, err := r.Cache.Has(ctx, name)
		if err != nil {
			return err
		}
		u.duplicate = there
	}
	if !u.duplicate {
		if err := r.Cache.Put(ctx, name, binarycache.TypeNAR, u.fileSize, source); err != nil {
			return err
		}
	}
	r.Record.AddArchive(r.key(p), presence.Archive{FileHash: nixbase32.EncodeToString(u.fileHash[:]), FileSize: u.fileSize})
	r.count(p, nil)
	return nil
}

func (r *binaryRun) count(p *nixstore.Path, err error) {
	if err == nil {
		r.Meter.Bytes.Add(p.NarSize)
	}
}

// name is an archive's in the cache.
func (r *binaryRun) name(fileHash [32]byte) string {
	return "nar/" + nixbase32.EncodeToString(fileHash[:]) + r.Packer.Options().Method.Extension()
}

// key is what an archive is remembered by: its content and how it was made.
func (r *binaryRun) key(p *nixstore.Path) string {
	o := r.Packer.Options()
	return nixbase32.EncodeToString(p.NarHash[:]) + "," + string(o.Method) + "," + strconv.Itoa(o.Level)
}

// remembered finds an archive that an earlier, interrupted push uploaded.
func (r *binaryRun) remembered(ctx context.Context, p *nixstore.Path) (upload, bool, error) {
	a, known := r.Record.Archive(r.key(p))
	if !known {
		return upload{}, false, nil
	}
	digest, err := nixbase32.DecodeString(a.FileHash)
	if err != nil || len(digest) != 32 {
		return upload{}, false, nil
	}
	u := upload{fileHash: [32]byte(digest), fileSize: a.FileSize, duplicate: true}
	if err := take(ctx, r.slots); err != nil {
		return u, false, err
	}
	defer func() { <-r.slots }()
	there, err := r.Cache.Has(ctx, r.name(u.fileHash))
	return u, there, err
}

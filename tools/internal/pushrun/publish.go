package pushrun

import (
	"context"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
)

// publisher writes the .narinfo of paths that are ready.
func (r *binaryRun) publisher(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case i, more := <-r.ready:
			if !more {
				return nil
			}
			if err := r.publish(ctx, i); err != nil {
				return err
			}
		}
	}
}

// publish makes a path visible.
func (r *binaryRun) publish(ctx context.Context, i int32) error {
	info := r.info(i)
	for _, key := range r.Keys {
		if err := key.Sign(info); err != nil {
			return err
		}
	}
	if err := binarycache.PutText(ctx, r.Cache, info.FileName(), binarycache.TypeNarInfo, info.String()); err != nil {
		if !ofPath(err) || ctx.Err() != nil {
			return err
		}
		r.fail(i, err)
		return nil
	}
	p, u := r.paths[i], r.uploads[i]
	r.Record.Add(narinfo.HashPart(p.Base))
	if !r.shared[p.NarHash] { // nobody else will ask for it
		r.Record.DropArchive(r.key(p))
	}
	r.out.uploaded(p, u.fileSize, u.duplicate)
	ready, _ := r.graph.published(i)
	for _, next := range ready {
		r.ready <- next
	}
	r.endIfDone()
	return nil
}

// info is what the cache says of a path.
func (r *binaryRun) info(i int32) *narinfo.Info {
	p, u := r.paths[i], r.uploads[i]
	return &narinfo.Info{
		StoreDir: r.Store.StoreDir, Base: p.Base, URL: r.name(u.fileHash), Compression: string(r.Packer.Options().Method),
		FileHash: u.fileHash, FileSize: u.fileSize, NarHash: p.NarHash, NarSize: p.NarSize,
		References: p.References, Deriver: p.Deriver, Signatures: p.Signatures, CA: p.CA,
	}
}

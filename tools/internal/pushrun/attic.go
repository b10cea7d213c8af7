package pushrun

import (
	"context"
	"encoding/hex"
	"io"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
)

// Attic uploads to an Attic server. The server makes a path visible when it has the last
// byte of its archive: that byte is held back until all that the path references is
// visible, so that archives can be sent before their references are done with.
type Attic struct {
	// Store has the paths.
	Store Store
	// Client talks to the server.
	Client *atticpush.Client
	// Packer makes the archives; its method must be None.
	Packer *narpack.Packer
	// Jobs is how many uploads there are at once.
	Jobs int
	// Record remembers what was uploaded.
	Record *presence.Record
	// Meter shows how far it is.
	Meter *Meter
}

// atticRun is one run of an Attic.
type atticRun struct {
	*Attic
	paths []*nixstore.Path
	graph *graph
	out   collector
	start chan int32 // paths whose references are visible or on their way
	end   sync.Once
}

// Run uploads paths, as [Binary.Run].
func (a *Attic) Run(ctx context.Context, paths []*nixstore.Path) (Result, error) {
	r := &atticRun{Attic: a, paths: paths, graph: newGraph(paths), out: collector{meter: a.Meter}, start: make(chan int32, len(paths))}
	if len(paths) == 0 {
		return r.out.result, nil
	}
	r.begin(r.graph.roots())
	group, ctx := errgroup.WithContext(ctx)
	for range min(a.Jobs, len(paths)) {
		group.Go(func() error { return r.uploader(ctx) })
	}
	err := group.Wait()
	return r.out.result, err
}

// begin queues paths. Each comes behind those that it references, so that the uploads
// that wait always wait for one that does not.
func (r *atticRun) begin(paths []int32) {
	for _, i := range paths {
		r.start <- i // has room for all
	}
}

func (r *atticRun) uploader(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case i, more := <-r.start:
			if !more {
				return nil
			}
			if err := r.one(ctx, i); err != nil {
				return err
			}
		}
	}
}

// one uploads a path, and notes what follows from that.
func (r *atticRun) one(ctx context.Context, i int32) error {
	if r.graph.refused(i) {
		return nil
	}
	p := r.paths[i]
	result, err := r.upload(ctx, i)
	switch {
	case err == nil:
		r.Record.Add(narinfo.HashPart(p.Base))
		r.Meter.Bytes.Add(p.NarSize)
		r.out.uploaded(p, p.NarSize, result.Kind == atticwire.Deduplicated)
		_, next := r.graph.published(i)
		r.begin(next)
	case r.graph.refused(i): // withheld meanwhile
	case !ofPath(err) || ctx.Err() != nil:
		return err
	default:
		r.out.problem(r.Store.StoreDir+"/"+p.Base, err, r.graph.fail(i))
	}
	if r.graph.remaining() == 0 {
		r.end.Do(func() { close(r.start) })
	}
	return nil
}

func (r *atticRun) upload(ctx context.Context, i int32) (atticwire.UploadPathResult, error) {
	p := r.paths[i]
	real := r.Store.RealDir + "/" + p.Base
	want := narpack.Expected{NarHash: p.NarHash, NarSize: p.NarSize}
	open := func() (io.Reader, error) {
		return hold(ctx, r.Packer.Stream(real, want), p.NarSize, r.graph.call(i)), nil
	}
	if narpack.Small(p.NarSize) {
		packed, err := r.Packer.Pack(ctx, real, want)
		if err != nil {
			return atticwire.UploadPathResult{}, err
		}
		defer packed.Close()
		open = func() (io.Reader, error) { return hold(ctx, packed.Open(), p.NarSize, r.graph.call(i)), nil }
		r.begin(r.graph.started(i)) // it will not take long
	}
	return r.Client.Upload(ctx, describe(r.Store.StoreDir, p), open)
}

// describe is what the server is told of a path.
func describe(storeDir string, p *nixstore.Path) atticwire.UploadPathNarInfo {
	info := atticwire.UploadPathNarInfo{
		StorePathHash: narinfo.HashPart(p.Base), StorePath: storeDir + "/" + p.Base, References: p.References,
		Sigs: p.Signatures, NarHash: "sha256:" + hex.EncodeToString(p.NarHash[:]), NarSize: uint64(p.NarSize),
	}
	if info.References == nil {
		info.References = []string{}
	}
	if info.Sigs == nil {
		info.Sigs = []string{}
	}
	if p.Deriver != "" {
		info.Deriver = &p.Deriver
	}
	if p.CA != "" {
		info.CA = &p.CA
	}
	return info
}

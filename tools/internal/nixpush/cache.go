package nixpush

import (
	"context"
	"fmt"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushprogress"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushrun"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushverify"
)

// job is what one cache gets.
type job struct {
	backend *backend
	options Options
	streams Streams
	store   pushrun.Store
	// closure stands in an order in which each path comes after its references.
	closure []*nixstore.Path
	roots   map[string]bool
	out     *pushreport.Cache
	// held waits until the garbage collector keeps away from the closure.
	held func() error
}

// run pushes. What became of it is in j.out, also when there is an error.
func (j *job) run(ctx context.Context) error {
	begun := time.Now()
	err := j.push(ctx)
	j.out.Seconds = time.Since(begun).Seconds()
	j.out.Requests, j.out.Retries = j.backend.counts()
	if err != nil {
		err = cancelled(ctx, err)
		j.out.Error = err.Error()
		return fmt.Errorf("pushing to %q: %w", j.out.Cache, err)
	}
	return nil
}

func (j *job) push(ctx context.Context) error {
	j.out.PublicKeys = append([]string{}, j.backend.public...)
	if err := j.backend.prepare(ctx, j.store.StoreDir, !j.options.DryRun); err != nil {
		return err
	}
	record, err := openRecord(j.backend, j.options)
	if err != nil {
		return err
	}
	defer record.Close()
	todo, err := j.plan(ctx, record)
	if err != nil || j.options.DryRun {
		return err
	}
	if len(todo) > 0 {
		if err := j.held(); err != nil {
			return err
		}
	}
	result, err := j.upload(ctx, todo, record)
	j.note(result)
	if err != nil {
		return err
	}
	if len(result.Problems) == 0 {
		record.DropArchives()
	}
	if j.options.Verify {
		return j.verify(ctx, todo, result)
	}
	return nil
}

// openRecord opens the record of what a cache has. An Attic server is asked about all
// paths at once: there is nothing to remember.
func openRecord(b *backend, o Options) (*presence.Record, error) {
	ttl := o.PresenceTTL
	if b.attic != nil {
		ttl = 0
	}
	dir := ""
	if ttl != 0 {
		var err error
		if dir, err = presence.Dir(); err != nil {
			return nil, err
		}
	}
	return presence.Open(dir, b.target.URL, ttl, time.Now)
}

// plan chooses the paths to upload.
func (j *job) plan(ctx context.Context, record *presence.Record) ([]*nixstore.Path, error) {
	trust, err := narinfo.NewTrust(j.backend.upstream)
	if err != nil {
		return nil, &UsageError{err}
	}
	var own []*nixstore.Path
	for _, p := range j.closure {
		j.out.Paths.Closure++
		j.out.Bytes.Closure += p.NarSize
		if !trust.Empty() && len(p.Signatures) > 0 && trust.Signer(j.signed(p)) != "" {
			j.out.Paths.SkippedUpstream++
			continue
		}
		own = append(own, p)
	}
	if j.options.Force {
		return own, j.planned(own)
	}
	there, err := j.backend.present(ctx, own, j.roots, record)
	if err != nil {
		return nil, err
	}
	var todo []*nixstore.Path
	for i, p := range own {
		if there[i] {
			j.out.Paths.Present++
		} else {
			todo = append(todo, p)
		}
	}
	return todo, j.planned(todo)
}

// signed is what the signatures of a path sign.
func (j *job) signed(p *nixstore.Path) *narinfo.Info {
	return &narinfo.Info{
		StoreDir: j.store.StoreDir, Base: p.Base, NarHash: p.NarHash, NarSize: p.NarSize,
		References: p.References, Signatures: p.Signatures,
	}
}

// planned notes what a dry run would do.
func (j *job) planned(todo []*nixstore.Path) error {
	if j.options.DryRun {
		j.out.Paths.Uploaded = len(todo)
		j.out.Bytes.Nar = total(todo)
	}
	return nil
}

func total(paths []*nixstore.Path) (bytes int64) {
	for _, p := range paths {
		bytes += p.NarSize
	}
	return bytes
}

// upload sends the paths.
func (j *job) upload(ctx context.Context, todo []*nixstore.Path, record *presence.Record) (pushrun.Result, error) {
	meter := &pushrun.Meter{}
	if len(todo) > 0 {
		defer j.streams.Progress.Show(pushprogress.Task{Name: j.out.Cache, Paths: len(todo), Bytes: total(todo), Meter: meter})()
	}
	b := j.backend
	if b.attic != nil {
		run := &pushrun.Attic{Store: j.store, Client: b.attic, Packer: b.packer, Jobs: b.jobs, Record: record, Meter: meter}
		return run.Run(ctx, todo)
	}
	run := &pushrun.Binary{Store: j.store, Cache: b.objects, Packer: b.packer, Keys: b.keys, Jobs: b.jobs, Record: record, Meter: meter}
	return run.Run(ctx, todo)
}

// note takes over what a run did.
func (j *job) note(r pushrun.Result) {
	j.out.Paths.Uploaded = len(r.Uploaded) - r.Deduplicated
	j.out.Paths.Deduplicated = r.Deduplicated
	j.out.Paths.Failed, j.out.Paths.Withheld = len(r.Problems), r.Withheld
	j.out.Bytes.Nar, j.out.Bytes.Sent, j.out.Bytes.Deduplicated = r.NarBytes, r.SentBytes, r.DedupBytes
	for _, p := range r.Problems {
		j.out.Problems = append(j.out.Problems, pushreport.Problem{Path: p.Path, Message: p.Err.Error()})
	}
}

// verify reads back what was uploaded.
func (j *job) verify(ctx context.Context, todo []*nixstore.Path, r pushrun.Result) error {
	trust, err := narinfo.NewTrust(j.backend.public)
	if err != nil {
		return err
	}
	uploaded := make(map[string]bool, len(r.Uploaded))
	for _, base := range r.Uploaded {
		uploaded[base] = true
	}
	var paths []*nixstore.Path
	for _, p := range todo {
		if uploaded[p.Base] {
			paths = append(paths, p)
		}
	}
	v := &pushverify.Verifier{Cache: j.backend.objects, StoreDir: j.store.StoreDir, Trust: trust, Jobs: min(j.backend.jobs, verifyJobs)}
	problems, err := v.Run(ctx, paths)
	if err != nil {
		return err
	}
	j.out.Paths.Verified = len(paths) - len(problems)
	for _, p := range problems {
		j.out.Problems = append(j.out.Problems, pushreport.Problem{Path: p.Path, Message: p.Err.Error()})
	}
	return nil
}

// verifyJobs bounds the archives that are unpacked at once.
const verifyJobs = 8

package nixpush

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/internal/storewatch"
)

// WatchOptions are how to watch a store.
type WatchOptions struct {
	// Caches get what is added.
	Caches []string
	// Exclude are patterns of names, without the hash, that are not pushed for
	// themselves; what references them takes them along.
	Exclude []string
	// Quiet is how long nothing must be added before a batch is pushed, Longest how long
	// a batch waits at most.
	Quiet, Longest time.Duration
	// Run is called once the store is watched; watching ends when it returns, or with
	// the context if it is nil.
	Run func(context.Context) error
}

// watcher pushes what is added to a store, in batches.
type watcher struct {
	session *session
	options WatchOptions
	mu      sync.Mutex
	pending []string
	first   time.Time // when the batch began
	last    time.Time // when something was added to it
	failed  error     // of the last batch
}

// Watch pushes each path that is added to the store, with its closure, until ctx ends or
// w.Run returns; then it pushes the rest. The summary is of all that was pushed.
func Watch(ctx context.Context, w WatchOptions, o Options, streams Streams) (*pushreport.Summary, error) {
	begun := time.Now()
	s := &session{options: o, streams: streams, requests: []Request{{Caches: w.Caches}}, summary: &pushreport.Summary{
		V: pushreport.Version, Pushes: []pushreport.Push{{Installables: []string{}, Paths: []string{}, Caches: w.Caches}}, Caches: []pushreport.Cache{},
	}}
	watching := &watcher{session: s, options: w}
	err := watching.run(ctx)
	if err == nil && s.findings() {
		err = ErrFinding
	}
	s.summary.Seconds, s.summary.OK = time.Since(begun).Seconds(), err == nil
	if err != nil {
		s.summary.Error = err.Error()
	}
	return s.summary, err
}

func (w *watcher) run(ctx context.Context) error {
	if err := w.session.open(ctx); err != nil {
		return err
	}
	for _, b := range w.session.backends {
		if err := b.learn(ctx, w.session.options); err != nil {
			return fmt.Errorf("pushing to %q: %w", b.target.Name, cancelled(ctx, err))
		}
	}
	real, err := nixstore.RealDir(w.session.options.Store, nixstore.StoreDir())
	if err != nil {
		return err
	}
	watch, err := storewatch.Open(real)
	if err != nil {
		return err
	}
	w.session.streams.Progress.Say("watching %s", real)
	watching, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- watch.Run(watching, w.added) }()
	ran := w.until(ctx)
	stop()
	err = <-ended
	// What was built before the signal is pushed in spite of it; a second one ends us.
	w.batch(context.WithoutCancel(ctx))
	return errors.Join(ran, err, w.failed)
}

// until pushes batches until the command, or the context, ends.
func (w *watcher) until(ctx context.Context) error {
	done := make(chan error, 1)
	if w.options.Run != nil {
		go func() { done <- w.options.Run(ctx) }()
	}
	ticker := time.NewTicker(w.options.Quiet / 4)
	defer ticker.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-ctx.Done():
			if w.options.Run != nil {
				return <-done // the command got the signal as well
			}
			return nil
		case <-ticker.C:
			if w.due() {
				w.batch(context.WithoutCancel(ctx))
			}
		}
	}
}

// added notes a name in the store.
func (w *watcher) added(name string) {
	if nixstore.CheckBase(name) != nil || w.excluded(name) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = time.Now()
	if len(w.pending) == 0 {
		w.first = w.last
	}
	if !slices.Contains(w.pending, name) {
		w.pending = append(w.pending, name)
	}
}

func (w *watcher) excluded(name string) bool {
	plain := name[33:]
	return slices.ContainsFunc(w.options.Exclude, func(pattern string) bool {
		matched, err := path.Match(pattern, plain)
		return matched && err == nil
	})
}

// due reports whether the batch should be pushed.
func (w *watcher) due() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.pending) > 0 && (time.Since(w.last) >= w.options.Quiet || time.Since(w.first) >= w.options.Longest)
}

// batch pushes what is pending. What cannot be pushed stays for the next batch.
func (w *watcher) batch(ctx context.Context) {
	w.mu.Lock()
	names := w.pending
	w.pending = nil
	w.mu.Unlock()
	if len(names) == 0 {
		return
	}
	w.failed = w.push(ctx, names)
	if w.failed == nil {
		return
	}
	w.session.streams.Progress.Say("%v", w.failed)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending = append(names, w.pending...)
	w.first, w.last = time.Now(), time.Now()
}

// push pushes names with their closures.
func (w *watcher) push(ctx context.Context, names []string) error {
	s := w.session
	links, err := os.MkdirTemp("", "nixpush-roots-")
	if err != nil {
		return fmt.Errorf("making a directory for the garbage collector's roots: %w", err)
	}
	defer os.RemoveAll(links)
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = nixstore.StoreDir() + "/" + name
	}
	round := &session{
		options: s.options, streams: s.streams, nix: s.nix, caches: s.caches, backends: s.backends, links: links,
		requests: []Request{{StorePaths: paths, Caches: w.options.Caches}}, roots: [][]string{paths},
		summary: &pushreport.Summary{}, held: func() error { return nil },
	}
	defer func() { round.held() }() //nolint:errcheck // whoever uploads has asked; here it ends
	closure, err := round.closure(ctx, ctx)
	if err != nil {
		return err
	}
	// A lock also goes when a build fails, or when garbage is collected: then there is nothing to push.
	if len(closure.Paths) == 0 {
		return nil
	}
	err = round.pushAll(ctx, closure)
	valid := slices.DeleteFunc(paths, func(p string) bool { return slices.Contains(closure.Invalid, p) })
	s.summary.Pushes[0].Paths = append(s.summary.Pushes[0].Paths, valid...)
	for i := range round.summary.Caches {
		s.streams.Progress.Say("%s", round.summary.Caches[i].Line(false))
	}
	s.summary.Caches = pushreport.Add(s.summary.Caches, round.summary.Caches)
	return err
}

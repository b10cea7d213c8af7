package nixpush

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushrun"
)

// session is one push.
type session struct {
	options  Options
	streams  Streams
	nix      nixstore.Nix
	requests []Request
	// roots are the store paths of each request.
	roots    [][]string
	caches   []string // each once, in order
	backends []*backend
	summary  *pushreport.Summary
	links    string // a directory of roots for the garbage collector
	// held waits until the garbage collector keeps away from the closure.
	held func() error
}

// Push does what requests ask for. The summary says what was done, also when there is an
// error, whose exit code [ExitCode] tells.
func Push(ctx context.Context, requests []Request, o Options, streams Streams) (*pushreport.Summary, error) {
	begun := time.Now()
	s := &session{options: o, streams: streams, requests: requests, summary: &pushreport.Summary{
		V: pushreport.Version, DryRun: o.DryRun, Pushes: []pushreport.Push{}, Caches: []pushreport.Cache{},
	}}
	err := s.run(ctx)
	if err == nil && s.findings() {
		err = ErrFinding
	}
	s.summary.Seconds = time.Since(begun).Seconds()
	s.summary.OK = err == nil
	if err != nil {
		s.summary.Error = err.Error()
	}
	return s.summary, err
}

func (s *session) findings() bool {
	found := len(s.summary.Problems) > 0
	for _, c := range s.summary.Caches {
		found = found || len(c.Problems) > 0
	}
	return found
}

func (s *session) run(ctx context.Context) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	links, err := os.MkdirTemp("", "nixpush-roots-")
	if err != nil {
		return fmt.Errorf("making a directory for the garbage collector's roots: %w", err)
	}
	defer os.RemoveAll(links)
	s.links, s.held = links, func() error { return nil }
	defer func() { s.held() }() //nolint:errcheck // whoever uploads has asked; here it ends
	closure, err := s.prepare(ctx)
	if err != nil || closure == nil {
		return err
	}
	return s.pushAll(ctx, closure)
}

// prepare builds, and reads the closure, while the caches are asked about themselves: a
// refusal there ends a long build. It returns nil where building was all.
func (s *session) prepare(ctx context.Context) (*nixstore.Closure, error) {
	group, within := errgroup.WithContext(ctx)
	if !s.options.BuildOnly {
		for _, b := range s.backends {
			group.Go(func() error {
				if err := b.learn(within, s.options); err != nil {
					return fmt.Errorf("pushing to %q: %w", b.target.Name, err)
				}
				b.look(within)
				return nil
			})
		}
	}
	var closure *nixstore.Closure
	group.Go(func() error {
		err := s.build(within)
		if err == nil && !s.options.BuildOnly {
			closure, err = s.closure(within, ctx)
		}
		return err
	})
	err := group.Wait()
	return closure, cancelled(ctx, err)
}

// open finds everything that the user may have got wrong, before anything is done.
func (s *session) open(ctx context.Context) error {
	for _, r := range s.requests {
		for _, word := range r.Caches {
			if slices.Contains(s.caches, word) {
				continue
			}
			target, err := cachetarget.Resolve(word, s.options.Config)
			if err != nil {
				return &UsageError{err}
			}
			b, err := open(ctx, target, s.options)
			if err != nil {
				return err
			}
			s.caches, s.backends = append(s.caches, word), append(s.backends, b)
		}
	}
	nix, err := nixstore.Find(s.options.Nix)
	if err != nil {
		return err
	}
	s.nix = nix
	s.nix.Store, s.nix.Args, s.nix.Stderr = s.options.Store, s.options.NixArgs, s.streams.Stderr
	return nil
}

// build builds the installables of each request.
func (s *session) build(ctx context.Context) error {
	begun := time.Now()
	for i, r := range s.requests {
		roots := slices.Clone(r.StorePaths)
		if len(r.Installables) > 0 {
			link := filepath.Join(s.links, fmt.Sprintf("build-%d", i))
			built, err := s.nix.Build(ctx, r.Dir, link, r.Installables, s.options.BuildArgs)
			var failed *nixstore.Error
			if errors.As(err, &failed) && ctx.Err() == nil {
				return &BuildError{failed}
			}
			if err != nil {
				return err
			}
			roots = append(roots, built...)
		}
		slices.Sort(roots)
		roots = slices.Compact(roots)
		s.roots = append(s.roots, roots)
		s.summary.Pushes = append(s.summary.Pushes, pushreport.Push{
			Label: r.Label, Installables: append([]string{}, r.Installables...), Paths: roots, Caches: r.Caches,
		})
	}
	s.summary.BuildSeconds = time.Since(begun).Seconds()
	return nil
}

// closure reads the closure of all requests, and begins to keep the garbage collector away
// from it, until holding ends.
func (s *session) closure(ctx, holding context.Context) (*nixstore.Closure, error) {
	var all, given []string
	for i, r := range s.requests {
		all, given = append(all, s.roots[i]...), append(given, r.StorePaths...)
	}
	if len(all) == 0 {
		return &nixstore.Closure{StoreDir: nixstore.StoreDir()}, nil
	}
	rooted := make(chan error, 1)
	go func() { // what was built has its roots already
		rooted <- s.nix.Root(holding, filepath.Join(s.links, "given"), given)
	}()
	closure, err := s.nix.Closure(ctx, all, !s.options.NoClosure)
	if err != nil {
		<-rooted // it must not write into a directory that is removed
		return nil, err
	}
	s.held = sync.OnceValue(func() error {
		err := <-rooted
		if err != nil && len(closure.Invalid) > 0 { // one that is not there hides the others from Nix
			valid := slices.DeleteFunc(given, func(p string) bool { return slices.Contains(closure.Invalid, p) })
			err = s.nix.Root(holding, filepath.Join(s.links, "valid"), valid)
		}
		return err
	})
	for _, p := range closure.Invalid {
		s.summary.Problems = append(s.summary.Problems, pushreport.Problem{Path: p, Message: "no valid store path: never built here, or collected as garbage"})
	}
	return closure, nil
}

// pushAll pushes to one cache after the other. Each makes its archives by itself, also
// where the next one wants the same: caches fill at their own speed, refuse and fail
// apart, and go on from different places, so that an archive that all share would have to
// be kept until the slowest has it, on a disk that no bound holds.
func (s *session) pushAll(ctx context.Context, closure *nixstore.Closure) error {
	if closure.StoreDir == "" {
		closure.StoreDir = nixstore.StoreDir()
	}
	real, err := nixstore.RealDir(s.options.Store, closure.StoreDir)
	if err != nil {
		return err
	}
	store := pushrun.Store{StoreDir: closure.StoreDir, RealDir: real}
	var failed []error
	for i, b := range s.backends {
		j := s.job(b, s.caches[i], closure, store)
		err := j.run(ctx)
		s.summary.Caches = append(s.summary.Caches, *j.out)
		failed = append(failed, err)
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(failed...)
}

// job is what one cache gets of a closure.
func (s *session) job(b *backend, word string, closure *nixstore.Closure, store pushrun.Store) *job {
	roots := map[string]bool{}
	var names []string
	for i, r := range s.requests {
		if !slices.Contains(r.Caches, word) {
			continue
		}
		for _, path := range s.roots[i] {
			base := filepath.Base(path)
			roots[base], names = true, append(names, base)
		}
	}
	return &job{
		backend: b, options: s.options, streams: s.streams, store: store, roots: roots, closure: closure.Reach(names), held: s.held,
		out: &pushreport.Cache{Cache: b.target.Name, URL: b.target.URL, Kind: string(b.target.Kind), PublicKeys: []string{}, Problems: []pushreport.Problem{}},
	}
}

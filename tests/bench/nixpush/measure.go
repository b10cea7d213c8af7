package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// The operations that are measured one after another on one target.
const (
	opPush     = "push"           // to an empty cache
	opRepush   = "again"          // everything is there, the client knows nothing
	opRemember = "again, at once" // everything is there, and the client remembers that
)

// one is a measured operation.
type one struct {
	cost.Sample
	requests int // -1: not known
}

// bench is one run of everything.
type bench struct {
	options
	dir   string
	store store
	log   io.Writer
}

func measure(ctx context.Context, o options, log io.Writer) (r *results, err error) {
	parent := o.dir
	if parent == "" {
		parent = o.roomy()
	}
	dir, err := os.MkdirTemp(parent, "fwn-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for stores and servers: %w", err)
	}
	defer func() {
		if rerr := remove(dir); err == nil && rerr != nil {
			err = fmt.Errorf("removing what was made: %w", rerr)
		}
	}()
	b := &bench{options: o, dir: dir, log: log, store: store{root: filepath.Join(dir, "store"), nix: o.nix, home: filepath.Join(dir, "home")}}
	if err := os.Mkdir(b.store.home, 0o700); err != nil {
		return nil, err
	}
	r = newResults(o)
	for _, c := range b.closures() {
		if err := b.closure(ctx, c, r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (b *bench) progress(format string, args ...any) {
	fmt.Fprintf(b.log, "bench: "+format+"\n", args...)
}

const treeFile = 256 << 10

func (b *bench) closures() []closure {
	all := []closure{
		makeClosure("small", b.paths, 1, 4<<10),
		makeClosure("large", b.large, 1, b.largeMiB<<20),
		makeClosure("tree", 1, max(2, b.treeMiB<<20/treeFile), treeFile),
	}
	if b.huge > 0 {
		all = append(all, makeClosure("huge", b.huge, 1, 4<<10))
	}
	var wanted []closure
	for _, c := range all {
		if b.wants(c.name, []string{"small", "large", "tree", "huge"}) {
			wanted = append(wanted, c)
		}
	}
	return wanted
}

// closure makes a closure and pushes it to every target in every way.
func (b *bench) closure(ctx context.Context, c closure, r *results) error {
	b.progress("making the closure %s: %d paths, %d MiB", c.name, len(c.paths), c.bytes()>>20)
	if err := b.store.add(ctx, c); err != nil {
		return err
	}
	if err := b.warm(ctx, c); err != nil {
		return err
	}
	for _, name := range b.targets(c) {
		for round := range b.rounds {
			ways := b.ways(c.name, name)
			for i := range ways {
				way := ways[(i+round)%len(ways)]
				b.progress("%s to %s by %s, round %d of %d", c.name, name, way, round+1, b.rounds)
				if err := b.turn(ctx, c, name, way, r); err != nil {
					return err
				}
			}
		}
	}
	return remove(b.store.root)
}

// targets are those that a closure is pushed to: small paths to all, since only their number
// shows what a request costs; the others to those that are near.
func (b *bench) targets(c closure) []string {
	var wanted []string
	for _, name := range targetNames() {
		near := name == targetFile || name == targetNginx || name == targetCached || name == targetAttic
		if c.name == "huge" {
			near = name == targetFile
		}
		if (near || c.name == "small") && b.wants(name, targetNames()) {
			wanted = append(wanted, name)
		}
	}
	return wanted
}

// warm measures the floor, and reads all files once, so that nobody pays for a cold disk.
func (b *bench) warm(ctx context.Context, c closure) error {
	if _, err := floor(b.store, c); err != nil {
		return err
	}
	return ctx.Err()
}

// turn is one way to one fresh target: the push and both repetitions; then, to another
// fresh one, the push whose memory is watched.
func (b *bench) turn(ctx context.Context, c closure, name, way string, r *results) error {
	least, err := floor(b.store, c)
	if err != nil {
		return err
	}
	r.floor(c.name, least)
	err = b.with(ctx, name, func(t *target) error {
		for _, op := range operations(way) {
			if op != opRemember {
				if err := b.store.forget(); err != nil {
					return err
				}
			}
			s, err := b.take(ctx, c, t, way)
			if err != nil {
				return err
			}
			r.add(c.name, name, op, way, s)
		}
		return t.check(c, way)
	})
	if err != nil {
		return err
	}
	return b.with(ctx, name, func(t *target) error {
		if err := b.store.forget(); err != nil {
			return err
		}
		peak, err := cost.TakePeakAlone(ctx, []*exec.Cmd{command(ctx, b.options, b.store, t, way, c.top())})
		r.peak(c.name, name, way, peak)
		return err
	})
}

// operations are those that a way is measured by: one that differs in compression alone is
// measured where there is something to compress.
func operations(way string) []string {
	switch way {
	case wayFast, wayNixFast, waySerial:
		return []string{opPush}
	}
	return []string{opPush, opRepush, opRemember}
}

// with calls f with a fresh target, and stops it.
func (b *bench) with(ctx context.Context, name string, f func(*target) error) (err error) {
	t, err := startTarget(ctx, b.options, b.dir, name)
	if err != nil {
		return err
	}
	defer func() {
		if serr := t.stop(); err == nil {
			err = serr
		}
	}()
	if name == targetAttic {
		if err := configureAttic(b.store, t); err != nil {
			return err
		}
	}
	return f(t)
}

// take measures one push, and counts the requests that it made.
func (b *bench) take(ctx context.Context, c closure, t *target, way string) (one, error) {
	before, err := t.count()
	if err != nil {
		return one{}, err
	}
	s, err := cost.TakeAlone(ctx, []*exec.Cmd{command(ctx, b.options, b.store, t, way, c.top())})
	if err != nil {
		return one{}, err
	}
	after, err := t.count()
	if t.requests == nil {
		return one{s, -1}, err
	}
	return one{s, after - before}, err
}

// logDelay is how long nginx may keep lines of its log to itself.
const logDelay = 20 * time.Millisecond

func (t *target) count() (int, error) {
	if t.requests == nil {
		return 0, nil
	}
	time.Sleep(logDelay)
	return t.requests()
}

// remove removes a tree whose directories may be read-only, as Nix's stores are.
func remove(dir string) error {
	if err := exec.Command("chmod", "-R", "u+w", dir).Run(); err != nil {
		return fmt.Errorf("making %s writable: %w", dir, err)
	}
	return os.RemoveAll(dir)
}

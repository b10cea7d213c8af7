package pushrun_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushrun"
)

// seeds runs a test with n random seeds; PUSHRUN_SEED repeats one, which is in the name of
// the subtest that failed.
func seeds(t *testing.T, n int, test func(*testing.T, uint64)) {
	from := rand.Uint64N(1 << 32)
	if text := os.Getenv("PUSHRUN_SEED"); text != "" {
		only, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("PUSHRUN_SEED: %v", err)
		}
		from, n = only, 1
	}
	for seed := from; seed < from+uint64(n); seed++ {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { test(t, seed) })
	}
}

// chance is whether something that happens once in n happens to name; it does not depend
// on the order in which goroutines run.
func chance(seed uint64, what, name string, n uint64) bool {
	h := fnv.New64a()
	fmt.Fprint(h, seed, what, name)
	return h.Sum64()%n == 0
}

// binary makes a run with options by the seed.
func binary(t *testing.T, w *world, c *watched, record *presence.Record, seed uint64) (*pushrun.Binary, *pushrun.Meter) {
	t.Helper()
	method := []narpack.Method{narpack.None, narpack.Zstd, narpack.XZ}[seed%3]
	packer, err := narpack.New(narpack.Options{Method: method, Level: -1})
	if err != nil {
		t.Fatal(err)
	}
	meter := &pushrun.Meter{}
	return &pushrun.Binary{Store: w.store, Cache: c, Packer: packer, Jobs: 1 + int(seed%7), Record: record, Meter: meter}, meter
}

func record(t *testing.T) *presence.Record {
	t.Helper()
	r, err := presence.Open(t.TempDir(), "cache", time.Hour, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// Whatever single paths fail, at any moment: all that can be visible is, nothing else is,
// and everything is counted once.
func TestFailuresOfPaths(t *testing.T) {
	seeds(t, 25, func(t *testing.T, seed uint64) {
		w, c := newWorld(t, seed), newWatched(t)
		failed, repairs := map[string]bool{}, []func(){}
		for _, p := range w.paths {
			// What another path has as well may be in the cache already: then the files are not looked at.
			if chance(seed, "damaged", p.Base, 15) && w.alone(p) {
				failed[p.Base] = true
				repairs = append(repairs, w.damage(p))
			}
		}
		tooLarge := map[string]bool{}
		for _, p := range w.paths {
			if chance(seed, "narinfo", p.Base, 25) {
				failed[p.Base], tooLarge[p.Base[:32]+".narinfo"] = true, true
			}
		}
		c.fault = func(name string) error {
			if seed%2 == 0 {
				time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
			}
			if tooLarge[name] {
				return &httpretry.StatusError{Code: 413}
			}
			return nil
		}
		remembered := record(t)
		run, meter := binary(t, w, c, remembered, seed)
		result, err := run.Run(t.Context(), w.paths)
		if err != nil {
			t.Fatal(err)
		}
		want := w.visibleWithout(failed)
		same(t, "visible", c.visible(), want)
		for _, p := range w.paths {
			if remembered.Has(narinfo.HashPart(p.Base)) != want[p.Base] {
				t.Errorf("%s is remembered: %v, but visible: %v", p.Base, !want[p.Base], want[p.Base])
			}
		}
		if n := len(result.Problems) + result.Withheld; len(result.Uploaded) != len(want) || len(want)+n != len(w.paths) {
			t.Errorf("%d uploaded, %d problems, %d withheld; want %d of %d", len(result.Uploaded), len(result.Problems), result.Withheld, len(want), len(w.paths))
		}
		if got := meter.Paths.Load(); got != int64(len(w.paths)) {
			t.Errorf("progress says %d of %d paths", got, len(w.paths))
		}
		for name, n := range c.puts {
			if n != 1 && name[:4] != "nar/" { // paths with the same content may be sent at once
				t.Errorf("%s was written %d times", name, n)
			}
		}
		again(t, w, c, run, repairs)
	})
}

// again pushes the rest, when nothing fails any more.
func again(t *testing.T, w *world, c *watched, run *pushrun.Binary, repairs []func()) {
	t.Helper()
	for _, repair := range repairs {
		repair()
	}
	there, sent := c.visible(), c.archives()
	clear(c.puts)
	c.fault = func(name string) error {
		if _, found := sent[name]; found {
			t.Errorf("%s is sent a second time", name)
		}
		return nil
	}
	var rest = w.paths[:0:0]
	for _, p := range w.paths {
		if !there[p.Base] {
			rest = append(rest, p)
		}
	}
	result, err := run.Run(t.Context(), rest)
	if err != nil || len(result.Problems) > 0 || len(result.Uploaded) != len(rest) {
		t.Errorf("the rest: %v, %v, %d of %d", err, result.Problems, len(result.Uploaded), len(rest))
	}
	same(t, "visible at the end", c.visible(), w.visibleWithout(nil))
}

// errServer is what a server answers that cannot do anything any more.
var errServer = errors.New("the server is gone")

// Ended at any moment, by the server or by the user, a run leaves no hole, and the next
// one sends no archive again that the cache has.
func TestEndedAtAnyMoment(t *testing.T) {
	seeds(t, 25, func(t *testing.T, seed uint64) {
		w, c := newWorld(t, seed), newWatched(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		left := make(chan struct{}, w.random.IntN(2*len(w.paths)))
		c.fault = func(string) error {
			select {
			case left <- struct{}{}:
				return nil
			default:
			}
			if seed%2 == 0 {
				cancel()
				return nil // what is on its way arrives
			}
			return errServer
		}
		run, _ := binary(t, w, c, record(t), seed)
		_, err := run.Run(ctx, w.paths)
		if seed%2 == 0 && !errors.Is(err, context.Canceled) || seed%2 == 1 && !errors.Is(err, errServer) {
			if len(c.visible()) != len(w.paths) { // it may have been too late
				t.Errorf("ended with %v", err)
			}
		}
		again(t, w, c, run, nil)
	})
}

// Archives that an interrupted push uploaded and the cache has lost since are sent again.
func TestArchivesThatTheCacheLost(t *testing.T) {
	w, c := newWorld(t, 7), newWatched(t)
	run, _ := binary(t, w, c, record(t), 7)
	c.fault = func(name string) error {
		if strings.HasSuffix(name, ".narinfo") {
			time.Sleep(50 * time.Millisecond) // until some archives are there
			return errServer
		}
		return nil
	}
	if _, err := run.Run(t.Context(), w.paths); !errors.Is(err, errServer) || len(c.archives()) == 0 {
		t.Fatalf("%v, %d archives", err, len(c.archives()))
	}
	if err := os.RemoveAll(filepath.Join(c.dir, "nar")); err != nil {
		t.Fatal(err)
	}
	c.fault = func(string) error { return nil }
	if _, err := run.Run(t.Context(), w.paths); err != nil {
		t.Fatal(err)
	}
	same(t, "visible", c.visible(), w.visibleWithout(nil))
}

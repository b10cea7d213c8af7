package pushrun_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushrun"
)

// atticServer makes a path visible when it has the last byte of its archive, as atticd
// does, and looks then whether that leaves a hole.
type atticServer struct {
	t *testing.T
	// fault may answer a request in the server's place, having read any part of its body.
	fault func(w http.ResponseWriter, r *http.Request, path string, n int) bool

	mu      sync.Mutex
	visible map[string]bool
	tries   map[string]int
}

// ServeHTTP implements http.Handler.
func (s *atticServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	info := s.describe(r)
	base := info.StorePath[strings.LastIndexByte(info.StorePath, '/')+1:]
	s.mu.Lock()
	s.tries[base]++
	n, fault := s.tries[base], s.fault
	s.mu.Unlock()
	if fault(w, r, base, n) {
		return
	}
	archive, err := io.ReadAll(r.Body)
	if err != nil { // the client ended it: the path stays invisible
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, reference := range info.References {
		if !s.visible[reference] && reference != base {
			s.t.Errorf("%s becomes visible before its reference %s", base, reference)
		}
	}
	if sum := sha256.Sum256(archive); "sha256:"+hex.EncodeToString(sum[:]) != info.NarHash || uint64(len(archive)) != info.NarSize {
		s.t.Errorf("%s: an archive of %d bytes that is not what was announced became visible", base, len(archive))
	}
	s.visible[base] = true
	io.WriteString(w, `{"kind":"Uploaded"}`)
}

// describe reads what is said of a path, from the header or in front of the body.
func (s *atticServer) describe(r *http.Request) (info atticwire.UploadPathNarInfo) {
	text := []byte(r.Header.Get(atticwire.HeaderNarInfo))
	if size, err := strconv.Atoi(r.Header.Get(atticwire.HeaderPreambleSize)); err == nil {
		text = make([]byte, size)
		if _, err := io.ReadFull(r.Body, text); err != nil {
			s.t.Errorf("preamble: %v", err)
		}
	}
	if err := json.Unmarshal(text, &info); err != nil {
		s.t.Errorf("description %q: %v", text, err)
	}
	return info
}

// attic makes a run against a server.
func attic(t *testing.T, w *world, seed uint64) (*pushrun.Attic, *atticServer, *pushrun.Meter) {
	t.Helper()
	s := &atticServer{t: t, visible: map[string]bool{}, tries: map[string]int{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	client := httpretry.New(16, 4)
	client.Pause = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	packer, err := narpack.New(narpack.Options{Method: narpack.None, Level: -1})
	if err != nil {
		t.Fatal(err)
	}
	nothing, err := presence.Open("", "", 0, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	meter := &pushrun.Meter{}
	jobs := []int{1, 2, 16}[seed%3]
	return &pushrun.Attic{Store: w.store, Client: atticpush.New(server.URL, "main", client), Packer: packer, Jobs: jobs, Record: nothing, Meter: meter}, s, meter
}

// breakOff reads a part of a body and hangs up.
func breakOff(w http.ResponseWriter, r *http.Request) {
	io.CopyN(io.Discard, r.Body, r.ContentLength/2)
	if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
		conn.Close()
	}
}

// trouble makes some requests fail at first, and some paths for ever.
func trouble(seed uint64, tooLarge map[string]bool) func(http.ResponseWriter, *http.Request, string, int) bool {
	return func(w http.ResponseWriter, r *http.Request, path string, n int) bool {
		switch {
		case tooLarge[path]:
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		case n == 1 && chance(seed, "busy", path, 10):
			http.Error(w, "busy", http.StatusServiceUnavailable)
		case n <= 2 && chance(seed, "broken", path, 10):
			breakOff(w, r)
		default:
			return false
		}
		return true
	}
}

// Whatever happens to single uploads: all that can be visible is, nothing else is, and
// everything is counted once.
func TestAtticFailuresOfPaths(t *testing.T) {
	seeds(t, 20, func(t *testing.T, seed uint64) {
		w := newWorld(t, seed)
		run, s, meter := attic(t, w, seed)
		failed, tooLarge := map[string]bool{}, map[string]bool{}
		var repairs []func()
		for _, p := range w.paths {
			switch {
			case chance(seed, "damaged", p.Base, 20):
				failed[p.Base] = true
				repairs = append(repairs, w.damage(p))
			case chance(seed, "too large", p.Base, 30):
				failed[p.Base], tooLarge[p.Base] = true, true
			}
		}
		s.fault = trouble(seed, tooLarge)
		result, err := run.Run(t.Context(), w.paths)
		if err != nil {
			t.Fatal(err)
		}
		want := w.visibleWithout(failed)
		same(t, "visible", s.visible, want)
		if n := len(result.Problems) + result.Withheld; len(result.Uploaded) != len(want) || len(want)+n != len(w.paths) {
			t.Errorf("%d uploaded, %d problems, %d withheld; want %d of %d", len(result.Uploaded), len(result.Problems), result.Withheld, len(want), len(w.paths))
		}
		if got := meter.Paths.Load(); got != int64(len(w.paths)) {
			t.Errorf("progress says %d of %d paths", got, len(w.paths))
		}
		s.rest(w, run, repairs)
	})
}

// rest pushes what is not visible yet, when nothing fails any more.
func (s *atticServer) rest(w *world, run *pushrun.Attic, repairs []func()) {
	s.t.Helper()
	for _, repair := range repairs {
		repair()
	}
	var rest []*nixstore.Path
	s.mu.Lock() // what was cancelled may still be on its way
	s.fault = func(http.ResponseWriter, *http.Request, string, int) bool { return false }
	for _, p := range w.paths {
		if !s.visible[p.Base] {
			rest = append(rest, p)
		}
	}
	s.mu.Unlock()
	result, err := run.Run(s.t.Context(), rest)
	if err != nil || len(result.Uploaded) != len(rest) {
		s.t.Errorf("the rest: %v, %v, %d of %d", err, result.Problems, len(result.Uploaded), len(rest))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	same(s.t, "visible at the end", s.visible, w.visibleWithout(nil))
}

// Ended at any moment, by the server or by the user, a run leaves no hole, and it ends.
func TestAtticEndedAtAnyMoment(t *testing.T) {
	seeds(t, 20, func(t *testing.T, seed uint64) {
		w := newWorld(t, seed)
		run, s, _ := attic(t, w, seed)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		last := make(chan struct{}, w.random.IntN(len(w.paths)))
		s.fault = func(rw http.ResponseWriter, r *http.Request, _ string, _ int) bool {
			select {
			case last <- struct{}{}:
				return false
			default:
			}
			if seed%2 == 0 {
				cancel()
				breakOff(rw, r)
			} else {
				http.Error(rw, "no more", http.StatusForbidden)
			}
			return true
		}
		_, err := run.Run(ctx, w.paths)
		var status *httpretry.StatusError
		if seed%2 == 0 && !errors.Is(err, context.Canceled) || seed%2 == 1 && !errors.As(err, &status) {
			t.Errorf("ended with %v", err)
		}
		s.rest(w, run, nil)
	})
}

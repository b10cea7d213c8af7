package pushprogress_test

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushprogress"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushrun"
)

// shown is where people read.
type shown struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *shown) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *shown) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// await waits until something is shown that matches.
func (s *shown) await(t *testing.T, pattern string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !regexp.MustCompile(pattern).MatchString(s.String()); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("nothing like %s is shown: %q", pattern, s)
		}
	}
}

func task() (pushprogress.Task, *pushrun.Meter) {
	meter := &pushrun.Meter{}
	meter.Paths.Store(3)
	meter.Bytes.Store(1_000_000)
	return pushprogress.Task{Name: "main", Paths: 10, Bytes: 4_000_000, Meter: meter}, meter
}

// A log gets whole lines, with totals, rate and time to go, and no control characters.
func TestPlain(t *testing.T) {
	s := &shown{}
	p := &pushprogress.Printer{W: s, Mode: pushprogress.Plain, Interval: 10 * time.Millisecond}
	told, meter := task()
	stop := p.Show(told)
	s.await(t, `(?m)^main: 3/10 paths, 1\.0 MB/4\.0 MB, \S+ [kMGT]?B/s, \S+s left$`)
	meter.Paths.Store(10)
	meter.Bytes.Store(4_000_000)
	s.await(t, `(?m)^main: 10/10 paths, 4\.0 MB/4\.0 MB, \S+ [kMGT]?B/s$`)
	stop()
	stop() // as often as wanted
	p.Say("watching %s", "/nix/store")
	text := s.String()
	if strings.ContainsAny(text, "\r\x1b") || !strings.HasSuffix(text, "\nwatching /nix/store\n") {
		t.Errorf("%q", text)
	}
	time.Sleep(50 * time.Millisecond)
	if s.String() != text {
		t.Errorf("it goes on after its end: %q", s)
	}
}

// A terminal's line is written over, and gone at the end.
func TestTerminal(t *testing.T) {
	s := &shown{}
	p := &pushprogress.Printer{W: s, Mode: pushprogress.Terminal, Interval: time.Hour}
	told, _ := task()
	stop := p.Show(told)
	s.await(t, `\r\x1b\[Kmain: 3/10 paths`)
	p.Say("between")
	stop()
	text := s.String()
	if !strings.Contains(text, "\r\x1b[Kbetween\n") || !strings.HasSuffix(text, "\r\x1b[K") || strings.Count(text, "\n") != 1 {
		t.Errorf("%q", text)
	}
}

func TestNone(t *testing.T) {
	s := &shown{}
	p := &pushprogress.Printer{W: s, Mode: pushprogress.None, Interval: time.Millisecond}
	told, _ := task()
	stop := p.Show(told)
	time.Sleep(20 * time.Millisecond)
	stop()
	if s.String() != "" {
		t.Errorf("%q", s)
	}
}

// Package pushprogress shows how far a push is: a line that changes on a terminal, a line
// every few seconds in a CI job's log.
package pushprogress

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushrun"
)

// Mode is how progress is shown.
type Mode string

// The modes.
const (
	Terminal Mode = "terminal"
	Plain    Mode = "plain"
	None     Mode = "none"
)

// refresh is how often a terminal's line changes.
const refresh = 200 * time.Millisecond

// Printer shows progress.
type Printer struct {
	// W is where people read.
	W io.Writer
	// Mode is how it is shown.
	Mode Mode
	// Interval is the time between two lines of a log.
	Interval time.Duration
	mu       sync.Mutex
}

// Say writes a line.
func (p *Printer) Say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Mode == Terminal {
		format = "\r\x1b[K" + format // over a line of progress
	}
	fmt.Fprintf(p.W, format+"\n", args...)
}

// Task is something whose end is known in advance.
type Task struct {
	// Name is what is worked at.
	Name string
	// Paths and Bytes are the totals.
	Paths int
	Bytes int64
	// Meter says how much is done.
	Meter *pushrun.Meter
}

// Show shows a task until the function that it returns is called.
func (p *Printer) Show(t Task) (stop func()) {
	interval := p.Interval
	switch p.Mode {
	case None:
		return func() {}
	case Terminal:
		interval = refresh
	}
	done, ended, begun := make(chan struct{}), make(chan struct{}), time.Now()
	go func() {
		defer close(ended)
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				p.line(t.line(time.Since(begun)))
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-ended
		p.clear()
	})
}

func (p *Printer) line(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Mode == Terminal {
		fmt.Fprintf(p.W, "\r\x1b[K%s", text)
	} else {
		fmt.Fprintln(p.W, text)
	}
}

func (p *Printer) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Mode == Terminal {
		fmt.Fprint(p.W, "\r\x1b[K")
	}
}

// line is a task after a time: paths, bytes, rate, time to go.
func (t Task) line(elapsed time.Duration) string {
	paths, bytes := t.Meter.Paths.Load(), t.Meter.Bytes.Load()
	rate := float64(bytes) / max(elapsed.Seconds(), 0.001)
	text := fmt.Sprintf("%s: %d/%d paths, %s/%s, %s/s", t.Name, paths, t.Paths, pushreport.Size(bytes), pushreport.Size(t.Bytes), pushreport.Size(int64(rate)))
	if left := t.Bytes - bytes; left > 0 && rate > 0 {
		text += ", " + time.Duration(float64(left)/rate*float64(time.Second)).Round(time.Second).String() + " left"
	}
	return text
}

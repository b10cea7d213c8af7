package pushbench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Options are how to measure.
type Options struct {
	// Leave is the consent to leave content where it cannot be removed; ReadOnly uploads
	// nothing.
	Leave, ReadOnly bool
	// Time is how long each transfer is measured, MaxBytes bounds what is uploaded.
	Time     time.Duration
	MaxBytes int64
	// Paths is how many paths are asked for.
	Paths int
	// Sample is a file whose compression is measured; empty for none.
	Sample string
	// Say gets a line about each step.
	Say func(format string, args ...any)
}

const (
	// latencyRequests are made one after another.
	latencyRequests = 50
	// smallBlob is about what most store paths of a closure are.
	smallBlob = 4 << 10
	// largeBlob is what a large one is at most; a slow network gets smaller ones.
	largeBlob = 16 << 20
	// smallestLarge is the least that shows a network's speed.
	smallestLarge = 256 << 10
	// mostLargeJobs is how many large blobs go at once at most.
	mostLargeJobs = 16
	// removal bounds the time that tidying up after an interruption takes.
	removal = 2 * time.Minute
)

// meter is one run.
type meter struct {
	endpoint Endpoint
	options  Options
	run      string
	mu       sync.Mutex
	index    int
	uploaded []Blob
}

// Run measures an endpoint. The result says what was measured, also when there is an error.
func Run(ctx context.Context, e Endpoint, o Options) (r *Result, err error) {
	begun := time.Now()
	m := &meter{endpoint: e, options: o, run: NewRun()}
	r = &Result{V: Version, Run: m.run, Presence: []Presence{}, Uploads: []Transfer{}, Downloads: []Transfer{}, Compression: []Compression{}, Left: []string{}}
	defer func() {
		r.Seconds = time.Since(begun).Seconds()
		r.Requests, r.Retries = e.Requests()
		if err != nil {
			r.Error = err.Error()
		}
	}()
	if err := m.questions(ctx, r); err != nil || o.ReadOnly {
		return r, err
	}
	if r.Compression, err = compressions(ctx, m, o.Sample); err != nil {
		return r, err
	}
	return r, m.content(ctx, r)
}

func (m *meter) say(format string, args ...any) {
	if m.options.Say != nil {
		m.options.Say(format, args...)
	}
}

// questions measures what only reads.
func (m *meter) questions(ctx context.Context, r *Result) (err error) {
	m.say("asking for one path, %d times", latencyRequests)
	if r.Latency, err = m.latency(ctx, latencyRequests); err != nil {
		return err
	}
	r.Presence, err = m.presence(ctx, m.options.Paths, []int{16, 64, 256})
	return err
}

// content measures what uploads and downloads, and tidies up.
func (m *meter) content(ctx context.Context, r *Result) (err error) {
	defer func() {
		m.say("removing what was uploaded")
		tidy, cancel := context.WithTimeout(context.WithoutCancel(ctx), removal)
		defer cancel()
		r.Left = append(r.Left, m.endpoint.Remove(tidy)...)
		if len(r.Left) > 0 && !m.options.Leave {
			err = errors.Join(err, fmt.Errorf("%d things could not be removed from the cache; they are listed as \"left\"", len(r.Left)))
		}
	}()
	if err := m.endpoint.Prepare(ctx, m.run, m.options.Leave); err != nil {
		return err
	}
	small, err := m.uploads(ctx, smallBlob, []int{1, 8, 16, 32, 64})
	r.Uploads = append(r.Uploads, small...)
	if err != nil {
		return err
	}
	size, err := m.size(ctx)
	if err != nil {
		return err
	}
	large, err := m.uploads(ctx, size, []int{1, 4, mostLargeJobs})
	r.Uploads = append(r.Uploads, large...)
	if err != nil {
		return err
	}
	if r.Downloads, err = m.downloads(ctx, []int{1, 4, mostLargeJobs}); err != nil {
		return err
	}
	r.Advice = Advise(r, m.endpoint.Batches())
	return nil
}

// size is that of large blobs: what goes up in a quarter of a measurement.
func (m *meter) size(ctx context.Context) (int64, error) {
	probe, ok := m.fresh(smallestLarge)()
	if !ok {
		return smallestLarge, nil
	}
	begun := time.Now()
	if err := m.endpoint.Put(ctx, probe); err != nil {
		return 0, err
	}
	rate := float64(smallestLarge) / time.Since(begun).Seconds()
	return roundSize(min(max(rate*m.options.Time.Seconds()/4, smallestLarge), largeBlob, float64(m.share())/mostLargeJobs)), nil
}

// roundSize is the power of two below a size.
func roundSize(want float64) int64 {
	size := int64(smallBlob)
	for ; 2*float64(size) <= want; size *= 2 {
	}
	return size
}

package pushbench

import (
	"context"
	"slices"
	"time"
)

// Latency is how long small requests took, one after another.
type Latency struct {
	Requests int `json:"requests"`
	// FirstMS is the first one, with all that a connection takes.
	FirstMS float64 `json:"first_ms"`
	MinMS   float64 `json:"min_ms"`
	P50MS   float64 `json:"p50_ms"`
	P90MS   float64 `json:"p90_ms"`
	P99MS   float64 `json:"p99_ms"`
	MaxMS   float64 `json:"max_ms"`
}

// milliseconds is a time for the report.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// NewLatency makes percentiles of times, of which the first stands apart.
func NewLatency(first time.Duration, times []time.Duration) Latency {
	l := Latency{Requests: 1 + len(times), FirstMS: milliseconds(first)}
	if len(times) == 0 {
		return l
	}
	sorted := slices.Sorted(slices.Values(times))
	at := func(percent int) float64 { // the nearest rank
		return milliseconds(sorted[max((len(sorted)*percent+99)/100, 1)-1])
	}
	l.MinMS, l.P50MS, l.P90MS, l.P99MS, l.MaxMS = milliseconds(sorted[0]), at(50), at(90), at(99), milliseconds(sorted[len(sorted)-1])
	return l
}

// latency asks n times for one path that is not there.
func (m *meter) latency(ctx context.Context, n int) (Latency, error) {
	var times []time.Duration
	for i := range n {
		begun := time.Now()
		if err := m.endpoint.Ask(ctx, pathHash(m.run, i)); err != nil {
			return Latency{}, err
		}
		times = append(times, time.Since(begun))
	}
	return NewLatency(times[0], times[1:]), nil
}

// Presence is what it took to ask for many paths.
type Presence struct {
	Paths     int     `json:"paths"`
	Jobs      int     `json:"jobs"`
	Requests  int     `json:"requests"`
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"paths_per_second"`
}

// presence asks for many paths, with each number of requests at once.
func (m *meter) presence(ctx context.Context, paths int, jobs []int) ([]Presence, error) {
	hashes := make([]string, paths)
	for i := range hashes {
		hashes[i] = pathHash(m.run, i)
	}
	if m.endpoint.Batches() {
		jobs = []int{1}
	}
	var all []Presence
	for _, n := range jobs {
		m.say("asking for %d paths, %d at once", paths, n)
		begun := time.Now()
		requests, err := m.endpoint.AskAll(ctx, hashes, n)
		if err != nil {
			return all, err
		}
		seconds := time.Since(begun).Seconds()
		all = append(all, Presence{Paths: paths, Jobs: n, Requests: requests, Seconds: seconds, PerSecond: float64(paths) / seconds})
	}
	return all, nil
}

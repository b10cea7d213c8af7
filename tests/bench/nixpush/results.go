package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// key is a row of the table.
type key struct{ closure, target, op, way string }

// results collects the samples of all rounds.
type results struct {
	options options
	began   time.Time
	order   []key
	samples map[key][]one
	peaks   map[key][]int64
	floors  map[string][]time.Duration
}

func newResults(o options) *results {
	return &results{options: o, began: time.Now(), samples: map[key][]one{}, peaks: map[key][]int64{}, floors: map[string][]time.Duration{}}
}

func (r *results) add(closure, target, op, way string, s one) {
	k := key{closure, target, op, way}
	if !slices.Contains(r.order, k) {
		r.order = append(r.order, k)
	}
	r.samples[k] = append(r.samples[k], s)
}

func (r *results) peak(closure, target, way string, peak int64) {
	k := key{closure, target, opPush, way}
	r.peaks[k] = append(r.peaks[k], peak)
}

func (r *results) floor(closure string, d time.Duration) {
	r.floors[closure] = append(r.floors[closure], d)
}

// row is one line of the results, with medians. Ratios are the other way's figure over
// nixpush's: above 1 they are in nixpush's favour; 0 where there is nothing to compare.
type row struct {
	Closure   string  `json:"closure"`
	Target    string  `json:"target"`
	Operation string  `json:"operation"`
	Way       string  `json:"way"`
	Wall      float64 `json:"wall_seconds"`
	CPU       float64 `json:"cpu_seconds"`
	Peak      int64   `json:"peak_rss_bytes,omitempty"`
	Requests  int     `json:"requests"` // -1: not known
	WallRatio float64 `json:"wall_ratio,omitempty"`
	CPURatio  float64 `json:"cpu_ratio,omitempty"`
	// FloorRatio is the processor time over that of archiving, hashing and compressing alone.
	FloorRatio float64 `json:"floor_ratio,omitempty"`
}

func (r *results) rows() []row {
	var rows []row
	for _, k := range r.sorted() {
		s := r.median(k)
		ours := r.median(key{k.closure, k.target, k.op, wayNixpush})
		w := row{
			Closure: k.closure, Target: k.target, Operation: k.op, Way: k.way,
			Wall: s.Wall.Seconds(), CPU: s.CPU.Seconds(), Requests: s.requests, Peak: median(r.peaks[k]),
		}
		if k.way != wayNixpush {
			w.WallRatio, w.CPURatio = ratio(s.Wall, ours.Wall), ratio(s.CPU, ours.CPU)
		}
		if k.op == opPush {
			w.FloorRatio = ratio(s.CPU, median(r.floors[k.closure]))
		}
		rows = append(rows, w)
	}
	return rows
}

// sorted has the ways of one operation beside each other, nixpush first.
func (r *results) sorted() []key {
	var keys []key
	for _, k := range r.order {
		if k.way != wayNixpush {
			continue
		}
		keys = append(keys, k)
		for _, other := range r.order {
			if other.way != wayNixpush && other.closure == k.closure && other.target == k.target && other.op == k.op {
				keys = append(keys, other)
			}
		}
	}
	return keys
}

func (r *results) median(k key) one {
	var costs []cost.Sample
	var requests []int
	for _, s := range r.samples[k] {
		costs, requests = append(costs, s.Sample), append(requests, s.requests)
	}
	return one{cost.Medians(costs), median(requests)}
}

// median is the middle one, the lower of two; zero of none.
func median[T int | int64 | time.Duration](values []T) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}

func ratio(theirs, ours time.Duration) float64 {
	if ours == 0 {
		return 0
	}
	return float64(theirs) / float64(ours)
}

func (r *results) write(w io.Writer, asJSON bool) error {
	if asJSON {
		return r.writeJSON(w)
	}
	o := r.options
	fmt.Fprintf(w, "%s; %s, %d processors; medians of %d rounds\n", r.began.Format(time.DateOnly), cost.Machine(), runtime.NumCPU(), o.rounds)
	fmt.Fprintf(w, "small: %d paths of 4 KiB; large: %d paths of %d MiB; tree: one path of %d MiB in files of 256 KiB; far: %s round trip\n", o.paths, o.large, o.largeMiB, o.treeMiB, o.latency)
	fmt.Fprintln(w, "ratios: the other way's figure over nixpush's, above 1 in nixpush's favour; floor: processor time over archiving, hashing and zstd alone")
	fmt.Fprintln(w)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "closure\ttarget\toperation\tway\twall s\tCPU s\tpeak MB\trequests\twall ratio\tCPU ratio\tfloor\t")
	for _, x := range r.rows() {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%.2f\t%.2f\t%s\t%s\t%s\t%s\t%s\t\n", x.Closure, x.Target, x.Operation, x.Way, x.Wall, x.CPU,
			orDash(x.Peak > 0, "%.0f", float64(x.Peak)/1e6), orDash(x.Requests >= 0, "%d", x.Requests),
			orDash(x.WallRatio > 0, "%.1f", x.WallRatio), orDash(x.CPURatio > 0, "%.1f", x.CPURatio), orDash(x.FloorRatio > 0, "%.2f", x.FloorRatio))
	}
	return tw.Flush()
}

func orDash(known bool, format string, value any) string {
	if !known {
		return "-"
	}
	return fmt.Sprintf(format, value)
}

func (r *results) writeJSON(w io.Writer) error {
	floors := map[string]float64{}
	for name, all := range r.floors {
		floors[name] = median(all).Seconds()
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(map[string]any{
		"v": 1, "date": r.began.Format(time.RFC3339), "machine": cost.Machine(), "processors": runtime.NumCPU(),
		"floor_cpu_seconds": floors, "rows": r.rows(),
	})
}

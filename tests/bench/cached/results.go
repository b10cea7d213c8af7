package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
	"github.com/gloriousflywheel/flywheel/tests/bench/internal/server"
)

// results are all samples of a run.
type results struct {
	options options
	fs      string
	began   time.Time
	rows    []*row
}

// row is an operation with the samples of its rounds.
type row struct {
	operation
	samples map[string][]sample // by server
}

func newResults(o options, fs string) *results {
	return &results{options: o, fs: fs, began: time.Now()}
}

func (r *results) add(op operation, server string, s sample) {
	at := r.find(op.name)
	if at == nil {
		at = &row{operation: op, samples: map[string][]sample{}}
		r.rows = append(r.rows, at)
	}
	at.samples[server] = append(at.samples[server], s)
}

func (r *results) find(name string) *row {
	for _, row := range r.rows {
		if row.name == name {
			return row
		}
	}
	return nil
}

// figures are the medians of a row's samples.
type figures struct {
	Seconds float64 `json:"seconds"`
	Rate    float64 `json:"requests_per_second,omitempty"`
	MBs     float64 `json:"mb_per_second,omitempty"`
	CPU     float64 `json:"cpu_seconds"`
	Peak    float64 `json:"peak_rss_bytes,omitempty"`
}

// comparison is a line of the table.
type comparison struct {
	Name    string   `json:"operation"`
	Count   int      `json:"requests,omitempty"`
	Bytes   int64    `json:"bytes,omitempty"`
	Ours    figures  `json:"cached"`
	Against string   `json:"against"` // nginx, a row of cached, or "-"
	Theirs  *figures `json:"other,omitempty"`
	// Ratios of ours to theirs: of the rates, of processor time and memory per
	// request.
	Speed  float64 `json:"speed_ratio,omitempty"`
	Low    float64 `json:"speed_ratio_lowest_round,omitempty"`
	High   float64 `json:"speed_ratio_highest_round,omitempty"`
	CPU    float64 `json:"cpu_ratio,omitempty"`
	Memory float64 `json:"memory_ratio,omitempty"`
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	n := len(values)
	if n == 0 {
		return 0
	}
	return (values[(n-1)/2] + values[n/2]) / 2
}

func (r *row) figures(samples []sample) figures {
	pick := func(get func(sample) float64) float64 {
		var values []float64
		for _, s := range samples {
			values = append(values, get(s))
		}
		return median(values)
	}
	f := figures{
		Seconds: pick(func(s sample) float64 { return s.Seconds }),
		CPU:     pick(func(s sample) float64 { return s.CPU }),
		Peak:    pick(func(s sample) float64 { return s.Peak }),
	}
	f.Rate, f.MBs = ratio(float64(r.count), f.Seconds), ratio(float64(r.bytes)/1e6, f.Seconds)
	return f
}

// compare makes the lines of the table.
func (r *results) compare() []comparison {
	var out []comparison
	for _, row := range r.rows {
		c := comparison{Name: row.name, Count: row.count, Bytes: row.bytes, Ours: row.figures(row.samples[server.Cached]), Against: server.Nginx}
		other, theirs := row, row.samples[server.Nginx]
		if row.against != "" {
			c.Against = row.against
			if other = r.find(row.against); other != nil {
				theirs = other.samples[server.Cached]
			}
		}
		if len(theirs) > 0 {
			c.with(row, other, theirs)
		} else {
			c.Against = "-"
		}
		out = append(out, c)
	}
	return out
}

// with fills in the other side.
func (c *comparison) with(row, other *row, theirs []sample) {
	f := other.figures(theirs)
	c.Theirs = &f
	work := ratio(float64(max(row.count, 1)), float64(max(other.count, 1)))
	c.Speed, c.CPU, c.Memory = work*ratio(f.Seconds, c.Ours.Seconds), ratio(c.Ours.CPU, f.CPU)/work, ratio(c.Ours.Peak, f.Peak)
	for i, s := range row.samples[server.Cached] {
		if i >= len(theirs) {
			break
		}
		round := work * ratio(theirs[i].Seconds, s.Seconds)
		if i == 0 {
			c.Low = round
		}
		c.Low, c.High = min(c.Low, round), max(c.High, round)
	}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func (r *results) write(w io.Writer, asJSON bool) error {
	if asJSON {
		return r.writeJSON(w)
	}
	o := r.options
	fmt.Fprintf(w, "%s; %s, %d processors; servers' files on %s; medians of %d rounds\n", r.began.Format(time.DateOnly), cost.Machine(), runtime.NumCPU(), r.fs, o.rounds)
	fmt.Fprintf(w, "small: %d x %d bytes, %d clients; large: %d x %d bytes, %d clients; nix: a fifth and a quarter as many store paths\n",
		o.small, o.smallSize, smallClients, o.large, o.largeSize, largeClients)
	fmt.Fprint(w, "each pair: cached, then what it is compared with; the last four columns are ratios: speed above 1, CPU and memory below 1 are in cached's favour\n\n")
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, name("operation")+"\t"+name("compared with")+"\trequests/s\t\tMB/s\t\tCPU s\t\tpeak RSS MB\t\tspeed\trounds\tCPU\tmemory\t")
	for _, c := range r.compare() {
		fmt.Fprintln(tw, c.line())
	}
	return tw.Flush()
}

func (c *comparison) line() string {
	cells := []string{name(c.Name), name(c.Against)}
	pair := func(decimals int, get func(figures) float64) {
		cells = append(cells, number(get(c.Ours), decimals))
		if c.Theirs == nil {
			cells = append(cells, "-")
			return
		}
		cells = append(cells, number(get(*c.Theirs), decimals))
	}
	pair(0, func(f figures) float64 { return f.Rate })
	pair(0, func(f figures) float64 { return f.MBs })
	pair(2, func(f figures) float64 { return f.CPU })
	pair(0, func(f figures) float64 { return f.Peak / 1e6 })
	rounds := "-"
	if c.Low > 0 {
		rounds = fmt.Sprintf("%.2f-%.2f", c.Low, c.High)
	}
	cells = append(cells, number(c.Speed, 2), rounds, number(c.CPU, 2), number(c.Memory, 2))
	return strings.Join(cells, "\t") + "\t"
}

// name pads a name, so that it stands on the left in columns of numbers.
func name(s string) string { return fmt.Sprintf("%-22s", s) }

// number writes a figure; 0 stands for one that does not exist.
func number(v float64, decimals int) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("%.*f", decimals, v)
}

func (r *results) writeJSON(w io.Writer) error {
	o := r.options
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{
		"v": 1, "date": r.began.Format(time.RFC3339), "machine": cost.Machine(), "processors": runtime.NumCPU(),
		"filesystem": r.fs, "rounds": o.rounds,
		"small": o.small, "small_size": o.smallSize, "large": o.large, "large_size": o.largeSize,
		"rows": r.compare(),
	})
}

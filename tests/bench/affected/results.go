package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// A result is what one tool cost for one kind of edit.
type result struct {
	packages    int
	edit, tool  string
	cold, known bool
	answers     int // labels, of ours and the peer
	cost.Sample
}

// same is the result of another tool in the same circumstances; nil if there is none.
func same(all []result, r result, tool string) *result {
	for i := range all {
		o := &all[i]
		if o.tool == tool && o.packages == r.packages && o.edit == r.edit && o.cold == r.cold && (o.known == r.known || tool == query) {
			return o
		}
	}
	return nil
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// ratio is how many times as much another tool's wall time is.
func ratio(r result, other *result) string {
	if other == nil || r.Wall == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", other.Wall.Seconds()/r.Wall.Seconds())
}

// writeResults writes a row for each.
func writeResults(stdout io.Writer, all []result) error {
	fmt.Fprint(stdout, "\nwall and CPU in seconds, CPU with Bazel's servers; MB is the client's peak memory;\n\"times\" is the wall time of query and of the peer in affected's\n\n")
	tw := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "packages\tedit\tserver\tbase\ttool\twall\tCPU\tMB\tlabels\ttimes query\ttimes peer\t")
	for _, r := range all {
		server, base, labels := "warm", "known", fmt.Sprint(r.answers)
		if r.cold {
			server = "cold"
		}
		if !r.known {
			base = "unknown"
		}
		toQuery, toPeer := "", ""
		switch r.tool {
		case query:
			base, labels = "-", "-"
		case ours:
			toQuery, toPeer = ratio(r, same(all, r, query)), ratio(r, same(all, r, peer))
		}
		fmt.Fprintf(tw, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%.0f\t%s\t%s\t%s\t\n", r.packages, r.edit, server, base, r.tool,
			seconds(r.Wall), seconds(r.CPU), float64(r.Peak)/1e6, labels, toQuery, toPeer)
	}
	return tw.Flush()
}

// The aims that are not one of a kind of edit.
const (
	more      = time.Second
	maxMemory = 300e6
)

// writeAims judges the results, at the largest size up to that the aims are for.
func writeAims(stdout io.Writer, all []result) bool {
	size := 0
	for _, r := range all {
		if r.packages <= 4000 {
			size = max(size, r.packages)
		}
	}
	fmt.Fprintf(stdout, "\nAims, at %d packages\n\n", size)
	met := true
	say := func(what string, ok bool, got, want string) {
		verdict := "met"
		if !ok {
			verdict, met = "missed", false
		}
		fmt.Fprintf(stdout, "  %-6s  %s: %s, want at most %s\n", verdict, what, got, want)
	}
	var memory int64
	for _, r := range all {
		if r.tool != ours || r.packages != size || !r.known {
			continue
		}
		memory = max(memory, r.Peak)
		k, _ := kindOf(r.edit)
		reference := same(all, r, query)
		switch {
		case r.cold && reference != nil:
			say(r.edit+", cold", r.Wall <= reference.Wall+more, seconds(r.Wall), "a cold query and a second, "+seconds(reference.Wall+more))
		case !r.cold && k.aim > 0:
			say(r.edit, r.Wall <= k.aim, seconds(r.Wall), seconds(k.aim))
		case !r.cold && reference != nil:
			say(r.edit, r.Wall <= reference.Wall+more, seconds(r.Wall), "a query and a second, "+seconds(reference.Wall+more))
		}
	}
	say("memory", memory <= maxMemory, fmt.Sprintf("%.0f MB", float64(memory)/1e6), fmt.Sprintf("%.0f MB", maxMemory/1e6))
	return met
}

// writeGrowth says how our cost grows with the workspace.
func writeGrowth(stdout io.Writer, all []result) {
	fmt.Fprint(stdout, "\nGrowth: affected, warm, base known: milliseconds for each 1,000 packages\n\n")
	for _, k := range kinds() {
		line := ""
		for _, r := range all {
			if r.tool == ours && !r.cold && r.known && r.edit == k.name {
				line += fmt.Sprintf("  %6.1f (%d)", r.Wall.Seconds()*1e6/float64(r.packages), r.packages)
			}
		}
		if line != "" {
			fmt.Fprintf(stdout, "  %-11s %s\n", k.name, line)
		}
	}
}

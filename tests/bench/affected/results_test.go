package main

import (
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

func ran(edit, tool string, cold bool, wall time.Duration, peak int64) result {
	return result{packages: 1000, edit: edit, tool: tool, cold: cold, known: true, Sample: cost.Sample{Wall: wall, Peak: peak}}
}

func TestAims(t *testing.T) {
	const milli = time.Millisecond
	for _, tc := range []struct {
		name    string
		results []result
		met     bool
		want    string
	}{
		{"fast", []result{ran("source", ours, false, 40*milli, 1)}, true, "met     source: 0.040, want at most 0.050"},
		{"slow", []result{ran("source", ours, false, 60*milli, 1)}, false, "missed  source: 0.060"},
		{"as a query and more", []result{ran("module", ours, false, 2900*milli, 1), ran("module", query, false, 2*time.Second, 1)}, true, "0 met"},
		{"slower than a query and more", []result{ran("module", ours, false, 3100*milli, 1), ran("module", query, false, 2*time.Second, 1)}, false, "missed  module"},
		{"cold", []result{ran("build", ours, true, 12*time.Second, 1), ran("build", query, true, 10*time.Second, 1)}, false, "missed  build, cold"},
		{"large", []result{ran("source", ours, false, 40*milli, 301e6)}, false, "missed  memory: 301 MB"},
	} {
		var out strings.Builder
		if met := writeAims(&out, tc.results); met != tc.met || tc.want != "0 met" && !strings.Contains(out.String(), tc.want) {
			t.Errorf("%s: met = %v, want %v and %q:\n%s", tc.name, met, tc.met, tc.want, out.String())
		}
	}
}

func TestRatios(t *testing.T) {
	all := []result{
		ran("source", ours, false, 20*time.Millisecond, 1), ran("source", query, false, time.Second, 1), ran("source", peer, false, 4*time.Second, 1),
		ran("source", query, true, 9*time.Second, 1),
	}
	var out strings.Builder
	if err := writeResults(&out, all); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), " 50.0 ") || !strings.Contains(out.String(), " 200.0") {
		t.Errorf("want 50 and 200 times:\n%s", out.String())
	}
}

func TestRows(t *testing.T) {
	rows := []row{
		{edit: "fine", affected: 3},
		{edit: "inexact", affected: 2, missed: map[string]int{peer: 1}, extra: map[string]int{ours: 4}},
		{edit: "failed", affected: 1, failed: map[string]bool{peer: true}},
	}
	var out strings.Builder
	met, err := writeRows(&out, rows, []string{ours, peer})
	text := out.String()
	if err != nil || !met || strings.Contains(text, "  fine") || !strings.Contains(text, "0 / 4") || !strings.Contains(text, "1 / 0") || !strings.Contains(text, "failed") {
		t.Errorf("met = %v, %v:\n%s", met, err, text)
	}
	for _, want := range []string{"affected 2 0 0 1 4 0", "peer 1 1 1 0 0 1"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("no line %q:\n%s", want, text)
		}
	}
	rows[0].missed = map[string]int{ours: 1}
	if met, err := writeRows(&out, rows, []string{ours, peer}); met || err != nil {
		t.Errorf("met = %v, %v though ours missed one", met, err)
	}
}

func TestOptions(t *testing.T) {
	getenv := func(string) string { return "/bin/sh" }
	for _, args := range []string{"--packages=1", "--packages=x", "--rounds=0", "--edits=nope", "--peer=/nowhere", "--kinds=3", "--kinds=5-2", "argument", "--nope"} {
		if _, err := parseOptions([]string{args}, getenv); err == nil {
			t.Errorf("%s: no error", args)
		}
	}
	if _, err := parseOptions(nil, func(string) string { return "" }); err == nil {
		t.Error("no error without programs")
	}
}

//go:build bazel && linux

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestMeasure measures a small workspace: what counts here is that all kinds of edit
// are made and told, not how fast.
func TestMeasure(t *testing.T) {
	dir := t.TempDir()
	getenv := func(name string) string { return testenv.Path(t, name) }
	var stdout, stderr strings.Builder
	args := []string{"--packages", "20", "--rounds", "1", "--no-cold", "--dir", dir}
	if code := program().Run(t.Context(), args, getenv, &stdout, &stderr); code != benchmain.OK && code != benchmain.Finding {
		t.Fatalf("exit code %d\n%s", code, stderr.String())
	}
	rows := map[string][]string{}
	for line := range strings.Lines(stdout.String()) {
		if words := strings.Fields(line); len(words) > 8 {
			rows[words[1]+" "+words[3]+" "+words[4]] = words
		}
	}
	for _, k := range kinds() {
		row := rows[k.name+" known affected"]
		if row == nil || row[5] == "0.000" || k.name != "nothing" && row[8] == "0" || rows[k.name+" - query"] == nil {
			t.Errorf("row of %s: %v", k.name, row)
		}
	}
	if rows["source unknown affected"] == nil || !strings.Contains(stdout.String(), "Aims, at 20 packages") {
		t.Errorf("no row without a snapshot, or no aims:\n%s", stdout.String())
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

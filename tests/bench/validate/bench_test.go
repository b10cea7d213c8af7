//go:build bazel && linux

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestMeasure measures little of everything that needs no Bazel: what counts here is
// that all checks are made and find the modules valid, not how fast.
func TestMeasure(t *testing.T) {
	dir := t.TempDir()
	// Some variables name several files, of which the first tells the directory.
	getenv := func(name string) string {
		first, _, _ := strings.Cut(os.Getenv(name), " ")
		t.Setenv(name, first)
		return testenv.Path(t, name)
	}
	var stdout, stderr strings.Builder
	args := []string{"--rounds", "1", "--modules", "1,6", "--only", "kinds,modules", "--dir", dir}
	if code := program().Run(t.Context(), args, getenv, &stdout, &stderr); code != benchmain.OK {
		t.Fatalf("exit code %d\n%s", code, stderr.String())
	}
	rows := map[string][]string{}
	for line := range strings.Lines(stdout.String()) {
		if words := strings.Fields(line); len(words) > 2 {
			rows[words[0]+" "+words[1]] = words[2:]
		}
	}
	for _, name := range []string{"k8s schema", "stack schema", "tests schema", "pure packed", "time real", "time unpacked", "big overrides", "big schema"} {
		if row := rows[name]; len(row) != 6 || row[0] == "-" || row[0] == "0" || row[4] == "0" {
			t.Errorf("row %q: %v; want processor time and memory\n%s", name, row, stdout.String())
		}
	}
	if row := rows["k8s packed"]; len(row) != 6 || row[0] != "-" {
		t.Errorf("row of a provider without a plugin: %v", row)
	}
	if rows["Each module"] == nil || len(rows["schema 6"]) != 5 {
		t.Errorf("no figures of many modules:\n%s", stdout.String())
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

//go:build bazel

package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestPushes measures little of everything: what counts here is that each way pushes all of each
// closure to each server, not how fast.
func TestPushes(t *testing.T) {
	programs := map[string]string{}
	for _, name := range []string{"NIXPUSH", "NIX", "CACHED", "NGINX"} {
		programs[name] = testenv.Path(t, name)
	}
	dir := t.TempDir()
	var stdout, stderr strings.Builder
	args := []string{"--paths", "25", "--large", "2", "--large-size", "1", "--tree-size", "1", "--rounds", "1", "--latency", "1ms", "--dir", dir, "--json"}
	if code := program().Run(t.Context(), args, func(name string) string { return programs[name] }, &stdout, &stderr); code != benchmain.OK {
		t.Fatalf("exit code %d\n%s", code, stderr.String())
	}
	var got struct {
		Rows   []row              `json:"rows"`
		Floors map[string]float64 `json:"floor_cpu_seconds"`
	}
	if err := json.Unmarshal([]byte(stdout.String()), &got); err != nil {
		t.Fatal(err)
	}
	// Small: five targets in two ways and one in one; the others: three in two and one in one. Three operations
	// each; and three ways more to compress for the three.
	if want := 3*(11+7+7) + 2*3*3; len(got.Rows) != want {
		t.Errorf("%d rows, want %d:\n%s", len(got.Rows), want, stdout.String())
	}
	for _, r := range got.Rows {
		if r.Wall <= 0 || r.CPU <= 0 || r.Operation == opPush && r.Peak < 1e6 {
			t.Errorf("not measured: %+v", r)
		}
		if r.Target == targetNginx && r.Operation == opPush && r.Requests < 3 {
			t.Errorf("a push takes more requests than %d: %+v", r.Requests, r)
		}
		if (r.Way != wayNixpush) != (r.WallRatio > 0) {
			t.Errorf("the other way is compared with nixpush, and only it: %+v", r)
		}
	}
	if len(got.Floors) != 3 {
		t.Errorf("floors of %v, want those of all closures", got.Floors)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%d entries are left behind, %v", len(left), err)
	}
}

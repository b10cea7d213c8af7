package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

func TestMain(m *testing.M) {
	flag.Bool("update", false, "rewrite golden files")
	flag.Parse()
	os.Exit(m.Run())
}

func TestKindsTable(t *testing.T) {
	const milli = time.Millisecond
	all := map[string][]cost.Sample{
		"k8s schema": {{CPU: 90 * milli, Wall: 100 * milli, Written: 4096, Peak: 90e6}, {CPU: 100 * milli, Wall: 110 * milli, Written: 8192, Peak: 95e6}, {CPU: 300 * milli, Wall: 900 * milli, Written: 0, Peak: 80e6}},
		"k8s packed": {{CPU: 800 * milli, Wall: 1400 * milli, Written: 127e6, Peak: 270e6}},
		"big schema": {{CPU: 95 * milli, Wall: 99 * milli, Written: 4096, Peak: 90e6}},
	}
	var out strings.Builder
	if err := writeKinds(&out, 3, all); err != nil {
		t.Fatal(err)
	}
	golden(t, "kinds.txt", out.String())
}

func TestModulesTable(t *testing.T) {
	totals := []total{
		{schemaWay, 10, cost.Sample{CPU: time.Second, Wall: 2 * time.Second, Written: 1e6}},
		{schemaWay, 110, cost.Sample{CPU: 10 * time.Second, Wall: 17 * time.Second, Written: 11e6}},
		{"packed", 10, cost.Sample{CPU: 8 * time.Second, Wall: 14 * time.Second, Written: 1200e6}},
	}
	var out strings.Builder
	if err := writeModules(&out, totals, false); err != nil {
		t.Fatal(err)
	}
	golden(t, "modules.txt", out.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); update it with go test ./tests/bench/validate -update\n%s", path, diff)
	}
}

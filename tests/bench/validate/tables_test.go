package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMain(m *testing.M) {
	flag.Bool("update", false, "rewrite golden files")
	flag.Parse()
	os.Exit(m.Run())
}

func TestKindsTable(t *testing.T) {
	const milli = time.Millisecond
	all := map[string][]sample{
		"k8s schema": {{90 * milli, 100 * milli, 4096, 90e6}, {100 * milli, 110 * milli, 8192, 95e6}, {300 * milli, 900 * milli, 0, 80e6}},
		"k8s packed": {{800 * milli, 1400 * milli, 127e6, 270e6}},
		"big schema": {{95 * milli, 99 * milli, 4096, 90e6}},
	}
	var out strings.Builder
	if err := writeKinds(&out, 3, all); err != nil {
		t.Fatal(err)
	}
	golden(t, "kinds.txt", out.String())
}

func TestModulesTable(t *testing.T) {
	totals := []total{
		{schemaWay, 10, sample{cpu: time.Second, wall: 2 * time.Second, written: 1e6}},
		{schemaWay, 110, sample{cpu: 10 * time.Second, wall: 17 * time.Second, written: 11e6}},
		{"packed", 10, sample{cpu: 8 * time.Second, wall: 14 * time.Second, written: 1200e6}},
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

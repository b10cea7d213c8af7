package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/server"
)

func TestTable(t *testing.T) {
	r := newResults(options{rounds: 3}, "tmpfs")
	put := operation{"bazel-small PUT", 1000, 4_096_000, ""}
	for _, s := range []struct{ ours, theirs float64 }{{0.2, 0.1}, {0.1, 0.2}, {0.15, 0.15}} {
		r.add(put, server.Cached, sample{s.ours, 0.4, 30e6})
		r.add(put, server.Nginx, sample{s.theirs, 0.2, 20e6})
	}
	// Twice as many blobs in the same time as one by one: twice the speed and
	// half the processor time for each.
	r.add(operation{"grpc-small BatchUpdate", 2000, 8_192_000, put.name}, server.Cached, sample{0.15, 0.4, 60e6})
	r.add(operation{"grpc-large Read", 4, 4e8, "bazel-large GET"}, server.Cached, sample{0.2, 0.1, 60e6})
	var out strings.Builder
	if err := r.write(&out, false); err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(out.String(), "\n\n") // what is before it is of this machine
	golden(t, "table.txt", table)
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
		t.Errorf("%s differs (-want +got); update it with go test ./tests/bench/cached -update\n%s", path, diff)
	}
}

func TestMain(m *testing.M) {
	flag.Bool("update", false, "rewrite golden files")
	flag.Parse()
	os.Exit(m.Run())
}

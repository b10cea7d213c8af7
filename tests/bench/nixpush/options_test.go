package main

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
)

func TestOptionsRefuse(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		args         []string
		says         string
	}{
		{"number", "nothing would be measured", []string{"--paths", "0"}, "--paths 0: want at least 1"},
		{"latency", "a far server would be a near one", []string{"--latency", "0s"}, "--latency 0s"},
		{"name", "the part that was meant would be left out", []string{"--only", "smal"}, `"smal"`},
		{"peer", "it would fail after minutes", []string{"--peer", "/no/such/program"}, "/no/such/program"},
		{"argument", "a flag was meant", []string{"small"}, `unexpected argument "small"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			code := program().Run(t.Context(), tc.args, func(string) string { return "/bin/sh" }, &stdout, &stderr)
			if code != benchmain.Usage || !strings.Contains(stderr.String(), tc.says) {
				t.Errorf("%s: exit code %d, %q; want 2 and %q", tc.reason, code, stderr.String(), tc.says)
			}
		})
	}
}

func TestWants(t *testing.T) {
	closures := []string{"small", "tree"}
	o := options{only: []string{"nginx", "tree"}}
	if o.wants("small", closures) || !o.wants("tree", closures) || o.wants("file", targetNames()) || !o.wants("nginx", targetNames()) {
		t.Error("of each sort only those that are named are wanted")
	}
	if o.only = []string{"nginx"}; !o.wants("small", closures) {
		t.Error("all of a sort are wanted where none of it is named")
	}
}

//go:build bazel

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/benchmain"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// programs finds the real servers.
func programs(t *testing.T) func(string) string {
	paths := map[string]string{"CACHED": testenv.Path(t, "CACHED"), "NGINX": testenv.Path(t, "NGINX")}
	return func(name string) string { return paths[name] }
}

// TestServers measures little of everything: what counts here is that both
// servers answer everything rightly, not how fast.
func TestServers(t *testing.T) {
	dir := t.TempDir()
	var stdout, stderr strings.Builder
	args := []string{"--rounds", "2", "--small", "50", "--large", "4", "--large-size", "1MiB", "--dir", dir, "--json"}
	if code := program().Run(t.Context(), args, programs(t), &stdout, &stderr); code != benchmain.OK {
		t.Fatalf("exit code %d\n%s", code, stderr.String())
	}
	var got struct {
		Rows []comparison `json:"rows"`
	}
	if err := json.Unmarshal([]byte(stdout.String()), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != 21 {
		t.Errorf("%d rows, want 21:\n%s", len(got.Rows), stdout.String())
	}
	for _, row := range got.Rows {
		if row.Name == "grpc-small altogether" {
			continue
		}
		if row.Ours.Seconds <= 0 || row.Theirs == nil || row.Theirs.Seconds <= 0 || row.Speed <= 0 {
			t.Errorf("%s is not compared: %+v", row.Name, row)
		}
		if row.Count > 0 && (row.Ours.Peak < 1e6 || row.Theirs.Peak < 1e6) {
			t.Errorf("%s: no server needs so little memory: %+v", row.Name, row)
		}
	}
	checkEmpty(t, dir)
}

// TestInterrupted interrupts when the first figure is known.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	stderr := &trigger{word: "PUT", pull: cancel}
	code := program().Run(ctx, []string{"--small", "500", "--only", "bazel-small", "--dir", dir}, programs(t), &strings.Builder{}, stderr)
	if code != benchmain.Failed || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("exit code %d, want %d\n%s", code, benchmain.Failed, stderr.String())
	}
	checkEmpty(t, dir)
}

// trigger is a buffer that reacts to a word.
type trigger struct {
	bytes.Buffer
	word string
	pull func()
}

// Write implements io.Writer.
func (t *trigger) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(t.word)) {
		t.pull()
	}
	return t.Buffer.Write(p)
}

// checkEmpty checks that servers left no files: they are removed once a server
// has ended.
func checkEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

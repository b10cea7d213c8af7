package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		spec         string
		args         []string
		code         int
		stdout       string
		stderr       string
	}{
		{
			name: "in order", reason: "later steps format what earlier ones wrote",
			spec:   `{"v":1,"steps":[{"label":"//:a","program":"a.sh","env":{"X":"1"}},{"label":"//:b","program":"b.sh"}]}`,
			stdout: "a 1\nb\n", stderr: "[2/2] //:b",
		},
		{
			name: "in the source tree", reason: "formatters work where the files are",
			spec:   `{"v":1,"steps":[{"label":"//:p","program":"p.sh","args":["x","y"],"in_source_tree":true}]}`,
			stdout: "tree x y RUNFILES\n",
		},
		{
			name: "stops at a failure", reason: "a half-updated tree must not look whole",
			spec: `{"v":1,"steps":[{"label":"//:f","program":"f.sh"},{"label":"//:b","program":"b.sh"}]}`,
			code: 1, stderr: "//:f ended with exit status 7",
		},
		{
			name: "program missing", reason: "could not do the job",
			spec: `{"v":1,"steps":[{"label":"//:n","program":"none"}]}`,
			code: 3, stderr: "starting //:n",
		},
		{name: "unknown field", reason: "a spec of another version", spec: `{"v":1,"stepz":[]}`, code: 2, stderr: "stepz"},
		{name: "no steps", reason: "would pass without doing anything", spec: `{"v":1,"steps":[]}`, code: 2, stderr: "at least one step"},
		{name: "help", reason: "says what there is", spec: `{}`, args: []string{"--help"}, stdout: help},
		{name: "argument", reason: "would be dropped in silence", spec: `{}`, args: []string{"--fix"}, code: 2, stderr: "unexpected argument"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			if err := os.Mkdir("tree", 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("BUILD_WORKSPACE_DIRECTORY", filepath.Join(dir, "tree"))
			write(t, "p.sh", "#!/bin/sh\necho $(basename $PWD) $@ $RUNFILES_DIR\n")
			write(t, "a.sh", "#!/bin/sh\necho a $X\n")
			write(t, "b.sh", "#!/bin/sh\necho b\n")
			write(t, "f.sh", "#!/bin/sh\nexit 7\n")
			write(t, "spec.json", tc.spec)
			tc.stdout = strings.ReplaceAll(tc.stdout, "RUNFILES", filepath.Dir(dir))
			var stdout, stderr strings.Builder
			code := run(context.Background(), tc.args, filepath.Join(dir, "spec.json"), &stdout, &stderr)
			if code != tc.code || stdout.String() != tc.stdout || !strings.Contains(stderr.String(), tc.stderr) {
				t.Errorf("%s: code %d, stdout %q, stderr %q; want %d, %q, …%q…", tc.reason, code, stdout.String(), stderr.String(), tc.code, tc.stdout, tc.stderr)
			}
		})
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}

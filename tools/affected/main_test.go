package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"MODULE.bazel": "module(name = \"m\")\n", "a.txt": "a"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "init", "-q", "-b", "main")
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-qm", "1")
	return dir
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// TestHistories asks for revisions that cannot be compared.
func TestHistories(t *testing.T) {
	dir := repository(t)
	git(t, dir, "commit", "-q", "--allow-empty", "-m", "2")
	git(t, dir, "checkout", "-q", "--orphan", "other")
	git(t, dir, "commit", "-q", "--allow-empty", "-m", "3")
	shallow, plain := filepath.Join(t.TempDir(), "shallow"), t.TempDir()
	git(t, dir, "clone", "-q", "--depth=1", "--branch=main", "file://"+dir, shallow)
	git(t, plain, "init", "-q")
	for _, tc := range []struct {
		name   string
		args   []string
		stderr []string
	}{
		{"unrelated histories", []string{"--workspace", dir, "--base=main"}, []string{"unrelated histories", "--merge-base=false"}},
		{"a commit that a shallow clone lacks", []string{"--workspace", shallow, "--base=HEAD~1"}, []string{"shallow clone", "git fetch --depth=1 origin HEAD~1", "git fetch --unshallow"}},
		{"an option for a revision", []string{"--workspace", dir, "--base=--output=x"}, []string{"is no revision"}},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), append(tc.args, "--cache="+t.TempDir()), &stdout, &stderr); code != 2 || stdout.Len() > 0 {
			t.Errorf("%s: exit code %d, stdout %q", tc.name, code, &stdout)
		}
		for _, want := range tc.stderr {
			if !strings.Contains(stderr.String(), want) {
				t.Errorf("%s: stderr %q, want %q in it", tc.name, &stderr, want)
			}
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"--workspace", plain, "--base=HEAD", "--cache=" + t.TempDir()}, &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), "no MODULE.bazel or WORKSPACE") {
		t.Errorf("no workspace: exit code %d, stderr %q", code, &stderr)
	}
}

func TestRun(t *testing.T) {
	dir, plain := repository(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(plain, "MODULE.bazel"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BUILD_WORKSPACE_DIRECTORY", "")
	for _, tc := range []struct {
		name   string
		args   []string
		code   int
		stdout string
		stderr []string
	}{
		{"help", []string{"--help"}, 0, "Exit codes: 0 done", nil},
		{"unknown flag", []string{"--frobnicate"}, 2, "", []string{"--frobnicate"}},
		{"argument", []string{"//..."}, 2, "", []string{"//..."}},
		{"unknown format", []string{"--workspace", dir, "--format=xml"}, 2, "", []string{"xml", "labels, json, github"}},
		{"bad expression", []string{"--workspace", dir, "--kind=("}, 2, "", []string{"--kind"}},
		{"bad universe", []string{"--workspace", dir, "--universe=a/..."}, 2, "", []string{"--universe", "a/..."}},
		{"store of no kind", []string{"--workspace", dir, "--store=ftp://host"}, 2, "", []string{"--store", "ftp"}},
		{"store with a password", []string{"--workspace", dir, "--store=https://u:secret@host"}, 2, "", []string{"--store", "do not belong on a command line"}},
		{"no repository", []string{"--workspace", plain, "--base=HEAD"}, 2, "", []string{"no git work tree", "--workspace"}},
		{"unknown revision", []string{"--workspace", dir, "--base=nowhere"}, 2, "", []string{"no revision nowhere", "git fetch"}},
		{"nothing differs", []string{"--workspace", dir, "--base=HEAD"}, 0, "", []string{"nothing affected"}},
		{"nothing differs, as JSON", []string{"--workspace", dir, "--base=HEAD", "--format=json"}, 0, `"targets": []`, nil},
		{"nothing differs, for GitHub", []string{"--workspace", dir, "--base=HEAD", "--format=github"}, 0, "any=false\nmatrix={\"include\":[]}\n", nil},
		{"nothing differs, for GitLab", []string{"--workspace", dir, "--base=HEAD", "--format=gitlab"}, 0, "nothing-affected", nil},
	} {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), append(tc.args, "--cache="+t.TempDir()), &stdout, &stderr)
		if code != tc.code || !strings.Contains(stdout.String(), tc.stdout) {
			t.Errorf("%s: exit code %d, want %d; stdout %q, want %q; stderr %q", tc.name, code, tc.code, &stdout, tc.stdout, &stderr)
		}
		for _, want := range tc.stderr {
			if !strings.Contains(stderr.String(), want) {
				t.Errorf("%s: stderr %q, want %q in it", tc.name, &stderr, want)
			}
		}
	}
}

func TestNoBazel(t *testing.T) {
	dir := repository(t)
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("b"), 0o644); err != nil {
		t.Fatal(err)
	}
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(git, filepath.Join(bin, "git")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"--workspace", dir, "--base=HEAD", "--head=WORKTREE", "--cache=" + t.TempDir()}, &stdout, &stderr)
	if code != 3 || stdout.Len() > 0 || !strings.Contains(stderr.String(), "--bazel=PROGRAM") {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, &stdout, &stderr)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	if code := run(ctx, []string{"--workspace", repository(t), "--base=HEAD", "--cache=" + t.TempDir()}, &stdout, &stderr); code != 3 || stdout.Len() > 0 {
		t.Errorf("exit code %d, stdout %q", code, &stdout)
	}
}

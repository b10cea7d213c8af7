// Package matrix is what tools that name affected targets are held against: a
// generated workspace with a little of everything, many kinds of edit, and the
// truth of what each affects, from Bazel itself.
package matrix

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Workspace is a Bazel workspace in a git repository, with a Bazel of its own.
type Workspace struct {
	// Dir is its directory, OutputBase its Bazel's, and Program that Bazel.
	Dir, OutputBase, Program string
	// Prefix is the workspace below the git repository at Root; empty for the same.
	Root, Prefix string
	// Universe are the patterns of the packages that count, such as //a/...; empty for all.
	Universe []string
	ctx      context.Context
	// found says that the workspace is one that was there: it may have no actions.
	found bool
	// broken says that Bazel's commands may fail, and tell what there is.
	broken bool
}

// New makes a workspace below the directory tmp, for the given Bazel program. The
// files may lie outside of the workspace, whose place below the repository is prefix.
func New(ctx context.Context, tmp, bazel, prefix string, files map[string]string) (*Workspace, error) {
	tmp, err := filepath.EvalSymlinks(tmp)
	if err != nil {
		return nil, fmt.Errorf("making a workspace: %w", err)
	}
	root := filepath.Join(tmp, "ws")
	w := &Workspace{
		Dir: filepath.Join(root, prefix), Root: root, Prefix: prefix, ctx: ctx,
		OutputBase: filepath.Join(tmp, "out"), Program: filepath.Join(tmp, "bazel"),
	}
	if err := w.script(bazel, ""); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, fmt.Errorf("making a workspace: %w", err)
	}
	for name, text := range files {
		if err := w.Write(name, text); err != nil {
			return nil, err
		}
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"config", "user.name", "a"}, {"config", "user.email", "a@b"}} {
		if _, err := w.Git(args...); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// script writes the Bazel of the workspace's own.
func (w *Workspace) script(bazel, more string) error {
	script := "#!/bin/sh\nexec '" + bazel + "' --output_base='" + w.OutputBase + "' --max_idle_secs=120 " + more + " \"$@\"\n"
	if err := os.WriteFile(w.Program, []byte(script), 0o755); err != nil {
		return fmt.Errorf("making a workspace: %w", err)
	}
	return nil
}

// Close ends the Bazel server and removes what it made, which has directories
// that cannot be written.
func (w *Workspace) Close() error {
	w.ctx = context.Background()
	_, err := w.Bazel("clean", "--expunge")
	return err
}

// Commit commits all files and returns the commit.
func (w *Workspace) Commit() (string, error) {
	for _, args := range [][]string{{"add", "-A"}, {"commit", "-q", "--allow-empty", "-m", "x"}} {
		if _, err := w.Git(args...); err != nil {
			return "", err
		}
	}
	return w.Git("rev-parse", "HEAD")
}

// Reset makes the files those of a commit, those of submodules too.
func (w *Workspace) Reset(commit string) error {
	for _, args := range [][]string{{"checkout", "-q", "-f", commit}, {"clean", "-qffd"}, {"submodule", "update", "-q", "--force", "--init"}} {
		if _, err := w.Git(args...); err != nil {
			return err
		}
	}
	return nil
}

// Git runs git in the repository and returns what it prints.
func (w *Workspace) Git(args ...string) (string, error) { return w.gitIn(w.Root, args...) }

func (w *Workspace) gitIn(dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(w.ctx, "git", append([]string{"-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("running git %v: %w\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// Bazel runs a command in the workspace and returns what it prints.
func (w *Workspace) Bazel(args ...string) ([]byte, error) {
	if w.broken {
		args = append(args, "--keep_going")
	}
	cmd := exec.CommandContext(w.ctx, w.Program, args...)
	cmd.Dir = w.Dir
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "TEST_") && !strings.HasPrefix(v, "RUNFILES") && !strings.HasPrefix(v, "TESTBRIDGE") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && !w.broken {
		return nil, fmt.Errorf("running bazel %v: %w\n%s", args, err, stderr.String())
	}
	return stdout.Bytes(), nil
}

// targets is the expression of query for all targets that count, or all rules.
func (w *Workspace) targets(which string) string {
	patterns := w.Universe
	if len(patterns) == 0 {
		patterns = []string{"//..."}
	}
	return strings.Join(patterns, which+" + ") + which
}

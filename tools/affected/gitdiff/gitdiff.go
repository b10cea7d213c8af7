// Package gitdiff says what differs between two states of a git repository:
// two trees, or a tree and the work tree. It never changes the checkout, the
// index or a reference, and takes no lock that others could wait for.
package gitdiff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// Repo is a git repository with a work tree.
type Repo struct {
	// Root is the absolute path of the work tree.
	Root string
	// Prefix is the workspace's directory below Root, with slashes and one at
	// its end; empty when the workspace is the work tree itself.
	Prefix string

	objects objects
}

// Close ends what was started for the repository.
func (r *Repo) Close() { r.objects.close() }

// Commit is a commit and its tree, by object names.
type Commit struct {
	ID, Tree string
}

// ErrNotRepository says that a directory is in no git work tree.
var ErrNotRepository = errors.New("it is in no git work tree")

// Open finds the repository that holds the workspace.
func Open(ctx context.Context, workspace string) (*Repo, error) {
	dir, err := filepath.Abs(workspace)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("finding the workspace %q: %w", workspace, err)
	}
	r := &Repo{}
	// It comes up while the other git works.
	if err := r.objects.start(context.WithoutCancel(ctx), dir); err != nil {
		return nil, err
	}
	out, err := command(ctx, dir, "rev-parse", "--show-toplevel", "--show-prefix")
	if err != nil {
		r.Close()
		var exit *exec.ExitError
		if errors.As(err, &exit) && strings.Contains(err.Error(), "not a git repository") {
			return nil, fmt.Errorf("opening the repository of %q: %w: run it in a clone, or give --workspace=DIR", workspace, ErrNotRepository)
		}
		return nil, fmt.Errorf("opening the repository of %q: %w", workspace, err)
	}
	root, prefix, _ := strings.Cut(strings.TrimSuffix(string(out), "\n"), "\n")
	if root == "" {
		r.Close()
		return nil, fmt.Errorf("opening the repository of %q: %w: a bare repository has no files for Bazel to read", workspace, ErrNotRepository)
	}
	r.Root, r.Prefix = filepath.FromSlash(root), prefix
	return r, nil
}

// Git runs a git command in the work tree and returns what it printed.
func (r *Repo) Git(ctx context.Context, args ...string) ([]byte, error) {
	return command(ctx, r.Root, args...)
}

func command(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	cmd.Env = environment()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, fmt.Errorf("running git: %w: install git 2.30 or later", err)
		}
		return nil, fmt.Errorf("running git %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.Bytes(), nil
}

package gitdiff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// Link is a symbolic link in a tree.
type Link struct {
	// Path of the link and Target as it is written, relative to the link's
	// directory or absolute.
	Path, Target string
}

// Links are the symbolic links of a commit.
func (r *Repo) Links(ctx context.Context, commit Commit) ([]Link, error) {
	out, err := r.Git(ctx, "ls-tree", "-r", "-z", commit.Tree)
	if err != nil {
		return nil, fmt.Errorf("listing the symbolic links of %s: %w", short(commit.ID), err)
	}
	var links []Link
	for _, entry := range fields(out) {
		meta, path, _ := strings.Cut(entry, "\t")
		if !strings.HasPrefix(meta, ModeSymlink) {
			continue
		}
		target, err := r.Blob(ctx, strings.Fields(meta)[2])
		if err != nil {
			return nil, err
		}
		links = append(links, Link{Path: path, Target: string(target)})
	}
	return links, nil
}

// InSubmodule says whether a path is, or lies in, a submodule of a commit.
func (r *Repo) InSubmodule(ctx context.Context, commit Commit, name string) bool {
	args := []string{"ls-tree", "-z", commit.Tree, "--"}
	for dir := name; dir != "" && dir != "."; dir = path.Dir(dir) {
		args = append(args, dir)
	}
	out, err := r.Git(ctx, args...)
	// In doubt it is, so that Bazel is asked.
	return err != nil || bytes.Contains(append([]byte{0}, out...), []byte("\x00"+ModeGitlink))
}

// Blob is the content of an object.
func (r *Repo) Blob(ctx context.Context, id string) ([]byte, error) {
	kind, _, content, err := r.objects.get(ctx, r.Root, id)
	if err == nil && kind != "blob" {
		err = errMissing
	}
	if err != nil {
		return nil, fmt.Errorf("reading object %s: %w", id, err)
	}
	return content, nil
}

// Source is one side of a comparison: where files are read from.
type Source interface {
	// Read is the content of the file at a path below the repository's root;
	// os.ErrNotExist where there is none.
	Read(ctx context.Context, path string) ([]byte, error)
}

// Tree is the files of a commit.
type Tree struct {
	Repo   *Repo
	Commit Commit
}

// Read implements Source.
func (t Tree) Read(ctx context.Context, path string) ([]byte, error) {
	if strings.ContainsAny(path, "\n") {
		return t.odd(ctx, path)
	}
	kind, _, content, err := t.Repo.objects.get(ctx, t.Repo.Root, t.Commit.Tree+":"+path)
	if errors.Is(err, errMissing) || err == nil && kind != "blob" {
		return nil, fmt.Errorf("reading %s of %s: %w", path, short(t.Commit.ID), os.ErrNotExist)
	}
	return content, err
}

// odd reads a file whose name cannot stand on a line.
func (t Tree) odd(ctx context.Context, path string) ([]byte, error) {
	out, err := t.Repo.Git(ctx, "cat-file", "blob", t.Commit.Tree+":"+path)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 128 {
		return nil, fmt.Errorf("reading %q of %s: %w", path, short(t.Commit.ID), os.ErrNotExist)
	}
	return out, err
}

// Dir is the files below a directory: a work tree.
type Dir string

// Read implements Source.
func (d Dir) Read(_ context.Context, path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(d), filepath.FromSlash(path)))
}

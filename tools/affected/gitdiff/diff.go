package gitdiff

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Modes of tree entries, as git writes them.
const (
	ModeAbsent     = "000000"
	ModeExecutable = "100755"
	ModeFile       = "100644"
	ModeGitlink    = "160000"
	ModeSymlink    = "120000"
)

// Change is a path that differs.
type Change struct {
	// Path is relative to the repository's root, with slashes.
	Path string
	// OldMode and NewMode are the modes on the two sides; ModeAbsent on the
	// side where the path is not.
	OldMode, NewMode string
	// OldID and NewID are the objects' names; NewID is all zeros for content that
	// is only in the work tree.
	OldID, NewID string
}

// Added says that the path is only on the new side.
func (c Change) Added() bool { return c.OldMode == ModeAbsent }

// Deleted says that the path is only on the old side.
func (c Change) Deleted() bool { return c.NewMode == ModeAbsent }

// Structural says that more than a file's content or permission changed: its
// existence or its type, so that globs may match otherwise.
func (c Change) Structural() bool { return fileType(c.OldMode) != fileType(c.NewMode) }

func fileType(mode string) string { return mode[:min(3, len(mode))] }

// Tree says that the path stands for everything below it: a submodule, or a
// repository that git does not track.
func (c Change) Tree() bool { return c.OldMode == ModeGitlink || c.NewMode == ModeGitlink }

// Diff is what changed from one commit to another, sorted by path. Renames are
// a deletion and an addition.
func (r *Repo) Diff(ctx context.Context, base, head Commit) ([]Change, error) {
	out, err := r.Git(ctx, "diff-tree", "-r", "--raw", "-z", "--no-renames", "--full-index", base.Tree, head.Tree)
	if err != nil {
		return nil, fmt.Errorf("comparing %s with %s: %w", short(base.ID), short(head.ID), err)
	}
	return parseRaw(out)
}

// DiffWorktree is what changed from a commit to the work tree: tracked files as
// they are on disk, staged or not, and untracked files that are not ignored.
func (r *Repo) DiffWorktree(ctx context.Context, base Commit) ([]Change, error) {
	var tracked, untracked, unseen []Change
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { tracked, err = r.tracked(ctx, base); return err })
	group.Go(func() (err error) { untracked, err = r.others(ctx); return err })
	group.Go(func() (err error) { unseen, err = r.unseen(ctx); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return merge(tracked, untracked, unseen), nil
}

func (r *Repo) tracked(ctx context.Context, base Commit) ([]Change, error) {
	out, err := r.Git(ctx, "diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv",
		"--ignore-submodules=none", "--no-color", base.ID, "--")
	if err != nil {
		return nil, fmt.Errorf("comparing %s with the work tree: %w", short(base.ID), err)
	}
	return parseRaw(out)
}

// others are the files that are not in the index and not ignored.
func (r *Repo) others(ctx context.Context) ([]Change, error) {
	out, err := r.Git(ctx, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, fmt.Errorf("listing untracked files: %w", err)
	}
	var changes []Change
	for _, path := range fields(out) {
		changes = append(changes, r.untracked(path))
	}
	return changes, nil
}

// unseen are the files that git was told to assume unchanged: they may well be
// changed.
func (r *Repo) unseen(ctx context.Context) ([]Change, error) {
	out, err := r.Git(ctx, "ls-files", "-z", "-v")
	if err != nil {
		return nil, fmt.Errorf("listing tracked files: %w", err)
	}
	var changes []Change
	for _, entry := range fields(out) {
		if tag := entry[0]; tag >= 'a' && tag <= 'z' {
			changes = append(changes, Change{Path: entry[2:], OldMode: ModeFile, NewMode: ModeFile})
		}
	}
	return changes, nil
}

func (r *Repo) untracked(path string) Change {
	c := Change{Path: strings.TrimSuffix(path, "/"), OldMode: ModeAbsent, NewMode: ModeFile}
	info, err := os.Lstat(filepath.Join(r.Root, filepath.FromSlash(c.Path)))
	switch {
	case strings.HasSuffix(path, "/"):
		c.NewMode = ModeGitlink
	case err != nil: // It went away just now: it may have been anything.
	case info.Mode()&os.ModeSymlink != 0:
		c.NewMode = ModeSymlink
	case info.Mode()&0o100 != 0:
		c.NewMode = ModeExecutable
	}
	return c
}

// merge sorts and joins the changes of one path: one that was taken out of the
// index but not off the disk is both deleted and untracked.
func merge(lists ...[]Change) []Change {
	byPath := map[string]Change{}
	for _, c := range slices.Concat(lists...) {
		if old, ok := byPath[c.Path]; ok && old.OldMode != ModeAbsent {
			c.OldMode, c.OldID = old.OldMode, old.OldID
		}
		byPath[c.Path] = c
	}
	changes := make([]Change, 0, len(byPath))
	for _, c := range byPath {
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes
}

// parseRaw reads ":<old mode> <new mode> <old id> <new id> <status>\0<path>\0".
func parseRaw(out []byte) ([]Change, error) {
	var changes []Change
	parts := fields(out)
	for i := 0; i < len(parts); i += 2 {
		meta := strings.Fields(strings.TrimPrefix(parts[i], ":"))
		if len(meta) != 5 || i+1 == len(parts) {
			return nil, fmt.Errorf("reading git's list of changes: %q is no entry", parts[i])
		}
		changes = append(changes, Change{Path: parts[i+1], OldMode: meta[0], NewMode: meta[1], OldID: meta[2], NewID: meta[3]})
	}
	return merge(changes), nil
}

// fields splits what git ends with NUL bytes.
func fields(out []byte) []string {
	if out = bytes.TrimSuffix(out, []byte{0}); len(out) == 0 {
		return nil
	}
	return strings.Split(string(out), "\x00")
}

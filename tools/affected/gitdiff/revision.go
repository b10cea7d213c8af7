package gitdiff

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// A RevisionError says that two revisions cannot be compared, and what to do.
type RevisionError struct {
	// Problem says what is wrong, naming the revision.
	Problem string
	// Remedy is what the user can do.
	Remedy string
}

// Error implements error.
func (e *RevisionError) Error() string { return e.Problem + ": " + e.Remedy }

// Resolve is the commit that a revision names.
func (r *Repo) Resolve(ctx context.Context, rev string) (Commit, error) {
	if rev == "" || strings.HasPrefix(rev, "-") {
		return Commit{}, &RevisionError{fmt.Sprintf("%q is no revision", rev), "give a branch, a tag or a commit"}
	}
	out, err := r.Git(ctx, "rev-parse", rev+"^{commit}", rev+"^{tree}")
	id, tree, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if err != nil || tree == "" {
		return Commit{}, r.unknown(ctx, rev, err)
	}
	return Commit{ID: id, Tree: tree}, nil
}

func (r *Repo) unknown(ctx context.Context, rev string, cause error) error {
	var exit *exec.ExitError
	if cause != nil && !errors.As(cause, &exit) {
		return cause
	}
	if r.Shallow(ctx) {
		return &RevisionError{
			fmt.Sprintf("revision %s is not in this shallow clone", rev),
			"fetch it (git fetch --depth=1 origin " + rev + "), or clone with more history (git fetch --unshallow)",
		}
	}
	return &RevisionError{fmt.Sprintf("there is no revision %s", rev), "fetch it (git fetch origin), or name another"}
}

// Shallow says whether history is cut off.
func (r *Repo) Shallow(ctx context.Context) bool {
	out, err := r.Git(ctx, "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(string(out)) == "true"
}

// MergeBase is the best common ancestor of two commits: where the head's
// branch began.
func (r *Repo) MergeBase(ctx context.Context, base, head Commit) (Commit, error) {
	out, err := r.Git(ctx, "merge-base", base.ID, head.ID)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return r.Resolve(ctx, strings.TrimSpace(string(out)))
	case !errors.As(err, &exit) || exit.ExitCode() != 1:
		return Commit{}, err
	case r.Shallow(ctx):
		return Commit{}, &RevisionError{
			fmt.Sprintf("no common ancestor of %s and %s is in this shallow clone", short(base.ID), short(head.ID)),
			"fetch more history (git fetch --deepen=100, or --unshallow), or compare the two as they are with --merge-base=false",
		}
	}
	return Commit{}, &RevisionError{
		fmt.Sprintf("%s and %s have unrelated histories", short(base.ID), short(head.ID)),
		"name another --base, or compare the two as they are with --merge-base=false",
	}
}

// Ancestors are up to n commits, from the given one along first parents.
func (r *Repo) Ancestors(ctx context.Context, from Commit, n int) ([]Commit, error) {
	out, err := r.Git(ctx, "log", "--first-parent", "--no-show-signature", "--format=%H %T", fmt.Sprintf("-n%d", n), from.ID)
	if err != nil {
		return nil, err
	}
	var commits []Commit
	for line := range strings.Lines(string(out)) {
		id, tree, _ := strings.Cut(strings.TrimSpace(line), " ")
		commits = append(commits, Commit{ID: id, Tree: tree})
	}
	return commits, nil
}

func short(id string) string { return id[:min(12, len(id))] }

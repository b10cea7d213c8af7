package gitdiff

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
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
	_, id, content, err := r.objects.get(ctx, r.Root, rev+"^{commit}")
	if err != nil {
		return Commit{}, r.unknown(ctx, rev, err)
	}
	return Commit{ID: id, Tree: headers(content)["tree"]}, nil
}

// headers are the first tree and parent of a commit's object.
func headers(object []byte) map[string]string {
	found := map[string]string{}
	for line := range strings.Lines(string(object)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if key == "" {
			break // Then comes the message.
		}
		if _, ok := found[key]; !ok {
			found[key] = value
		}
	}
	return found
}

func (r *Repo) unknown(ctx context.Context, rev string, cause error) error {
	if !errors.Is(cause, errMissing) {
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

// maxLinear is how far along first parents a base is looked for before git is
// asked: that many objects cost less than starting git.
const maxLinear = 50

// MergeBase is the best common ancestor of two commits: where the head's
// branch began.
func (r *Repo) MergeBase(ctx context.Context, base, head Commit) (Commit, error) {
	near, err := r.Ancestors(ctx, head, maxLinear)
	if err != nil {
		return Commit{}, err
	}
	if slices.Contains(near, base) { // An ancestor is the best there is.
		return base, nil
	}
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

// Ancestors are up to n commits, from the given one along first parents, as far
// as the clone has them.
func (r *Repo) Ancestors(ctx context.Context, from Commit, n int) ([]Commit, error) {
	var commits []Commit
	for id := from.ID; id != "" && len(commits) < n; {
		_, _, content, err := r.objects.get(ctx, r.Root, id)
		if errors.Is(err, errMissing) {
			break // A shallow clone ends here.
		}
		if err != nil {
			return nil, err
		}
		h := headers(content)
		commits = append(commits, Commit{ID: id, Tree: h["tree"]})
		id = h["parent"]
	}
	return commits, nil
}

func short(id string) string { return id[:min(12, len(id))] }

package matrix

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Clone makes a workspace, below the directory tmp, that is a clone of a git repository
// with all its commits; the workspace is at prefix in it. Flags are further ones for all of
// Bazel's commands that know them.
func Clone(ctx context.Context, tmp, bazel, repository, prefix string, flags []string) (*Workspace, error) {
	w, err := New(ctx, tmp, bazel, "", nil)
	if err != nil {
		return nil, err
	}
	w.Prefix, w.Dir, w.found = prefix, w.Path(prefix), true
	rc := filepath.Join(filepath.Dir(w.Program), "bazelrc")
	if err := os.WriteFile(rc, []byte("common "+strings.Join(flags, "\ncommon ")+"\n"), 0o644); err != nil {
		return nil, fmt.Errorf("making a clone: %w", err)
	}
	// It is not to end while affected looks at a base by itself.
	if err := w.script(bazel, "--max_idle_secs=1200 --bazelrc='"+rc+"'"); err != nil {
		return nil, err
	}
	if _, err := w.Git("fetch", "-q", "--update-head-ok", repository, "+refs/*:refs/*", "+HEAD:refs/cloned"); err != nil {
		return nil, err
	}
	_, err = w.Git("checkout", "-q", "-f", "--detach", "refs/cloned")
	return w, err
}

// A Step is a commit of a history and the one before it.
type Step struct{ Before, After, Subject string }

// Steps are those of commits, named one by one or as ranges such as A..B: each from its
// first parent, the oldest first. A commit without parents is none.
func (w *Workspace) Steps(revisions []string) ([]Step, error) {
	var all []Step
	for _, revision := range revisions {
		args := []string{"log", "--reverse", "--first-parent", "--min-parents=1", "--format=%H%x00%P%x00%s"}
		if !strings.Contains(revision, "..") {
			args = append(args, "-1")
		}
		out, err := w.Git(append(args, revision, "--")...)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(out) {
			words := strings.Split(strings.TrimSpace(line), "\x00")
			if len(words) != 3 {
				return nil, fmt.Errorf("reading git's log: %q is no commit", line)
			}
			parent, _, _ := strings.Cut(words[1], " ")
			all = append(all, Step{parent, words[0], words[2]})
		}
	}
	return all, nil
}

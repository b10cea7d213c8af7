package determine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/checkout"
	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// engine is one run.
type engine struct {
	Options
	result *Result
	repo   *gitdiff.Repo
	base   gitdiff.Source
	head   gitdiff.Source
	// snap is the snapshot of the base, or of an ancestor of it.
	snap *snapshot.Snapshot
	// before and after are the graphs of the two states, as far as they are known.
	before, after *graph.Graph
	seeds         map[string]string
	// contents are the seeds of which only what the file holds is another.
	contents map[string]bool
	// groups are the package groups of which only the packages are others, with the reason.
	groups     map[string]string
	everything []string
	// rigid says that no look at actions tells that less than everything is affected.
	rigid bool
	// repos are the external repositories that were made from something else.
	repos map[string]bool
	// mine is the Bazel on the head's files, once it is known.
	mine     *bazelq.Bazel
	mineRoot string
	// structural are the changed paths that came, went, or stand for others below them.
	structural map[string]bool
	// escalated says that the whole graph was looked at.
	escalated bool
	area      *checkout.Area
	// private is the Bazel that works in the area.
	private *bazelq.Bazel
}

func (e *engine) open(ctx context.Context) error {
	found := false
	for _, name := range []string{"MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel"} {
		_, err := os.Stat(filepath.Join(e.Workspace, name))
		found = found || err == nil
	}
	var err error
	if e.repo, err = gitdiff.Open(ctx, e.Workspace); err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("opening the workspace: %s has no MODULE.bazel or WORKSPACE: %w: run it at the root of one, or give --workspace=DIR", e.Workspace, ErrNotWorkspace)
	}
	base, err := e.repo.Resolve(ctx, e.Base)
	if err != nil {
		return err
	}
	rev := e.Head
	if rev == Worktree {
		rev = "HEAD"
	}
	head, err := e.repo.Resolve(ctx, rev)
	if err != nil {
		return err
	}
	if e.MergeBase {
		if base, err = e.repo.MergeBase(ctx, base, head); err != nil {
			return err
		}
	}
	e.base = gitdiff.Tree{Repo: e.repo, Commit: base}
	e.result.Base = base
	return e.diff(ctx, base, head)
}

func (e *engine) diff(ctx context.Context, base, head gitdiff.Commit) (err error) {
	if e.Head == Worktree {
		e.head = gitdiff.Dir(e.repo.Root)
		e.result.Changes, err = e.repo.DiffWorktree(ctx, base)
		e.result.Changes = slices.DeleteFunc(e.result.Changes, e.convenience)
		return err
	}
	e.head = gitdiff.Tree{Repo: e.repo, Commit: head}
	e.result.Head = head
	e.result.Changes, err = e.repo.Diff(ctx, base, head)
	return err
}

// convenience says whether a change is of the links that Bazel puts into a
// workspace, which Bazel itself does not see.
func (e *engine) convenience(c gitdiff.Change) bool {
	p, in := strings.CutPrefix(c.Path, e.repo.Prefix)
	return in && c.Added() && c.NewMode == gitdiff.ModeSymlink && strings.HasPrefix(p, "bazel-") && !strings.Contains(p, "/")
}

// classify judges changes; told is classify.Input's.
func (e *engine) classify(ctx context.Context, changes []gitdiff.Change, base, head gitdiff.Source, told bool) (*classify.Verdict, error) {
	rewritten, err := e.repo.Rewritten(ctx, changes, base, head)
	if err != nil {
		return nil, err
	}
	changes = slices.Concat(changes, rewritten)
	return classify.Classify(ctx, classify.Input{
		Changes: changes, Snapshot: e.snap, Prefix: e.repo.Prefix, Root: e.repo.Root,
		NewLinks: e.newLinks(ctx, changes, head), Base: base, Head: head, Flags: e.Flags, Told: told,
	})
}

// newLinks are the changed symbolic links, as they are after the change.
func (e *engine) newLinks(ctx context.Context, changes []gitdiff.Change, head gitdiff.Source) []gitdiff.Link {
	var links []gitdiff.Link
	for _, c := range changes {
		if c.NewMode != gitdiff.ModeSymlink {
			continue
		}
		var target string
		if dir, ok := head.(gitdiff.Dir); ok {
			target, _ = os.Readlink(filepath.Join(string(dir), filepath.FromSlash(c.Path)))
		} else if data, err := head.Read(ctx, c.Path); err == nil {
			target = string(data)
		}
		if target != "" {
			links = append(links, gitdiff.Link{Path: c.Path, Target: target})
		}
	}
	return links
}

// headBazel is a Bazel on the files of the head: in the user's workspace, with
// the user's server, if those are the files; else in the private area.
func (e *engine) headBazel(ctx context.Context) (b *bazelq.Bazel, root string, err error) {
	e.result.Queries++
	if e.mine == nil {
		e.mine, e.mineRoot, err = e.findHead(ctx)
	}
	return e.mine, e.mineRoot, err
}

// checkedOut says whether the user's workspace has the files of the head.
func (e *engine) checkedOut(ctx context.Context) (bool, error) {
	if e.Head == Worktree {
		return true, nil
	}
	head, err := e.repo.Resolve(ctx, "HEAD")
	if err != nil || head.Tree != e.result.Head.Tree {
		return false, err
	}
	return e.clean(ctx, head)
}

func (e *engine) findHead(ctx context.Context) (b *bazelq.Bazel, root string, err error) {
	mine, err := e.checkedOut(ctx)
	if err != nil {
		return nil, "", err
	}
	if !mine {
		return e.privateBazel(ctx, e.result.Head)
	}
	program, err := bazelq.Find(e.Workspace, e.Bazel)
	if err != nil {
		return nil, "", err
	}
	return &bazelq.Bazel{Program: program, Workspace: filepath.Join(e.repo.Root, filepath.FromSlash(e.repo.Prefix)), Flags: e.Flags}, e.repo.Root, nil
}

// clean says whether the work tree is exactly what a commit has, except for ignored
// files and Bazel's links.
func (e *engine) clean(ctx context.Context, commit gitdiff.Commit) (bool, error) {
	changes, err := e.repo.DiffWorktree(ctx, commit)
	return err == nil && len(slices.DeleteFunc(changes, e.convenience)) == 0, err
}

// privateBazel is a Bazel on the files of a commit, in a directory and with a
// server of our own.
func (e *engine) privateBazel(ctx context.Context, commit gitdiff.Commit) (*bazelq.Bazel, string, error) {
	program, err := bazelq.Find(e.Workspace, e.Bazel)
	if err != nil {
		return nil, "", err
	}
	if e.area == nil {
		e.area, err = checkout.Open(ctx, e.Cache, e.repo, func() { e.Progress("waiting for another affected that looks at this repository") })
		if err != nil {
			return nil, "", err
		}
	}
	e.mine = nil // The directory has one commit at a time.
	e.Progress("checking out " + commit.ID[:12] + " in a directory of our own")
	missing, err := e.area.Put(ctx, commit)
	if err != nil {
		return nil, "", err
	}
	for _, sub := range missing {
		e.note("submodule " + sub + " of " + commit.ID[:12] + " is not in this clone: its packages count as new")
	}
	if err := e.copyUntracked(ctx, commit); err != nil {
		return nil, "", err
	}
	e.private = &bazelq.Bazel{
		Program: program, Workspace: filepath.Join(e.area.Root(), filepath.FromSlash(e.repo.Prefix)), Flags: e.Flags,
		Startup: []string{"--output_base=" + e.area.OutputBase(), "--max_idle_secs=60"},
	}
	return e.private, e.area.Root(), nil
}

// copyUntracked gives the private directory the bazelrc files that the
// workspace's own imports and git does not have.
func (e *engine) copyUntracked(ctx context.Context, commit gitdiff.Commit) error {
	files, err := e.untrackedOptions(ctx, gitdiff.Tree{Repo: e.repo, Commit: commit})
	if err != nil {
		return err
	}
	for name, data := range files {
		path := filepath.Join(e.area.Root(), filepath.FromSlash(e.repo.Prefix+name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("copying %s: %w", name, err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return fmt.Errorf("copying %s: %w", name, err)
		}
	}
	return nil
}

// untrackedOptions are the bazelrc files that those of a commit import and that
// are only in the workspace, by workspace path. One that git has by now, or that the
// change brings, was not there.
func (e *engine) untrackedOptions(ctx context.Context, source gitdiff.Source) (map[string][]byte, error) {
	files := map[string][]byte{}
	_, err := classify.Options(func(name string) ([]byte, error) {
		if filepath.IsAbs(name) {
			return os.ReadFile(name)
		}
		data, err := source.Read(ctx, e.repo.Prefix+name)
		if !errors.Is(err, fs.ErrNotExist) || e.tracked(ctx, e.repo.Prefix+name) {
			return data, err
		}
		if data, err = os.ReadFile(filepath.Join(e.repo.Root, filepath.FromSlash(e.repo.Prefix+name))); err == nil {
			files[name] = data
		}
		return data, err
	})
	return files, err
}

// tracked says whether git has a file, or the head.
func (e *engine) tracked(ctx context.Context, name string) bool {
	if slices.ContainsFunc(e.result.Changes, func(c gitdiff.Change) bool { return c.Path == name }) {
		return true
	}
	out, err := e.repo.Git(ctx, "--literal-pathspecs", "ls-files", "-z", "--", name)
	return err == nil && len(out) > 0
}

// close ends what was started for this run. It is done also after an interrupt.
func (e *engine) close() {
	if e.private != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := e.private.Shutdown(ctx); err != nil {
			e.Progress("the private Bazel server could not be ended; it ends by itself within a minute")
		}
	}
	if e.area != nil {
		e.area.Close()
	}
	if e.repo != nil {
		e.repo.Close()
	}
}

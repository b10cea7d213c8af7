package determine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/capture"
	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// maxAncestors is how far back a snapshot is looked for: beyond, so much has
// changed that a new one is better.
const maxAncestors = 100

// snapshot finds or makes the snapshot of the base.
func (e *engine) snapshot(ctx context.Context) error {
	commits, err := e.repo.Ancestors(ctx, e.result.Base, maxAncestors)
	if err != nil {
		return err
	}
	i, err := e.nearest(ctx, commits)
	if err != nil {
		return err
	}
	if i >= 0 {
		if commits[i].Tree == e.result.Base.Tree {
			return nil
		}
		if ok, err := e.bridge(ctx, commits[i]); ok || err != nil {
			return err
		}
	}
	e.snap = nil
	if ok, err := e.fromHead(ctx); ok || err != nil {
		return err
	}
	return e.make(ctx)
}

// A finder is a store that finds the nearest of several at once.
type finder interface {
	Find(ctx context.Context, keys []snapshot.Key) (int, *snapshot.Snapshot, error)
}

// nearest reads the snapshot of the first of the commits that has one, and says
// which that is; -1 for none.
func (e *engine) nearest(ctx context.Context, commits []gitdiff.Commit) (int, error) {
	f, ok := e.Store.(finder)
	if !ok {
		for i, commit := range commits {
			if e.snap = e.get(ctx, commit); e.snap != nil {
				return i, nil
			}
		}
		return -1, nil
	}
	keys := make([]snapshot.Key, 0, len(commits))
	for _, commit := range commits {
		key, err := e.key(ctx, commit)
		if err != nil {
			return -1, err
		}
		keys = append(keys, key)
	}
	i, s, err := f.Find(ctx, keys)
	e.snap = s
	return i, err
}

// get reads a snapshot; what cannot be read is said once and counts as absent.
func (e *engine) get(ctx context.Context, commit gitdiff.Commit) *snapshot.Snapshot {
	key, err := e.key(ctx, commit)
	if err != nil {
		e.Progress(err.Error())
		return nil
	}
	s, ok, err := e.Store.Get(ctx, key)
	if err != nil {
		e.Progress(err.Error() + ": it is made again")
	}
	if !ok {
		return nil
	}
	return s
}

func (e *engine) key(ctx context.Context, commit gitdiff.Commit) (snapshot.Key, error) {
	key := snapshot.Key{Tree: commit.Tree, Prefix: e.repo.Prefix, Flags: e.Flags, Surroundings: []string{os.Getenv("USE_BAZEL_VERSION")}}
	home, _ := os.UserHomeDir()
	for _, name := range []string{"/etc/bazel.bazelrc", filepath.Join(home, ".bazelrc")} {
		// One that is not there is as an empty one.
		data, _ := os.ReadFile(name)
		key.Surroundings = append(key.Surroundings, string(data))
	}
	files, err := e.untrackedOptions(ctx, gitdiff.Tree{Repo: e.repo, Commit: commit})
	for _, name := range slices.Sorted(maps.Keys(files)) {
		key.Surroundings = append(key.Surroundings, name, string(files[name]))
	}
	return key, err
}

// make makes the snapshot of the base, and keeps it.
func (e *engine) make(ctx context.Context) error {
	e.Progress("there is no snapshot of " + e.result.Base.ID[:12] + " yet: making it, once")
	s, err := e.capture(ctx, e.result.Base)
	var failed *bazelq.CommandError
	if errors.As(err, &failed) {
		// Nothing is known of the base: all that the head has counts as new.
		e.everything = append(e.everything, "the base cannot be loaded: "+failed.Error())
		e.snap, e.escalated = &snapshot.Snapshot{Graph: graph.New(nil)}, true
		return e.unknownBase(ctx)
	}
	if err != nil {
		return err
	}
	e.snap = s
	e.remark(s)
	return e.keepSnapshot(ctx)
}

// remark notes what a new snapshot lacks.
func (e *engine) remark(s *snapshot.Snapshot) {
	for _, p := range s.Problems {
		e.note("at the base: " + p)
	}
	switch {
	case !s.Configured:
		e.note("the targets of the base cannot be analysed: each rule counts as one that uses every toolchain")
	case len(s.Unanalysed) > 0:
		e.note("not all targets of the base can be analysed: those that cannot count as ones that use every toolchain: " + s.Unanalysed[0])
	}
}

func (e *engine) capture(ctx context.Context, commit gitdiff.Commit) (*snapshot.Snapshot, error) {
	e.result.Queries++
	b, root, err := e.privateBazel(ctx, commit)
	if err != nil {
		return nil, err
	}
	flagged, err := e.flagged(ctx, gitdiff.Tree{Repo: e.repo, Commit: commit})
	if err != nil {
		return nil, err
	}
	s, err := capture.Run(ctx, capture.Request{Bazel: b, Root: root, Prefix: e.repo.Prefix, Configure: true, Flagged: flagged, Progress: e.Progress})
	if err != nil {
		return nil, err
	}
	if e.Exact {
		if err := e.captureActions(ctx, b, s); err != nil {
			return nil, err
		}
	}
	return s, capture.Tree(ctx, e.repo, commit, s)
}

func (e *engine) captureActions(ctx context.Context, b *bazelq.Bazel, s *snapshot.Snapshot) error {
	e.Progress("asking Bazel for all actions")
	layer, err := readActions(ctx, b)
	if failed := new(bazelq.CommandError); errors.As(err, &failed) {
		e.note("the snapshot has no actions, which Bazel cannot tell: " + failed.Error())
		return nil
	}
	if err == nil {
		s.SetActions(func() *snapshot.Actions { return layer })
	}
	return err
}

// flagged are the labels of .bzl files that flags name.
func (e *engine) flagged(ctx context.Context, source gitdiff.Source) ([]string, error) {
	options, err := classify.Options(func(name string) ([]byte, error) {
		if filepath.IsAbs(name) {
			return os.ReadFile(name)
		}
		return source.Read(ctx, e.repo.Prefix+name)
	})
	var labels []string
	for label := range options.Labels(e.Flags) {
		if strings.HasSuffix(label, ".bzl") {
			labels = append(labels, label)
		}
	}
	return labels, err
}

// unknownBase takes the head's graph for all there is.
func (e *engine) unknownBase(ctx context.Context) error {
	b, root, err := e.headBazel(ctx)
	if err != nil {
		return err
	}
	s, err := capture.Run(ctx, capture.Request{Bazel: b, Root: root, Prefix: e.repo.Prefix, Progress: e.Progress})
	if err != nil {
		return fmt.Errorf("loading the head, after the base could not be: %w", err)
	}
	e.snap = s
	return nil
}

// Snapshot makes and keeps the snapshot of one commit, if there is none yet; it
// says whether it made it.
func Snapshot(ctx context.Context, o Options) (made bool, key snapshot.Key, err error) {
	e := &engine{Options: o, result: &Result{}}
	defer e.close()
	if err := e.open(ctx); err != nil {
		return false, key, err
	}
	if key, err = e.key(ctx, e.result.Base); err != nil {
		return false, key, err
	}
	if s := e.get(ctx, e.result.Base); s != nil && !s.Derived && (s.Refined || !o.Exact) {
		return false, key, nil
	}
	s, err := e.capture(ctx, e.result.Base)
	if err != nil {
		return false, key, fmt.Errorf("making the snapshot of %s: %w", o.Base, err)
	}
	e.remark(s)
	return true, key, e.Store.Put(ctx, key, s)
}

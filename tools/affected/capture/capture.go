// Package capture makes the snapshot of a workspace as it is in a directory, by
// asking Bazel and by reading the files that Bazel has read.
package capture

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// Request is what a snapshot is made of.
type Request struct {
	// Bazel asks about the workspace in Bazel.Workspace.
	Bazel *bazelq.Bazel
	// Root is the directory that holds the repository's files, and Prefix the
	// workspace below it.
	Root, Prefix string
	// Configure says that the targets are to be analysed too. Without, nothing is
	// known of toolchains.
	Configure bool
	// Flagged are the labels of .bzl files that Bazel's flags name.
	Flagged []string
	// Progress is told what is being done.
	Progress func(string)
}

// Run makes the snapshot; its Tree and Links are for the caller to fill in. What
// Bazel could not load or analyse is in its Problems.
func Run(ctx context.Context, r Request) (*snapshot.Snapshot, error) {
	s := &snapshot.Snapshot{}
	external, err := release(ctx, r, s)
	if err != nil {
		return nil, err
	}
	if err := targets(ctx, r, s); err != nil {
		return nil, err
	}
	r.Progress("reading what files load")
	c, err := readLoads(ctx, r, s)
	if err != nil {
		return nil, err
	}
	if err := readRepos(r, external, c, s); err != nil {
		return nil, err
	}
	back, err := loadedBack(external, slices.Sorted(maps.Keys(s.Repos)), c.module.Names)
	if err != nil {
		return nil, err
	}
	if len(back) > 0 {
		s.Loads()[loads.Others] = loads.File{Loads: back}
	}
	if !s.Configured {
		return s, nil
	}
	return s, outside(ctx, r, external, s)
}

// release fills in which Bazel it is; it returns where Bazel keeps repositories.
func release(ctx context.Context, r Request, s *snapshot.Snapshot) (external string, err error) {
	info, err := r.Bazel.Info(ctx, "output_base", "release")
	if err != nil {
		return "", fmt.Errorf("asking Bazel where it keeps repositories: %w", err)
	}
	s.Release = info["release"]
	return filepath.Join(info["output_base"], "external"), nil
}

// targets fills in the graph. Other repositories' targets are those that analysis
// finds: a query for all that may be depended on would fetch what every branch of
// every select() names, plugins of other platforms among them. It is made only where
// analysis tells nothing at all.
func targets(ctx context.Context, r Request, s *snapshot.Snapshot) error {
	if r.Configure {
		if err := query(ctx, r, s, bazelq.Own); err != nil {
			return err
		}
		if told, err := configure(ctx, r, s); told || err != nil {
			return err
		}
	}
	problems := append(s.Problems, s.Unanalysed...)
	if err := query(ctx, r, s, bazelq.Everything); err != nil || !r.Configure {
		return err
	}
	s.Problems, s.Unanalysed = append(problems, s.Problems...), nil
	slices.Sort(s.Problems)
	s.Problems = slices.Compact(s.Problems)
	s.Graph = Assume(s.Graph)
	return nil
}

func query(ctx context.Context, r Request, s *snapshot.Snapshot, expression string) error {
	r.Progress("asking Bazel for all targets")
	answer, err := r.Bazel.Query(ctx, expression)
	if err != nil {
		return fmt.Errorf("asking Bazel for all targets: %w", err)
	}
	s.Problems, s.Graph = answer.Problems, graph.New(answer.Nodes)
	s.Broken = broken(answer, nil)
	return nil
}

// configure adds what analysis tells, and says whether it told anything.
func configure(ctx context.Context, r Request, s *snapshot.Snapshot) (told bool, err error) {
	r.Progress("asking Bazel how they are configured")
	configured, problems, err := r.Bazel.Configure(ctx, bazelq.Built)
	if err != nil {
		problems = append(problems, err.Error())
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	s.Configured, s.Unanalysed = len(configured) > 0, problems
	s.Graph = Join(s.Graph, configured)
	switch {
	case len(problems) > 0:
		s.Graph = Assume(s.Graph)
	case len(s.Problems) == 0 && s.Tells():
		s.Graph = Use(s.Graph, configured)
	}
	return s.Configured, nil
}

// broken are the packages that could not be loaded: those Bazel marked, and those
// asked for of which it told nothing.
func broken(a bazelq.Answer, asked map[string]bool) []string {
	packages := slices.Clone(a.Broken)
	told := graph.New(a.Nodes).Packages()
	for pkg := range asked {
		if !told[pkg] {
			packages = append(packages, pkg)
		}
	}
	slices.Sort(packages)
	return slices.Compact(packages)
}

// Broken are the packages, of those asked for, that could not be loaded.
func Broken(a bazelq.Answer, asked map[string]bool) []string { return broken(a, asked) }

// Tree is what Run leaves to its caller.
func Tree(ctx context.Context, repo *gitdiff.Repo, commit gitdiff.Commit, s *snapshot.Snapshot) error {
	links, err := repo.Links(ctx, commit)
	s.Tree, s.Links = commit.Tree, links
	return err
}

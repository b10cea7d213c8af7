// Package classify says what a set of changed files can have changed: targets
// whose sources they are, packages whose BUILD files Bazel must look at again,
// or more. It asks nobody; where it cannot tell, it says more.
package classify

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// Input is what is known of a change.
type Input struct {
	// Changes are the changed files, those among them into which git only writes
	// something else because of .gitattributes.
	Changes []gitdiff.Change
	// Snapshot is of the state before them, or of one that has the same BUILD
	// files except for those of packages that are asked for anyway.
	Snapshot *snapshot.Snapshot
	// Prefix is the workspace's directory below the repository's root.
	Prefix string
	// Root is the work tree, for files that git does not have.
	Root string
	// NewLinks are symbolic links of the state after, as far as they changed.
	NewLinks []gitdiff.Link
	// Base and Head are where files of the two states are read from.
	Base, Head gitdiff.Source
	// Flags are the user's flags for Bazel.
	Flags []string
	// Told says that rules which are only implemented otherwise may be told as such
	// instead of the packages that they are in. A snapshot of the state after would then
	// not be one: its digests are those of before.
	Told bool
}

// Verdict is what the changes can have changed. Each entry has its reason, which
// names the changed file.
type Verdict struct {
	// Seeds are the labels of targets that have changed for sure, as far as git
	// can tell: sources, mostly.
	Seeds map[string]string
	// Packages are the main repository's packages whose targets may be other ones.
	Packages map[string]string
	// Implemented are the rules that are the same to their packages, and whose
	// implementation changed.
	Implemented map[string]string
	// Whole are packages all of whose targets count as changed.
	Whole map[string]string
	// All says why all packages and repositories have to be looked at again, and how
	// they are configured.
	All []string
	// Remade says why external repositories may be made of something else, while which
	// modules there are and which toolchains they register has not changed.
	Remade []string
	// Retagged says why the repositories of the workspace's own extensions may be made
	// of something else, and no others: those are given other tags.
	Retagged []string
	// Refilled are external repositories that have files alone, and that were made from
	// a file that changed.
	Refilled map[string]string
	// Suspects are files that no target has as a source, by workspace path: a
	// module extension may have read them.
	Suspects []string
	// Tests says why all tests are affected, and Everything why everything is.
	Tests, Everything []string
	// Options says why everything is affected as far as analysis tells: another look
	// at the actions may say less.
	Options []string
	// Settings are the build settings that Bazel's flags give otherwise, by label.
	Settings map[string]string
	// Visibility is how the default one of packages changed of which nothing else did.
	Visibility map[string]Visibility
	// Paths are the changed files as Bazel names them below its execution root, under
	// each path by which a link or a repository has them; Trees are those that stand
	// for all below them.
	Paths, Trees map[string]bool
	// Flagged are the labels that Bazel's flags name.
	Flagged map[string]bool
}

// Visibility is a package's default one before and after a change, as its BUILD file
// writes it.
type Visibility struct {
	Before, After []string
	Reason        string
}

// ContentOnly says that no file has changed from which Bazel makes its graph.
func (v *Verdict) ContentOnly() bool {
	return len(v.Packages) == 0 && len(v.Implemented) == 0 && len(v.Retagged) == 0 && len(v.All) == 0 && len(v.Remade) == 0 && len(v.Settings) == 0
}

// Classify judges the changes.
func Classify(ctx context.Context, in Input) (*Verdict, error) {
	c := &classifier{
		Input: in,
		ctx:   ctx,
		verdict: &Verdict{
			Seeds: map[string]string{}, Packages: map[string]string{}, Implemented: map[string]string{}, Whole: map[string]string{}, Refilled: map[string]string{},
			Settings: map[string]string{}, Visibility: map[string]Visibility{}, Paths: map[string]bool{}, Trees: map[string]bool{},
		},
		changed: map[string]gitdiff.Change{},
		seeded:  map[string]bool{},
	}
	c.prepare()
	if err := c.options(); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(c.changed)) {
		if err := c.change(c.changed[name]); err != nil {
			return nil, err
		}
	}
	c.verdict.Suspects = slices.DeleteFunc(c.verdict.Suspects, func(p string) bool { return c.seeded[c.real(c.Prefix+p)] })
	c.loaded()
	for _, pkg := range in.Snapshot.Broken {
		c.verdict.Whole[pkg] = "it could not be loaded before the change"
		c.verdict.Packages[pkg] = c.verdict.Whole[pkg]
	}
	return c.verdict, nil
}

type classifier struct {
	Input
	ctx     context.Context
	verdict *Verdict
	// changed are the changes by path, and again by each path that a symbolic link
	// gives the file.
	changed map[string]gitdiff.Change
	// origin is the changed file that a path by a link stands for.
	origin map[string]string
	// seeded are the changed files that are targets' sources, under any of their
	// paths.
	seeded map[string]bool
	// before and after are the packages of the two states.
	before, after packageSet
	// starlark are the workspace paths of files that others load, or that do; nil
	// where no changed file can be one.
	starlark map[string]bool
	// flagWords are all flags of Bazel in either state.
	flagWords []string
	// rcFiles are those of bazelrc files.
	rcFiles map[string]bool
}

func (c *classifier) prepare() {
	c.aliases()
	c.before, c.after = packagesOf(c.Snapshot.Graph, ""), packagesOf(c.Snapshot.Graph, "")
	c.readLoads()
	for name, change := range c.changed {
		p, in := strings.CutPrefix(name, c.Prefix)
		if !in || !buildFile(p) {
			continue
		}
		pkg := directory(p)
		if !change.Deleted() {
			c.after.known[pkg] = true
		} else if !c.hasBuildFile(pkg) {
			c.after.known[pkg] = false
		}
	}
}

// readLoads finds out what is loaded, if a changed file can be: Bazel loads files
// of two suffixes only.
func (c *classifier) readLoads() {
	if !slices.ContainsFunc(slices.Collect(maps.Keys(c.changed)), func(p string) bool { return buildFile(p) || starlarkFile(p) }) {
		return
	}
	c.starlark = map[string]bool{}
	for name, f := range c.Snapshot.Loads() {
		for _, label := range append(slices.Clone(f.Loads), name) {
			if !loads.External(label) {
				c.starlark[loads.Path(label)] = true
			}
		}
	}
}

func starlarkFile(p string) bool {
	return strings.HasSuffix(p, ".bzl") || strings.HasSuffix(p, ".scl") || strings.HasSuffix(p, "MODULE.bazel")
}

func (c *classifier) hasBuildFile(pkg string) bool {
	for _, name := range []string{"BUILD.bazel", "BUILD"} {
		if _, err := c.Head.Read(c.ctx, c.Prefix+path.Join(pkg, name)); err == nil {
			return true
		}
	}
	return false
}

func buildFile(p string) bool { return path.Base(p) == "BUILD.bazel" || path.Base(p) == "BUILD" }

// directory is a path's directory as a package's name: empty for the root.
func directory(p string) string {
	if d := path.Dir(p); d != "." {
		return d
	}
	return ""
}

// A packageSet is the packages of one repository in one state.
type packageSet struct {
	graph *graph.Graph
	// repo is the repository as labels begin with it; empty for the main one.
	repo string
	// known is what was found out, or is otherwise than in the graph.
	known map[string]bool
}

func packagesOf(g *graph.Graph, repo string) packageSet {
	return packageSet{g, repo, map[string]bool{}}
}

func (s packageSet) has(pkg string) bool {
	is, ok := s.known[pkg]
	if !ok {
		name := pkg
		if s.repo != "" {
			name = s.repo + "//" + pkg
		}
		is = s.graph.HasPackage(name)
		s.known[pkg] = is
	}
	return is
}

// owner is the package that a path belongs to; false if there is none above it.
func owner(packages packageSet, p string) (string, bool) {
	for p != "" {
		p = directory(p)
		if packages.has(p) {
			return p, true
		}
	}
	return "", false
}

// reason names the changed file.
func (c *classifier) reason(change gitdiff.Change) string {
	name, via := c.real(change.Path), ""
	if name != change.Path {
		via = " (through the symbolic link " + change.Path + ")"
	}
	switch {
	case change.Added():
		return name + " was added" + via
	case change.Deleted():
		return name + " was deleted" + via
	}
	return name + " changed" + via
}

// real is the changed file that a path stands for.
func (c *classifier) real(p string) string {
	if origin, ok := c.origin[p]; ok {
		return origin
	}
	return p
}

// sources makes seeds of the targets that a changed path is a source of, or lies
// in: a label may be of a directory. It says whether there are any.
func (c *classifier) sources(p, reason string, packages packageSet) bool {
	found := false
	for name := p; ; name = directory(name) {
		for pkg := name; name != "" && pkg != ""; {
			pkg = directory(pkg)
			if !packages.has(pkg) {
				continue
			}
			label := packages.repo + "//" + pkg + ":" + strings.TrimPrefix(strings.TrimPrefix(name, pkg), "/")
			if i, ok := c.Snapshot.Graph.Find(label); ok && c.Snapshot.Graph.Kind(i) == graph.SourceFile {
				c.seed(label, reason)
				found = true
			}
		}
		if name == "" {
			return found
		}
	}
}

func (c *classifier) seed(label, reason string) {
	if _, ok := c.verdict.Seeds[label]; !ok {
		c.verdict.Seeds[label] = reason
	}
}

// path notes a changed path of the execution root.
func (c *classifier) path(change gitdiff.Change, p string) {
	c.verdict.Paths[p] = true
	if change.Tree() || change.OldMode == gitdiff.ModeSymlink || change.NewMode == gitdiff.ModeSymlink {
		c.verdict.Trees[p] = true
	}
}

func (c *classifier) all(reason string) {
	if !slices.Contains(c.verdict.All, reason) {
		c.verdict.All = append(c.verdict.All, reason)
	}
}

func (c *classifier) remade(reason string) {
	if !slices.Contains(c.verdict.Remade, reason) {
		c.verdict.Remade = append(c.verdict.Remade, reason)
	}
}

func (c *classifier) everything(reason string) {
	c.verdict.Everything = append(c.verdict.Everything, reason)
}

func (c *classifier) pkg(name, reason string) {
	if _, ok := c.verdict.Packages[name]; !ok {
		c.verdict.Packages[name] = reason
	}
}

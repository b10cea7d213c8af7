package classify

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
)

// change judges one changed path.
func (c *classifier) change(change gitdiff.Change) error {
	reason := c.reason(change)
	seeded := c.mapped(change, reason)
	c.recorded(change, reason)
	p, in := strings.CutPrefix(change.Path, c.Prefix)
	if !in {
		return nil
	}
	if named := spelled(p); named != p {
		p = named
		if change.Structural() || change.Tree() || buildFile(p) || starlarkFile(p) {
			c.all(reason + ", of which the name is not UTF-8")
		}
	}
	c.path(change, p)
	seeded = c.sources(p, reason, c.before) || seeded
	if c.flagFile(p) {
		c.everything(reason + ": a flag of Bazel names it")
	}
	if c.registry(p) {
		c.all(reason + ", which is in a registry of modules that a flag of Bazel names")
	}
	if change.Tree() || change.OldMode == gitdiff.ModeSymlink || change.NewMode == gitdiff.ModeSymlink {
		c.tree(change, p, reason)
	}
	special, err := c.special(change, p, reason)
	if err != nil || special {
		return err
	}
	if buildFile(p) {
		return c.build(change, p, reason)
	}
	if change.Structural() {
		c.structural(p, reason)
	}
	if seeded {
		c.seeded[c.real(change.Path)] = true
	} else if !c.starlark[p] && !starlarkFile(p) && !documentation(p) {
		c.verdict.Suspects = append(c.verdict.Suspects, p)
	}
	return nil
}

// spelled is a path as Bazel's answers have it: of one that is not UTF-8 each byte is a
// character.
func spelled(p string) string {
	if utf8.ValidString(p) {
		return p
	}
	var b strings.Builder
	for i := range len(p) {
		b.WriteRune(rune(p[i]))
	}
	return b.String()
}

// structural judges a file that came, went, or became something else: globs of
// its package may match otherwise, and labels may mean other things.
func (c *classifier) structural(p, reason string) {
	for _, packages := range []packageSet{c.before, c.after} {
		if pkg, ok := owner(packages, p); ok {
			c.pkg(pkg, reason)
		}
	}
}

// build judges a BUILD file.
func (c *classifier) build(change gitdiff.Change, p, reason string) error {
	pkg := directory(p)
	if only, err := c.onlyVisibility(change, pkg, reason); only || err != nil {
		return err
	}
	c.pkg(pkg, reason)
	if change.Structural() {
		c.structural(p, reason) // Also of the package itself.
		for _, packages := range []packageSet{c.before, c.after} {
			if above, ok := owner(packages, pkg); ok && pkg != "" {
				c.pkg(above, reason)
			}
		}
	}
	if change.Deleted() {
		return nil
	}
	data, err := c.Head.Read(c.ctx, change.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	label := "//" + pkg + ":" + path.Base(p)
	before := c.buildBefore(pkg)
	after, err := loads.Parse(label, data, func(repo string) bool { return repo == "" })
	// One that cannot be read is Bazel's to report.
	if err != nil || before.Package != after.Package || before.Computed || after.Computed {
		c.verdict.Whole[pkg] = "the package() call of " + change.Path + " may apply to all its targets"
	}
	return nil
}

// preludePath is of the file that all BUILD files load without saying so.
const preludePath = "tools/build_rules/prelude_bazel"

// onlyVisibility judges a BUILD file in which only the default visibility changed. What
// Bazel tells of targets has it in one digest with all else; and no code that makes
// targets can see it, as far as is known of the release.
func (c *classifier) onlyVisibility(change gitdiff.Change, pkg, reason string) (bool, error) {
	prelude, err := c.Head.Read(c.ctx, c.Prefix+preludePath)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if !c.Snapshot.Tells() || loads.Rebinds(prelude) {
		return false, nil
	}
	v := Visibility{Reason: reason}
	only, err := c.same(change, func(a, b []byte) (only bool) {
		v.Before, v.After, only = loads.OnlyVisibility(a, b)
		return only
	})
	if only {
		c.verdict.Visibility[pkg] = v
	}
	return only, err
}

// buildBefore is what is known of a package's BUILD file before the change,
// whichever of the two names it had.
func (c *classifier) buildBefore(pkg string) loads.File {
	for _, name := range []string{"BUILD.bazel", "BUILD"} {
		if f, ok := c.Snapshot.Loads()["//"+pkg+":"+name]; ok {
			return f
		}
	}
	return loads.File{}
}

// special judges the files that are special by their names. It says whether that
// is all there is to say of them.
func (c *classifier) special(change gitdiff.Change, p, reason string) (bool, error) {
	base := path.Base(p)
	switch {
	case c.rcFiles[p]: // A bazelrc, which options judges.
		return true, nil
	case p == ".bazelversion" || p == ".bazeliskrc":
		same, err := c.same(change, func(a, b []byte) bool { return bytes.Equal(bytes.TrimSpace(a), bytes.TrimSpace(b)) })
		if err == nil && !same && !(p == ".bazelversion" && c.sameBazel(change)) {
			c.everything(reason + ": another Bazel may make everything otherwise")
		}
		return !change.Structural(), err
	case p == "tools/bazel":
		c.everything(reason + ": it starts Bazel")
		return false, nil
	case p == "REPO.bazel":
		same, err := c.same(change, func(a, b []byte) bool { return module.Same(p, a, b) })
		if err == nil && !same {
			c.verdict.Options = append(c.verdict.Options, reason+": it applies to all packages")
		}
		return true, err
	case p == "platform_mappings": // Which Bazel reads without a flag.
		c.verdict.Options = append(c.verdict.Options, reason+": it maps platforms and flags")
		return false, nil
	case strings.HasSuffix(base, "MODULE.bazel") || p == "WORKSPACE" || p == "WORKSPACE.bazel" || p == "WORKSPACE.bzlmod":
		return true, c.moduleFile(change, p, reason)
	case p == "MODULE.bazel.lock":
		return true, c.within(change, module.OnlyOwnLocked, module.OnlyExtensionsLocked, reason)
	case p == ".bazelignore" || p == preludePath:
		c.all(reason)
		return true, nil
	case change.Structural() && (base == "WORKSPACE" || base == "WORKSPACE.bazel" || base == "REPO.bazel"):
		c.all(reason + ": it bounds a repository")
	}
	return false, nil
}

// moduleFile judges a file that says which modules there are.
func (c *classifier) moduleFile(change gitdiff.Change, p, reason string) error {
	same, err := c.same(change, func(a, b []byte) bool { return module.Same(p, a, b) })
	if err != nil || same {
		return err
	}
	only := func(compare func(name string, a, b []byte) bool) func(a, b []byte) bool {
		return func(a, b []byte) bool { return strings.HasSuffix(p, "MODULE.bazel") && compare(p, a, b) }
	}
	return c.within(change, only(module.OnlyTags), only(module.OnlyExtensions), reason)
}

// within judges a file of modules by whether only tags differ, or only what is about
// extensions.
func (c *classifier) within(change gitdiff.Change, tags, extensions func(a, b []byte) bool, reason string) error {
	if only, err := c.same(change, tags); err != nil || only {
		if err == nil {
			c.verdict.Retagged = append(c.verdict.Retagged, reason)
		}
		return err
	}
	only, err := c.same(change, extensions)
	if err == nil && only {
		c.remade(reason)
	} else if err == nil {
		c.all(reason)
	}
	return err
}

// sameBazel says whether a .bazelversion names the Bazel that the base has been looked
// at with.
func (c *classifier) sameBazel(change gitdiff.Change) bool {
	data, err := c.Head.Read(c.ctx, change.Path)
	return err == nil && "release "+string(bytes.TrimSpace(data)) == c.Snapshot.Release
}

// same compares the two contents of a file; one that is not on both sides is not
// the same.
func (c *classifier) same(change gitdiff.Change, equal func(a, b []byte) bool) (bool, error) {
	if change.Structural() {
		return false, nil
	}
	before, err := c.Base.Read(c.ctx, change.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	after, err := c.Head.Read(c.ctx, change.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && equal(before, after), err
}

// tree judges a path that stands for all below it: a submodule or a symbolic
// link.
func (c *classifier) tree(change gitdiff.Change, p, reason string) {
	g, below := c.Snapshot.Graph, false
	for i := range g.Below("//") {
		if g.Kind(i) == graph.SourceFile && strings.HasPrefix(loads.Path(g.Label(i)), p+"/") {
			c.seed(g.Label(i), reason)
			below = true
		}
	}
	if !change.Tree() && !below {
		// A link to a file is one; whatever cannot be read may be a directory.
		for _, source := range []gitdiff.Source{c.Base, c.Head} {
			if data, err := source.Read(c.ctx, change.Path); err != nil || len(data) == 0 {
				below = true
				continue
			}
			below = below || !c.fileLink(source, change.Path, 0)
		}
	}
	if change.Tree() || below {
		c.all(reason + ", and all below it")
		c.structural(p, reason)
	}
}

// fileLink says whether a link leads to a file in the repository.
func (c *classifier) fileLink(source gitdiff.Source, link string, depth int) bool {
	if _, isDir := source.(gitdiff.Dir); isDir {
		return true // Reading went through the link, and found a file.
	}
	target, err := source.Read(c.ctx, link)
	if err != nil || depth > 10 || bytes.ContainsRune(target, '\n') {
		return false
	}
	next := path.Join(path.Dir(link), string(target))
	_, err = source.Read(c.ctx, next)
	return err == nil
}

// mapped judges files that are also an external repository's. It says whether
// they are sources there.
func (c *classifier) mapped(change gitdiff.Change, reason string) bool {
	seeded := false
	for name, repo := range c.Snapshot.Repos {
		for _, m := range repo.Mappings {
			rest, below := strings.CutPrefix(change.Path, m.Path+"/")
			switch {
			case m.Path == ".":
				rest, below = change.Path, true
			case change.Path == m.Path:
				rest, below = "", true
			case change.Tree() && strings.HasPrefix(m.Path, change.Path+"/"):
				c.all(reason + ", and repository " + name + " with it")
				c.repository(name, reason)
				continue
			}
			if !below {
				continue
			}
			p := spelled(path.Join(m.Inside, rest))
			c.path(change, path.Join("external", name, p))
			isSource := c.sources(p, reason, packagesOf(c.Snapshot.Graph, "@@"+name))
			seeded = seeded || isSource
			if !isSource || change.Structural() || change.Tree() || buildFile(p) || strings.HasSuffix(p, ".bzl") || strings.HasSuffix(p, ".scl") {
				switch {
				case boundary(p):
					c.all(reason + ", which is in repository " + name)
				case !documentation(p) || isSource:
					c.remade(reason + ", which is in repository " + name)
				}
			}
		}
	}
	return seeded
}

// boundary says whether a file of an external repository is one that says what the
// repository is. The workspace's own are judged by special.
func boundary(p string) bool {
	base := path.Base(p)
	return strings.HasSuffix(base, "MODULE.bazel") || strings.HasPrefix(base, "WORKSPACE") || base == "REPO.bazel"
}

// repository makes seeds of all targets of an external repository.
func (c *classifier) repository(name, reason string) {
	for i := range c.Snapshot.Graph.Below("@@" + name + "//") {
		c.seed(c.Snapshot.Graph.Label(i), reason)
	}
}

// documentation says whether a file is one that only people read. It is asked of
// files that no target has as a source.
func documentation(p string) bool {
	base := path.Base(p)
	return strings.HasSuffix(base, ".md") || strings.HasPrefix(base, "LICENSE") || base == ".gitignore" || base == ".gitmodules" ||
		base == "CODEOWNERS" || base == ".editorconfig" || base == ".gitattributes" || p == ".bazelversion" || strings.HasPrefix(p, ".github/") || strings.HasPrefix(p, ".gitlab")
}

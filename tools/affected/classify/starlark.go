package classify

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/gloriousflywheel/flywheel/tools/affected/phases"
	"github.com/gloriousflywheel/flywheel/tools/affected/rc"
)

// loaded judges the changed files that others load.
func (c *classifier) loaded() {
	if c.starlark == nil {
		return
	}
	paths := map[string]bool{}
	for name, change := range c.changed {
		p, in := strings.CutPrefix(name, c.Prefix)
		switch {
		case !in:
		case buildFile(p):
			c.moved(change, directory(p), paths)
		case c.starlark[p]:
			paths[p] = true
		}
	}
	labels := c.Snapshot.Loads().At(paths)
	if len(labels) == 0 {
		return
	}
	reason := func() string {
		for _, label := range labels {
			if change, ok := c.changed[c.Prefix+loads.Path(label)]; ok {
				return c.reason(change)
			}
		}
		return "the package of a .bzl file changed"
	}()
	c.flagged(labels, reason)
	effect := c.effect(labels, paths)
	for _, user := range c.Snapshot.Loads().Users(labels) {
		if user == module.Label {
			c.remade(reason + ", which MODULE.bazel uses")
			continue
		}
		if user == loads.Others {
			c.remade(reason + ", which another repository loads")
			continue
		}
		if !buildFile(loads.Path(user)) {
			continue
		}
		pkg := graph.Package(user)
		if effect != nil && !slices.ContainsFunc(c.Snapshot.Loads()[user].Loads, func(l string) bool { return effect.Loading[l] }) {
			c.implemented(pkg, effect.Rules, reason)
			continue
		}
		c.pkg(pkg, reason)
		if c.Snapshot.Loads()[user].Computed {
			c.verdict.Whole[pkg] = reason + ", from which its package() call may take values"
		}
	}
}

// effect is what the changes of the files with the labels at the paths do; nil where
// that is for Bazel to tell, as it is where git writes files otherwise than it has them.
func (c *classifier) effect(labels []string, paths map[string]bool) *phases.Effect {
	if !c.Told {
		return nil
	}
	for name := range c.changed {
		if path.Base(name) == ".gitattributes" {
			return nil
		}
	}
	for p := range paths {
		change, is := c.changed[c.Prefix+p]
		if !is || change.Structural() || change.NewMode == gitdiff.ModeSymlink || change.Tree() || c.real(change.Path) != change.Path || buildFile(p) {
			return nil
		}
	}
	m, err := module.Read(c.reader(c.Head))
	if err != nil {
		return nil
	}
	read := func(source gitdiff.Source) func(string) ([]byte, error) {
		return func(label string) ([]byte, error) { return source.Read(c.ctx, c.Prefix+loads.Path(label)) }
	}
	effect, ok := phases.Of(phases.Code{Loads: c.Snapshot.Loads(), Before: read(c.Base), After: read(c.Head), Main: m.Main}, labels)
	if !ok {
		return nil
	}
	return &effect
}

// implemented takes the rules of some classes in a package as implemented otherwise.
func (c *classifier) implemented(pkg string, classes map[string]bool, reason string) {
	g := c.Snapshot.Graph
	for i := range g.Below("//" + pkg + ":") {
		if g.Kind(i) == graph.Rule && classes[g.Class(i)] {
			c.verdict.Implemented[g.Label(i)] = reason + ", which implements " + g.Class(i)
		}
	}
}

// moved adds the loaded files that belong to another package, or to none, when a
// BUILD file comes or goes: their labels may mean nothing now.
func (c *classifier) moved(change gitdiff.Change, pkg string, paths map[string]bool) {
	if !change.Structural() {
		return
	}
	for p := range c.starlark {
		if !buildFile(p) && (pkg == "" || strings.HasPrefix(p, pkg+"/")) {
			paths[p] = true
		}
	}
}

// flagged judges .bzl files that flags name, such as those of --aspects.
func (c *classifier) flagged(changed []string, reason string) {
	users := append(c.Snapshot.Loads().Users(changed), changed...)
	for label := range c.verdict.Flagged {
		if !strings.HasSuffix(label, ".bzl") {
			continue
		}
		if _, known := c.Snapshot.Loads()[label]; !known || slices.Contains(users, label) {
			c.everything(reason + ": a flag of Bazel names " + label)
		}
	}
}

// flagFile says whether a flag names a file, such as the program of
// --workspace_status_command.
func (c *classifier) flagFile(p string) bool {
	return slices.ContainsFunc(c.flagWords, func(flag string) bool {
		_, value, _ := strings.Cut(flag, "=")
		for _, prefix := range []string{"%workspace%/", "./"} {
			value = strings.TrimPrefix(value, prefix)
		}
		word, _, _ := strings.Cut(value, " ")
		return word == p
	})
}

// registry says whether a file is in a registry of modules that is a directory of the
// workspace: what Bazel reads there it notes nowhere.
func (c *classifier) registry(p string) bool {
	return slices.ContainsFunc(c.flagWords, func(flag string) bool {
		dir, is := strings.CutPrefix(flag, "--registry=file://%workspace%/")
		return is && strings.HasPrefix(p, path.Clean(dir)+"/")
	})
}

// options judges bazelrc files.
func (c *classifier) options() error {
	before, err := Options(c.reader(c.Base))
	if err != nil {
		return err
	}
	after, err := Options(c.reader(c.Head))
	if err != nil {
		return err
	}
	c.verdict.Flagged = before.Labels(c.Flags)
	for label := range after.Labels(nil) {
		c.verdict.Flagged[label] = true
	}
	c.flagWords = slices.Clone(c.Flags)
	for _, o := range []rc.Options{before, after} {
		for _, section := range o.Sections {
			c.flagWords = append(c.flagWords, section...)
		}
	}
	c.rcFiles = map[string]bool{}
	for _, name := range slices.Concat(before.Files, after.Files) {
		c.rcFiles[name] = true
	}
	c.differ(rc.Compare(before, after, c.Flags))
	return nil
}

// differ judges how options differ.
func (c *classifier) differ(d rc.Difference) {
	reason := "the options of Bazel changed (.bazelrc): " + strings.Join(d.Why, ", ")
	switch {
	case d.Effect == rc.Nothing:
	case d.Effect == rc.Tests:
		c.verdict.Tests = append(c.verdict.Tests, reason)
	case d.Effect == rc.Configuration:
		c.all(reason)
	case d.Effect == rc.Settings && c.settings(d.Settings):
		for _, flag := range d.Settings {
			c.verdict.Settings[settingLabel(flag)] = reason
		}
	default:
		c.verdict.Options = append(c.verdict.Options, reason)
	}
}

// settings says whether it is known what uses the build settings that flags give, as long as no flag names a .bzl file, such as one with an aspect.
func (c *classifier) settings(flags []string) bool {
	for label := range c.verdict.Flagged {
		if strings.HasSuffix(label, ".bzl") {
			return false
		}
	}
	return !slices.ContainsFunc(flags, func(flag string) bool {
		i, known := c.Snapshot.Graph.Find(settingLabel(flag))
		return !known || c.Snapshot.Graph.Attrs(i)["build_setting_default"] == nil
	})
}

// settingLabel is the label of a build setting that a flag names: a canonical one if
// it is of the main repository, or written so.
func settingLabel(flag string) string {
	return loads.Resolve("", flag, func(repo string) bool { return repo == "" })
}

// Options are the workspace's options of Bazel in one state.
func Options(read func(name string) ([]byte, error)) (rc.Options, error) {
	return rc.Read(read, ".bazelrc")
}

// reader reads files of the workspace. What the workspace imports and git does
// not have is the same in both states.
func (c *classifier) reader(source gitdiff.Source) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if filepath.IsAbs(name) {
			return os.ReadFile(name)
		}
		data, err := source.Read(c.ctx, c.Prefix+name)
		if errors.Is(err, fs.ErrNotExist) {
			if _, isTree := source.(gitdiff.Tree); isTree && c.changed[c.Prefix+name].Path == "" {
				return os.ReadFile(filepath.Join(c.Root, filepath.FromSlash(c.Prefix+name)))
			}
		}
		return data, err
	}
}

package capture

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// readLoads follows load statements from all packages and from the module files.
// It returns what it read them with.
func readLoads(ctx context.Context, r Request, s *snapshot.Snapshot) (*collector, error) {
	c, err := newCollector(func(name string) ([]byte, error) { return os.ReadFile(r.file(name)) }, r.Flagged)
	if err != nil {
		return nil, err
	}
	for pkg := range s.Graph.Packages() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		c.build(pkg)
	}
	s.SetLoads(func() loads.Graph { return c.found })
	s.Extensions = c.module.Extensions
	s.Inputs = c.inputs(r.Prefix)
	s.Broken = append(s.Broken, c.unreadable...)
	slices.Sort(s.Broken)
	s.Broken = slices.Compact(s.Broken)
	return c, nil
}

// file is where a file of the workspace is.
func (r Request) file(name string) string {
	return filepath.Join(r.Root, filepath.FromSlash(r.Prefix+name))
}

// preludeLabel is of the file that all BUILD files load without saying so.
const preludeLabel = "//tools/build_rules:prelude_bazel"

type collector struct {
	// read is the content of a file of the workspace.
	read       func(name string) ([]byte, error)
	module     module.Module
	found      loads.Graph
	unreadable []string
}

// newCollector reads the module files and what they load, and the .bzl files that flags
// name.
func newCollector(read func(name string) ([]byte, error), flagged []string) (*collector, error) {
	m, err := module.Read(read)
	if err != nil {
		return nil, err
	}
	c := &collector{read: read, module: m, found: loads.Graph{}}
	for _, name := range m.Files {
		c.found["//:"+name] = loads.File{}
	}
	c.found[module.Label] = loads.File{Loads: m.Starlark}
	for _, label := range slices.Concat(m.Starlark, flagged) {
		c.follow(label)
	}
	return c, nil
}

// build reads a package's BUILD file.
func (c *collector) build(pkg string) {
	for _, name := range []string{"BUILD.bazel", "BUILD"} {
		if _, err := c.read(path.Join(pkg, name)); err == nil {
			c.prelude("//" + pkg + ":" + name)
			return
		}
	}
	c.unreadable = append(c.unreadable, pkg)
}

// prelude reads a BUILD file, which loads the prelude before all else, if there
// is one.
func (c *collector) prelude(label string) {
	c.follow(label)
	if _, err := c.read(loads.Path(preludeLabel)); err != nil {
		return
	}
	f := c.found[label]
	f.Loads = append(slices.Clone(f.Loads), preludeLabel)
	slices.Sort(f.Loads)
	c.found[label] = f
	c.follow(preludeLabel)
}

// follow reads a file and what it loads. One that cannot be read loads nothing
// that can be told: its package is as good as broken.
func (c *collector) follow(label string) {
	if _, ok := c.found[label]; ok || loads.External(label) {
		return
	}
	c.found[label] = loads.File{}
	data, err := c.read(loads.Path(label))
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	var f loads.File
	if err == nil {
		f, err = loads.Parse(label, data, c.module.Main)
	}
	if err != nil {
		c.unreadable = append(c.unreadable, graph.Package(label))
		return
	}
	c.found[label] = f
	for _, loaded := range f.Loads {
		c.follow(loaded)
	}
}

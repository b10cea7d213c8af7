package hclmod

import (
	"fmt"
	"path"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
)

// Finder makes findings at places of the file or module that it is.
type Finder interface {
	// Finding makes an error diagnostic at a place.
	Finding(at hcl.Range, summary, detail string) report.Diagnostic
	// Attrs are the attributes of its target which bring other modules, and
	// directories of the own package, for the modules that it calls.
	Attrs() (other, own string)
}

// Resolver finds the directories that module calls mean, among what the Bazel
// targets declare.
type Resolver struct {
	// Tree has the files of all modules and tests.
	Tree *Tree
	// Modules are the targets, each with its deps.
	Modules []spec.Module
}

// Target is what a module call means.
type Target struct {
	// Dir is the directory of the configuration that is called.
	Dir string
	// Module is the target that the directory belongs to, and Dep its own
	// directory; Dep is empty for a directory of the caller's target.
	Module spec.Module
	Dep    string
	// Source is the call's source as OpenTofu writes it in full, Version that of
	// a third-party module.
	Source, Version string
}

// Call returns what a call in directory from means, for the target that owns
// from: one of its deps, or a directory of its own files. Anything else is a
// finding, whose text names the remedy.
func (r Resolver) Call(owner spec.Module, from string, c Call, in Finder) (Target, *report.Diagnostic) {
	finding := func(summary, detail string) (Target, *report.Diagnostic) {
		d := in.Finding(c.Range, summary, detail)
		return Target{}, &d
	}
	switch {
	case !c.Literal:
		return finding(fmt.Sprintf("Module %q has no literal source", c.Name),
			`Write the source as a plain string with a relative path, such as "../other".`)
	case path.IsAbs(c.Source):
		return finding(fmt.Sprintf("Module %q has the absolute source %q", c.Name, c.Source),
			`Write the source as a relative path, such as "../other".`)
	case !c.Local() && (isDep(owner, path.Join(from, c.Source)) || r.owns(owner, path.Join(from, c.Source))):
		return finding(fmt.Sprintf("Module %q has the source %q, which tofu does not take for a path", c.Name, c.Source),
			fmt.Sprintf("Write %q.", "./"+c.Source))
	case !c.Local():
		return r.thirdParty(owner, c, in)
	}
	dir := path.Join(from, c.Source)
	switch {
	case dir == ".." || strings.HasPrefix(dir, "../"):
		return finding(fmt.Sprintf("Module %q has the source %q, which leaves the workspace", c.Name, c.Source),
			"Correct the source.")
	case dir == path.Clean(from):
		return finding(fmt.Sprintf("Module %q calls itself", c.Name), "Correct the source.")
	case isDep(owner, dir):
		return Target{Dir: dir, Dep: dir, Module: r.at(dir, owner), Source: c.Source}, nil
	case dir == path.Clean(owner.Dir), r.owns(owner, dir):
		return Target{Dir: dir, Module: owner, Source: c.Source}, nil
	}
	other, own := in.Attrs()
	remedy := fmt.Sprintf("Correct the source, or add %q to %s of %s (%s)", r.Target(dir), other, owner.Label, BuildFile(owner))
	if within(owner, dir) {
		remedy += fmt.Sprintf(", or the files of %s to its %s", dir, own)
	}
	return finding(fmt.Sprintf("Module %q calls %q, which is not in %s of %s", c.Name, c.Source, other, owner.Label), remedy+".")
}

// at is the target whose directory it is, or else owner: tests may call any
// directory.
func (r Resolver) at(dir string, owner spec.Module) spec.Module {
	for _, m := range r.Modules {
		if path.Clean(m.Dir) == dir {
			return m
		}
	}
	return owner
}

// Label is the shortest form of a label: "//a/b" for "//a/b:b".
func Label(label string) string {
	pkg, name, ok := strings.Cut(label, ":")
	if ok && path.Base(pkg) == name {
		return pkg
	}
	return label
}

// isDep says whether the directory is one of the target's deps.
func isDep(owner spec.Module, dir string) bool {
	for _, dep := range owner.Deps {
		if path.Clean(dep) == dir {
			return true
		}
	}
	return false
}

// owns says whether the directory is inside the target's package and has
// configuration that belongs to no other target.
func (r Resolver) owns(owner spec.Module, dir string) bool {
	for _, m := range r.Modules {
		if path.Clean(m.Dir) == dir {
			return false
		}
	}
	return within(owner, dir) && r.Tree.Has(dir)
}

// within says whether the directory is below the target's own.
func within(owner spec.Module, dir string) bool {
	base := path.Clean(owner.Dir)
	return base == "." || strings.HasPrefix(dir, base+"/")
}

// Target is the label of the target at a directory, or of the one that would
// be there.
func (r Resolver) Target(dir string) string {
	for _, m := range r.Modules {
		if path.Clean(m.Dir) == dir {
			return Label(m.Label)
		}
	}
	return "//" + strings.TrimPrefix(dir, ".")
}

// BuildFile is the file in which a module's target is written.
func BuildFile(m spec.Module) string {
	if m.BuildFile != "" {
		return path.Clean(m.BuildFile)
	}
	return path.Join(m.Dir, "BUILD.bazel")
}

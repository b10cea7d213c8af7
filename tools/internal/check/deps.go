package check

import (
	"fmt"
	"path"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// Deps checks that the module calls of the first module and its declared deps
// are the same set, and that it has configuration at all.
func Deps(s *spec.Spec) (report.Report, error) {
	root := s.Modules[0]
	c := depsCheck{
		owner:    root,
		resolver: hclmod.Resolver{Tree: hclmod.NewTree(root.Srcs), Modules: s.Modules},
		used:     map[string]bool{},
		seen:     map[string]bool{},
	}
	if !c.resolver.Tree.Has(root.Dir) {
		c.atBuildFile("Module "+root.Label+" has no configuration files",
			fmt.Sprintf("Add the directory's .tf files to srcs of %s (%s).", root.Label, hclmod.BuildFile(root)))
	}
	if err := c.walk(path.Clean(root.Dir)); err != nil {
		return report.Report{}, err
	}
	// A file that cannot be read in full may use any dep.
	if !c.broken {
		c.unused()
	}
	return report.New(s.Label, string(s.Kind), c.diags), nil
}

type depsCheck struct {
	owner    spec.Module
	resolver hclmod.Resolver
	used     map[string]bool
	seen     map[string]bool
	broken   bool
	diags    []report.Diagnostic
}

// walk checks the calls of a directory, and of the directories of the same
// target that it calls.
func (c *depsCheck) walk(dir string) error {
	if c.seen[dir] {
		return nil
	}
	c.seen[dir] = true
	m, diags, err := c.resolver.Tree.Module(dir)
	if err != nil {
		return err
	}
	c.diags = append(c.diags, diags...)
	c.broken = c.broken || report.HasErrors(diags)
	for _, call := range m.Calls {
		target, finding := c.resolver.Call(c.owner, dir, call, m)
		if finding != nil {
			c.diags = append(c.diags, *finding)
			continue
		}
		c.used[target.Dep] = true
		if target.Dep == "" {
			if err := c.walk(target.Dir); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *depsCheck) unused() {
	for _, dep := range c.owner.Deps {
		if c.used[path.Clean(dep)] {
			continue
		}
		target := c.resolver.Target(path.Clean(dep))
		c.atBuildFile(fmt.Sprintf("%s declares the dep %q, which no module block uses", c.owner.Label, target),
			fmt.Sprintf("Remove %q from deps of %s (%s), or call it.", target, c.owner.Label, hclmod.BuildFile(c.owner)))
	}
}

func (c *depsCheck) atBuildFile(summary, detail string) {
	c.diags = append(c.diags, report.Diagnostic{
		Severity: report.Error, Summary: summary, Detail: detail, File: hclmod.BuildFile(c.owner),
	})
}

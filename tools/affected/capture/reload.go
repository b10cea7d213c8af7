package capture

import (
	"maps"

	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
)

// Reload is what the files load after some of them changed, by workspace path,
// and the given packages with them; read reads the files as they are now. Unreadable
// are packages with a file that cannot be read. The module files are as before.
func Reload(old loads.Graph, changed map[string]bool, packages []string, read func(name string) ([]byte, error)) (now loads.Graph, unreadable []string, err error) {
	m, err := module.Read(read)
	if err != nil {
		return nil, nil, err
	}
	c := collector{read: read, module: m, found: maps.Clone(old)}
	if c.found == nil {
		c.found = loads.Graph{}
	}
	var again []string
	for label := range old {
		if changed[loads.Path(label)] {
			delete(c.found, label)
			again = append(again, label)
		}
	}
	for _, pkg := range packages {
		for _, name := range []string{"BUILD.bazel", "BUILD"} {
			delete(c.found, "//"+pkg+":"+name)
		}
		c.build(pkg)
	}
	for _, label := range again {
		if !buildFile(label) {
			c.follow(label)
		}
	}
	return c.found, c.unreadable, nil
}

func buildFile(label string) bool {
	p := loads.Path(label)
	for _, name := range []string{"BUILD.bazel", "BUILD"} {
		if p == name || len(p) > len(name) && p[len(p)-len(name)-1:] == "/"+name {
			return true
		}
	}
	return false
}

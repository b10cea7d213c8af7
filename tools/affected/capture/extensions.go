package capture

import (
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// anyFile as an input says that any file may be one.
const anyFile = "."

// extensionInputs are the files that the main repository's own module extensions
// read, as far as their code names them, by workspace path. Bazel keeps no record
// of that but in lock files, which not every workspace has. Where a path is
// computed it may be any.
func (c *collector) extensionInputs() []string {
	var roots []string
	for label, tree := range c.parse(c.module.Starlark) {
		if slices.Contains(identifiers(tree), "module_extension") {
			roots = append(roots, label)
		}
	}
	files := c.parse(c.found.Closure(roots))
	code := reachable(files)
	var inputs []string
	for label, tree := range files {
		inputs = append(inputs, c.named(graph.Package(label), tree)...)
	}
	if slices.ContainsFunc(code, computes) {
		inputs = append(inputs, anyFile)
	}
	return inputs
}

// parse reads .bzl files of the main repository, as far as they can be read.
func (c *collector) parse(labels []string) map[string]*build.File {
	files := map[string]*build.File{}
	for _, label := range labels {
		if loads.External(label) {
			continue
		}
		data, err := c.read(loads.Path(label))
		if err != nil {
			continue // Bazel reports it.
		}
		if tree, err := build.ParseDefault(label, data); err == nil {
			files[label] = tree
		}
	}
	return files
}

// named are the files of the main repository whose labels stand in a file.
func (c *collector) named(pkg string, tree *build.File) []string {
	var files []string
	build.Walk(tree, func(e build.Expr, _ []build.Expr) {
		s, ok := e.(*build.StringExpr)
		if !ok || !strings.ContainsAny(s.Value, ":/") || strings.ContainsAny(s.Value, " \n") {
			return
		}
		if label := loads.Resolve(pkg, s.Value, c.module.Main); !loads.External(label) {
			files = append(files, loads.Path(label))
		}
	})
	return files
}

// reachable are the functions of the files that module extensions call, by name:
// of several with one name all. What repository rules do is not among them.
func reachable(files map[string]*build.File) []*build.DefStmt {
	defs, names := map[string][]*build.DefStmt{}, map[string]string{}
	var queue []string
	for _, tree := range files {
		build.Walk(tree, func(e build.Expr, _ []build.Expr) {
			switch v := e.(type) {
			case *build.DefStmt:
				defs[v.Name] = append(defs[v.Name], v)
			case *build.LoadStmt:
				for i := range v.To {
					names[v.To[i].Name] = v.From[i].Name
				}
			case *build.CallExpr:
				if x, ok := v.X.(*build.Ident); ok && x.Name == "module_extension" {
					queue = append(queue, identifiers(v)...)
				}
			}
		})
	}
	var code []*build.DefStmt
	seen := map[string]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		name := queue[0]
		if seen[name] {
			continue
		}
		seen[name] = true
		for _, def := range defs[name] {
			code = append(code, def)
			queue = append(queue, identifiers(def)...)
		}
		if other := names[name]; other != "" {
			queue = append(queue, other)
		}
	}
	return code
}

func identifiers(e build.Expr) []string {
	var names []string
	build.Walk(e, func(e build.Expr, _ []build.Expr) {
		if x, ok := e.(*build.Ident); ok {
			names = append(names, x.Name)
		}
	})
	return names
}

// computes says whether a function makes paths or labels from parts, lists
// directories, or runs programs, which read what they want.
func computes(def *build.DefStmt) bool {
	found := false
	build.Walk(def, func(e build.Expr, _ []build.Expr) {
		switch v := e.(type) {
		case *build.DotExpr:
			found = found || slices.Contains([]string{"dirname", "execute", "get_child", "readdir", "relative", "same_package_label", "watch_tree"}, v.Name)
		case *build.CallExpr:
			found = found || takesFile(v.X) && len(v.List) > 0 && composed(v.List[0])
		}
	})
	return found
}

// takesFile says whether what is called takes a file by its path or label.
func takesFile(callee build.Expr) bool {
	switch v := callee.(type) {
	case *build.Ident:
		return v.Name == "Label"
	case *build.DotExpr:
		return slices.Contains([]string{"path", "read", "watch"}, v.Name)
	}
	return false
}

func composed(e build.Expr) bool {
	switch v := e.(type) {
	case *build.BinaryExpr:
		return true
	case *build.CallExpr:
		return !takesFile(v.X)
	}
	return false
}

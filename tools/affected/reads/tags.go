package reads

import "github.com/bazelbuild/buildtools/build"

// attributes notes what tags' attributes may stand for, and the names that structs give
// values, which an attribute could be mistaken for.
func (a *analysis) attributes() {
	a.tags, a.fields, a.busy = map[string][]value{}, map[string]bool{}, map[variable]bool{}
	root := function{file: &file{}}
	for name, labels := range a.Tags {
		for _, label := range labels {
			a.tags[name] = append(a.tags[name], a.label(root, label))
		}
	}
	for label, f := range a.files {
		eachCall(a.Files[label], "tag_class", func(c *build.CallExpr) { a.tagClass(f, c) })
		for _, values := range f.values {
			for _, v := range values {
				eachCall(v, "struct", a.structure)
			}
		}
	}
	for f := range a.seen {
		eachCall(f.def, "struct", a.structure)
	}
}

func eachCall(e build.Expr, name string, do func(*build.CallExpr)) {
	eachExpr(e, func(e build.Expr) {
		if c, ok := e.(*build.CallExpr); ok && named(c.X) == name {
			do(c)
		}
	})
}

// tagClass notes the attributes of a tag class, with the labels of their defaults.
func (a *analysis) tagClass(f *file, c *build.CallExpr) {
	eachExpr(c, func(e build.Expr) {
		kv, ok := e.(*build.KeyValueExpr)
		if !ok {
			return
		}
		key, ok := kv.Key.(*build.StringExpr)
		if !ok {
			return
		}
		values := []value{nothing()}
		if attr, ok := kv.Value.(*build.CallExpr); ok {
			for _, arg := range attr.List {
				if as, ok := arg.(*build.AssignExpr); ok && named(as.LHS) == "default" {
					values = append(values, a.eval(function{file: f}, as.RHS))
				}
			}
		}
		a.tags[key.Value] = append(a.tags[key.Value], values...)
	})
}

func (a *analysis) structure(c *build.CallExpr) {
	for _, arg := range c.List {
		if as, ok := arg.(*build.AssignExpr); ok {
			a.fields[named(as.LHS)] = true
		}
	}
}

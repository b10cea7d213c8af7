package reads

import (
	"path"
	"slices"

	"github.com/bazelbuild/buildtools/build"
)

// dot is what an attribute of something may stand for.
func (a *analysis) dot(at function, e *build.DotExpr) value {
	if e.Name == "dirname" {
		return a.eval(at, e.X).parent()
	}
	if a.fields[e.Name] {
		return value{} // A struct has one of this name too.
	}
	if values, ok := a.tags[e.Name]; ok {
		return nothing().or(values...)
	}
	return value{}
}

// call is what a call may give.
func (a *analysis) call(at function, e *build.CallExpr) value {
	if m, ok := e.X.(*build.DotExpr); ok {
		return a.method(at, m, e.List)
	}
	switch name := named(e.X); name {
	case "Label":
		if len(e.List) == 1 {
			return a.eval(at, e.List[0])
		}
	case "list", "sorted", "reversed", "tuple", "set", "enumerate", "zip", "depset":
		return a.union(at, e.List)
	default:
		if fn, _, _ := a.lookup(at.file, name); fn.def != nil {
			return a.result(fn)
		}
	}
	return value{}
}

// result is what a function may return.
func (a *analysis) result(fn function) value {
	v := variable{fn, "return"}
	if a.busy[v] {
		return nothing()
	}
	a.busy[v] = true
	defer delete(a.busy, v)
	out := nothing()
	eachExpr(fn.def, func(e build.Expr) {
		if r, ok := e.(*build.ReturnStmt); ok && r.Result != nil {
			out = out.or(a.eval(fn, r.Result))
		}
	})
	return out
}

func (a *analysis) method(at function, m *build.DotExpr, args []build.Expr) value {
	switch m.Name {
	case "path":
		if len(args) == 1 {
			return a.eval(at, args[0])
		}
	case "get_child":
		out := a.eval(at, m.X)
		for _, arg := range args {
			s, literal := arg.(*build.StringExpr)
			if literal {
				out = out.child(s.Value, true)
			} else {
				out = out.child("", false)
			}
		}
		return out
	case "readdir":
		return a.eval(at, m.X).all()
	case "same_package_label", "relative":
		return a.beside(at, m, args)
	case "format":
		return a.beginning(at, m.X)
	case "items", "values", "keys", "get", "pop":
		return a.eval(at, m.X).or(a.union(at, args))
	}
	return value{}
}

// beside is a label of the same package as another.
func (a *analysis) beside(at function, m *build.DotExpr, args []build.Expr) value {
	if len(args) != 1 || m.Name != "same_package_label" {
		return value{}
	}
	base := a.eval(at, m.X)
	base.paths = base.packages
	switch arg := args[0].(type) {
	case *build.StringExpr:
		return base.child(arg.Value, true)
	case *build.BinaryExpr:
		if s, ok := arg.X.(*build.StringExpr); ok && arg.Op == "+" && len(s.Value) > 1 && s.Value[len(s.Value)-1] == '/' {
			return base.child(s.Value[:len(s.Value)-1], true).all()
		}
	}
	return base.all()
}

// sinks notes what a function reads.
func (a *analysis) sinks(at function) {
	a.busy = map[variable]bool{}
	eachExpr(at.def, func(e build.Expr) {
		switch v := e.(type) {
		case *build.DotExpr:
			switch v.Name {
			case "exists", "is_dir", "realpath", "readdir":
				a.note(a.eval(at, v.X).each(func(p string, _ bool) string { return path.Join(p, There) }))
			case "execute", "workspace_root", "watch_tree":
				a.note(value{}) // A program reads what it wants.
			}
		case *build.CallExpr:
			a.called(at, v)
		}
	})
}

func (a *analysis) called(at function, c *build.CallExpr) {
	if m, ok := c.X.(*build.DotExpr); ok && slices.Contains([]string{"path", "read", "extract"}, m.Name) && len(c.List) > 0 {
		arg := c.List[0]
		if as, ok := arg.(*build.AssignExpr); ok {
			arg = as.RHS
		}
		a.note(a.eval(at, arg))
	}
	if name := outermost(c.X); a.external(at.file, name) {
		for _, arg := range c.List {
			if as, ok := arg.(*build.AssignExpr); ok {
				arg = as.RHS
			}
			if a.contexts[variable{at, named(arg)}] {
				a.note(value{}) // Elsewhere is read what is not known.
			}
		}
	}
}

// outermost is the name that a chain of attributes begins with.
func outermost(e build.Expr) string {
	for m, ok := e.(*build.DotExpr); ok; m, ok = e.(*build.DotExpr) {
		e = m.X
	}
	return named(e)
}

func (a *analysis) note(v value) {
	if !v.known {
		a.found[Any] = true
		return
	}
	for _, p := range v.paths {
		if p != "" {
			a.found[p] = true
		}
	}
}

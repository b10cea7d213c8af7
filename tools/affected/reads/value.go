package reads

import (
	"path"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
)

// value is what an expression may stand for: paths of the workspace, if it is known.
type value struct {
	// paths are as Files gives them: with a slash at the end all below.
	paths []string
	// packages are those of the labels that it is made of.
	packages []string
	known    bool
}

func nothing() value { return value{known: true} }

func (v value) or(others ...value) value {
	for _, w := range others {
		v.known = v.known && w.known
		v.paths = append(slices.Clone(v.paths), w.paths...)
		v.packages = append(slices.Clone(v.packages), w.packages...)
	}
	slices.Sort(v.paths)
	slices.Sort(v.packages)
	v.paths, v.packages = slices.Compact(v.paths), slices.Compact(v.packages)
	return v
}

func (v value) each(do func(p string, below bool) string) value {
	out := value{known: v.known, packages: v.packages}
	for _, p := range v.paths {
		if p == Any {
			out.paths = append(out.paths, Any)
			continue
		}
		rest, below := strings.CutSuffix(p, "/")
		out.paths = append(out.paths, do(rest, below))
	}
	return out
}

// tree is all below a directory.
func tree(dir string) string {
	if dir == "" || dir == Any {
		return Any
	}
	return dir + "/"
}

// all is all below what the value stands for.
func (v value) all() value { return v.each(func(p string, _ bool) string { return tree(p) }) }

func (v value) parent() value {
	return v.each(func(p string, below bool) string {
		dir := path.Dir(p)
		switch {
		case p == "":
			return Any // Above the workspace.
		case below:
			return tree(dir)
		case dir == Any:
			return ""
		}
		return dir
	})
}

// child is what lies in a directory by a name; by any, where the name is not known.
func (v value) child(name string, literal bool) value {
	return v.each(func(p string, below bool) string {
		if below || !literal || strings.Contains(name, "..") {
			return tree(p)
		}
		return path.Join(p, name)
	})
}

// eval is what an expression in a function may stand for.
func (a *analysis) eval(at function, e build.Expr) value {
	switch v := e.(type) {
	case *build.StringExpr:
		return a.label(at, v.Value)
	case *build.LiteralExpr:
		return nothing()
	case *build.ParenExpr:
		return a.eval(at, v.X)
	case *build.Ident:
		return a.name(at, v.Name)
	case *build.ListExpr:
		return a.union(at, v.List)
	case *build.TupleExpr:
		return a.union(at, v.List)
	case *build.ConditionalExpr:
		return a.eval(at, v.Then).or(a.eval(at, v.Else))
	case *build.Comprehension:
		return a.eval(at, v.Body)
	case *build.IndexExpr:
		return a.eval(at, v.X)
	case *build.BinaryExpr:
		return a.binary(at, v)
	case *build.DotExpr:
		return a.dot(at, v)
	case *build.CallExpr:
		return a.call(at, v)
	case *build.DictExpr:
		out := nothing()
		for _, kv := range v.List {
			out = out.or(a.eval(at, kv.Key), a.eval(at, kv.Value))
		}
		return out
	}
	return value{}
}

func (a *analysis) union(at function, list []build.Expr) value {
	out := nothing()
	for _, e := range list {
		out = out.or(a.eval(at, e))
	}
	return out
}

// label is the path of a label; none for one of another repository.
func (a *analysis) label(at function, text string) value {
	if text == "" {
		return nothing()
	}
	resolved := a.Resolve(at.file.pkg, text)
	if strings.HasPrefix(resolved, "@") {
		return nothing()
	}
	return value{[]string{pathOf(resolved)}, []string{packageOf(resolved)}, true}
}

// beginning is what may stand behind a literal that a text begins with.
func (a *analysis) beginning(at function, e build.Expr) value {
	s, ok := e.(*build.StringExpr)
	if !ok {
		return value{}
	}
	text, _, _ := strings.Cut(s.Value, "{")
	text, _, _ = strings.Cut(text, "%")
	if !strings.Contains(text, "//") || !strings.Contains(text, ":") {
		return value{} // The package is computed.
	}
	text = text[:strings.LastIndexAny(text, ":/")+1] + "x"
	return a.label(at, text).parent().all()
}

func (a *analysis) binary(at function, e *build.BinaryExpr) value {
	switch e.Op {
	case "or", "and":
		return a.eval(at, e.X).or(a.eval(at, e.Y))
	case "%":
		return a.beginning(at, e.X)
	case "+":
		if listed(e.X) || listed(e.Y) {
			return a.eval(at, e.X).or(a.eval(at, e.Y))
		}
		first := e.X
		for b, ok := first.(*build.BinaryExpr); ok && b.Op == "+"; b, ok = first.(*build.BinaryExpr) {
			first = b.X
		}
		return a.beginning(at, first)
	}
	return value{}
}

func listed(e build.Expr) bool {
	switch e.(type) {
	case *build.ListExpr, *build.Comprehension, *build.TupleExpr:
		return true
	}
	return false
}

// name is what a variable, parameter or constant may stand for.
func (a *analysis) name(at function, name string) value {
	switch name {
	case "None", "True", "False":
		return nothing()
	}
	v := variable{at, name}
	if a.busy[v] {
		return nothing() // What is being found out.
	}
	a.busy[v] = true
	defer delete(a.busy, v)
	if at.def != nil {
		local := map[string][]build.Expr{}
		for _, stmt := range at.def.Body {
			bindings(stmt, local)
		}
		out, found := nothing(), false
		if values := local[name]; values != nil {
			out, found = a.union(at, values), true
		}
		if slices.Contains(parameters(at.def), name) {
			out, found = out.or(a.parameter(at, name)), true
		}
		if found {
			return out
		}
	}
	if _, from, values := a.lookup(at.file, name); values != nil {
		return a.union(function{file: from}, values)
	}
	return value{}
}

// parameter is what the calls of a function give it.
func (a *analysis) parameter(at function, name string) value {
	if len(a.calls[at]) == 0 || a.contexts[variable{at, name}] {
		return value{}
	}
	out := nothing()
	for _, c := range a.calls[at] {
		arg := argument(at.def, name, c.expr)
		if arg == nil {
			return value{}
		}
		out = out.or(a.eval(c.from, arg))
	}
	return out
}

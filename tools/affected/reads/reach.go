package reads

import (
	"github.com/bazelbuild/buildtools/build"
)

// reach finds the functions that extensions may call, with the calls. What repository
// rules do is not among them: Bazel keeps a record of that.
func (a *analysis) reach() {
	a.contexts = map[variable]bool{}
	var queue []function
	for _, f := range a.files {
		for _, values := range f.values {
			for _, v := range values {
				eachExpr(v, func(e build.Expr) {
					if c, ok := e.(*build.CallExpr); ok && named(c.X) == "module_extension" {
						queue = append(queue, a.implementations(f, c)...)
					}
				})
			}
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		if at := queue[0]; !a.seen[at] {
			a.seen[at] = true
			queue = append(queue, a.callees(at)...)
		}
	}
	a.passOn()
}

// implementations are the functions that a call of module_extension names; their first
// parameter is the extension's context.
func (a *analysis) implementations(f *file, c *build.CallExpr) []function {
	var all []function
	for _, name := range names(c) {
		if fn, _, _ := a.lookup(f, name); fn.def != nil {
			all = append(all, fn)
			if params := parameters(fn.def); len(params) > 0 {
				a.contexts[variable{fn, params[0]}] = true
			}
		}
	}
	return all
}

// callees are the functions that a function names, directly or through values at the top
// of a file.
func (a *analysis) callees(at function) []function {
	var all []function
	var follow func(f *file, e build.Expr, depth int)
	follow = func(f *file, e build.Expr, depth int) {
		for _, name := range names(e) {
			fn, from, values := a.lookup(f, name)
			if fn.def != nil {
				all = append(all, fn)
			}
			for _, v := range values {
				if c, ok := v.(*build.CallExpr); depth < 5 && !(ok && declares(named(c.X))) {
					follow(from, v, depth+1)
				}
			}
		}
	}
	follow(at.file, at.def, 0)
	eachExpr(at.def, func(e build.Expr) {
		c, ok := e.(*build.CallExpr)
		if !ok {
			return
		}
		if fn, _, _ := a.lookup(at.file, named(c.X)); fn.def != nil {
			a.calls[fn] = append(a.calls[fn], call{at, c})
		}
	})
	return all
}

// declares says whether a function of Bazel's makes something that runs by itself, later.
func declares(name string) bool {
	switch name {
	case "repository_rule", "rule", "aspect", "macro", "tag_class", "provider", "transition", "module_extension":
		return true
	}
	return false
}

// passOn finds the parameters by which functions pass the extension's context on.
func (a *analysis) passOn() {
	for more := true; more; {
		more = false
		for fn, calls := range a.calls {
			for _, param := range parameters(fn.def) {
				v := variable{fn, param}
				for _, c := range calls {
					arg := argument(fn.def, param, c.expr)
					if !a.contexts[v] && arg != nil && a.contexts[variable{c.from, named(arg)}] {
						a.contexts[v], more = true, true
					}
				}
			}
		}
	}
}

// parameters are the names of a function's parameters, in their order.
func parameters(def *build.DefStmt) []string {
	var all []string
	for _, p := range def.Params {
		switch v := p.(type) {
		case *build.Ident:
			all = append(all, v.Name)
		case *build.AssignExpr:
			all = append(all, named(v.LHS))
		case *build.UnaryExpr: // *args and **kwargs.
			all = append(all, v.Op+named(v.X))
		}
	}
	return all
}

// argument is what a call gives a parameter; nil for nothing that can be told.
func argument(def *build.DefStmt, param string, c *build.CallExpr) build.Expr {
	at := -1
	for i, name := range parameters(def) {
		if name == param {
			at = i
		}
	}
	position := 0
	for _, arg := range c.List {
		switch v := arg.(type) {
		case *build.AssignExpr:
			if named(v.LHS) == param {
				return v.RHS
			}
			continue
		case *build.UnaryExpr:
			if v.Op == "*" || v.Op == "**" {
				return nil
			}
		}
		if position == at {
			return arg
		}
		position++
	}
	for _, p := range def.Params {
		if v, ok := p.(*build.AssignExpr); ok && named(v.LHS) == param {
			return v.RHS // Its default.
		}
	}
	return nil
}

// named is the name that an expression is; empty for any other.
func named(e build.Expr) string {
	if x, ok := e.(*build.Ident); ok {
		return x.Name
	}
	return ""
}

func names(e build.Expr) []string {
	var all []string
	eachExpr(e, func(e build.Expr) {
		if name := named(e); name != "" {
			all = append(all, name)
		}
	})
	return all
}

func eachExpr(e build.Expr, do func(build.Expr)) {
	build.Walk(e, func(e build.Expr, _ []build.Expr) { do(e) })
}

// bindings notes what is assigned to names: by =, by +=, by the variables of loops and
// comprehensions, and by methods that add to what a name stands for.
func bindings(e build.Expr, into map[string][]build.Expr) {
	bind := func(target, value build.Expr) {
		for _, name := range names(target) {
			into[name] = append(into[name], value)
		}
	}
	arguments := map[build.Expr]bool{} // Arguments by name look like assignments.
	eachExpr(e, func(e build.Expr) {
		switch v := e.(type) {
		case *build.AssignExpr:
			if !arguments[e] {
				bind(v.LHS, v.RHS)
			}
		case *build.ForStmt:
			bind(v.Vars, v.X)
		case *build.ForClause:
			bind(v.Vars, v.X)
		case *build.CallExpr:
			for _, arg := range v.List {
				arguments[arg] = true
			}
			if m, ok := v.X.(*build.DotExpr); ok && adds(m.Name) {
				for _, arg := range v.List {
					bind(m.X, arg)
				}
			}
		}
	})
}

func adds(method string) bool {
	switch method {
	case "append", "extend", "insert", "update", "setdefault":
		return true
	}
	return false
}

package phases

import (
	"slices"

	"github.com/bazelbuild/buildtools/build"
)

// A statement is one at the top of a file.
type statement struct {
	// names are what it binds.
	names []string
	// refers are the names in it; implementations are those that are only given to
	// what calls them when targets are analysed.
	refers, implementations map[string]bool
	// class is the name of the rule that it makes; empty for none.
	class string
	// function says that it is a definition of one.
	function bool
	// calls says that it calls functions of files, or methods.
	calls bool
	// literal says that it binds its names without computing anything.
	literal bool
	// makesRules says that rules are made in it that get their names elsewhere.
	makesRules bool
}

// boundNames are the names that a file binds, by load statements too; and those of
// Bazel's functions that are told apart, if they are used in another way than to call
// them: they may be other things then.
func boundNames(tree *build.File) map[string]bool {
	bound := map[string]bool{}
	called := map[build.Expr]bool{}
	build.Walk(tree, func(e build.Expr, _ []build.Expr) {
		switch e := e.(type) {
		case *build.CallExpr:
			called[e.X] = true
		case *build.Ident:
			if slices.Contains(delaying(), e.Name) && !called[e] {
				bound[e.Name] = true
			}
		}
	})
	for _, stmt := range tree.Stmt {
		switch s := stmt.(type) {
		case *build.LoadStmt:
			for _, to := range s.To {
				bound[to.Name] = true
			}
		case *build.DefStmt:
			bound[s.Name] = true
		case *build.AssignExpr:
			for _, name := range targets(s.LHS) {
				bound[name] = true
			}
		}
	}
	return bound
}

// delaying are the functions of Bazel that take another to call it when targets are
// analysed.
func delaying() []string { return []string{"rule", "aspect", "transition"} }

// literal says whether a value is one of literals and names.
func literal(e build.Expr) bool {
	switch e := e.(type) {
	case *build.StringExpr, *build.LiteralExpr, *build.Ident:
		return true
	case *build.ListExpr:
		return !slices.ContainsFunc(e.List, func(e build.Expr) bool { return !literal(e) })
	case *build.TupleExpr:
		return !slices.ContainsFunc(e.List, func(e build.Expr) bool { return !literal(e) })
	}
	return false
}

func literalDefaults(def *build.DefStmt) bool {
	return !slices.ContainsFunc(def.Params, func(p build.Expr) bool {
		as, ok := p.(*build.AssignExpr)
		return ok && !literal(as.RHS)
	})
}

// targets are the names that an assignment binds; none where it changes what a name
// has already.
func targets(lhs build.Expr) []string {
	switch e := lhs.(type) {
	case *build.Ident:
		return []string{e.Name}
	case *build.ParenExpr:
		return targets(e.X)
	case *build.TupleExpr:
		return targetsOf(e.List)
	case *build.ListExpr:
		return targetsOf(e.List)
	}
	return nil
}

func targetsOf(list []build.Expr) []string {
	var names []string
	for _, e := range list {
		more := targets(e)
		if more == nil {
			return nil
		}
		names = append(names, more...)
	}
	return names
}

// parseStatement reads a statement; false for one of another kind than files have at
// their top.
func parseStatement(stmt build.Expr, bound map[string]bool) (statement, bool) {
	s := statement{refers: map[string]bool{}, implementations: map[string]bool{}}
	w := walker{statement: &s, bound: bound}
	switch e := stmt.(type) {
	case *build.DefStmt:
		s.names, s.function, s.literal = []string{e.Name}, true, literalDefaults(e)
	case *build.AssignExpr:
		if s.names = targets(e.LHS); e.Op != "=" || s.names == nil {
			return s, false
		}
		s.literal = len(s.names) == 1 && literal(e.RHS)
		if call, ok := e.RHS.(*build.CallExpr); ok && len(s.names) == 1 && w.builtin(call) == "rule" {
			s.class, w.named = s.names[0], call
		}
	case *build.CallExpr:
	default:
		return s, false
	}
	w.walk(stmt)
	for _, name := range s.names { // Unless it calls itself, that is no reference.
		delete(s.refers, name)
	}
	return s, true
}

// walker goes through a statement.
type walker struct {
	*statement
	bound map[string]bool
	// named is the call that makes the rule which gets the statement's name.
	named *build.CallExpr
}

func (w *walker) walk(stmt build.Expr) {
	skip := map[*build.Ident]bool{}
	build.Walk(stmt, func(e build.Expr, _ []build.Expr) {
		switch e := e.(type) {
		case *build.CallExpr:
			if id := w.call(e); id != nil {
				w.implementations[id.Name], skip[id] = true, true
			}
		case *build.Ident:
			if !skip[e] {
				w.refers[e.Name] = true
			}
		}
	})
}

// call looks at a call. It returns the name that it is given to be called later.
func (w *walker) call(c *build.CallExpr) *build.Ident {
	name := w.builtin(c)
	w.calls = w.calls || name == ""
	if name == "rule" && c != w.named {
		w.makesRules = true
	}
	if !slices.Contains(delaying(), name) {
		return nil
	}
	for i, arg := range c.List {
		if as, ok := arg.(*build.AssignExpr); ok {
			if key, ok := as.LHS.(*build.Ident); !ok || key.Name != "implementation" {
				continue
			}
			arg = as.RHS
		} else if i > 0 {
			continue
		}
		if id, ok := arg.(*build.Ident); ok {
			return id
		}
	}
	return nil
}

// builtin is the name of the function of Bazel that a call is of, such as "rule" and
// "attr.label"; empty for one of the files', and for a method, which may change what
// it is of.
func (w *walker) builtin(c *build.CallExpr) string {
	switch f := c.X.(type) {
	case *build.Ident:
		if !w.bound[f.Name] {
			return f.Name
		}
	case *build.DotExpr:
		if x, ok := f.X.(*build.Ident); ok && !w.bound[x.Name] && (x.Name == "attr" || x.Name == "config") {
			return x.Name + "." + f.Name
		}
	}
	return ""
}

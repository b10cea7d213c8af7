package loads

import (
	"slices"

	"github.com/bazelbuild/buildtools/build"
)

// OnlyVisibility says whether two versions of a BUILD file differ, but for comments and
// form, only in default_visibility of package(), and which that is in each. That is no
// attribute of any target: it only says who may use those that say nothing themselves.
func OnlyVisibility(a, b []byte) (before, after []string, only bool) {
	x, before, known := withoutVisibility(a)
	y, after, also := withoutVisibility(b)
	return before, after, known && also && x == y && !slices.Equal(before, after)
}

// withoutVisibility is a BUILD file without its default visibility, and that; false
// where package() is not Bazel's, or is not told by literals.
func withoutVisibility(content []byte) (rest string, visibility []string, ok bool) {
	tree, err := build.ParseBuild("BUILD", content)
	if err != nil || Rebinds(content) {
		return "", nil, false
	}
	ok = true
	tree.Stmt = slices.DeleteFunc(tree.Stmt, func(e build.Expr) bool {
		c, isCall := e.(*build.CallExpr)
		if !isCall || !isPackage(c) {
			return false
		}
		visibility, ok = takeVisibility(c)
		return len(c.List) == 0 // As if it were not there.
	})
	return Plain(tree), visibility, ok
}

func isPackage(c *build.CallExpr) bool {
	x, ok := c.X.(*build.Ident)
	return ok && x.Name == "package"
}

// takeVisibility takes default_visibility out of a call.
func takeVisibility(c *build.CallExpr) (labels []string, ok bool) {
	for i, arg := range c.List {
		as, named := arg.(*build.AssignExpr)
		if !named {
			return nil, false
		}
		if name, _ := as.LHS.(*build.Ident); name == nil || name.Name != "default_visibility" {
			continue
		}
		labels, ok = literals(as.RHS)
		c.List = slices.Delete(c.List, i, i+1)
		return labels, ok
	}
	return nil, true
}

// literals are the strings of a list.
func literals(e build.Expr) (all []string, ok bool) {
	list, ok := e.(*build.ListExpr)
	if !ok {
		return nil, false
	}
	for _, e := range list.List {
		s, literal := e.(*build.StringExpr)
		if !literal {
			return nil, false
		}
		all = append(all, s.Value)
	}
	return all, true
}

// Rebinds says whether a BUILD file, or the prelude of all, gives the name package to
// something else than Bazel's package().
func Rebinds(content []byte) bool {
	tree, err := build.ParseBuild("BUILD", content)
	if err != nil {
		return true
	}
	found := false
	build.Walk(tree, func(e build.Expr, _ []build.Expr) {
		switch s := e.(type) {
		case *build.LoadStmt:
			found = found || slices.ContainsFunc(s.To, func(to *build.Ident) bool { return to.Name == "package" })
		case *build.AssignExpr:
			x, is := s.LHS.(*build.Ident)
			found = found || is && x.Name == "package"
		case *build.DefStmt:
			found = found || s.Name == "package"
		}
	})
	return found
}

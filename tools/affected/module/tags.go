package module

import (
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
)

// tags takes in what a module file gives tags of extensions: labels, where those are the
// main repository's own, by their attributes.
func (m *Module) tags(tree *build.File) {
	extensions := map[string]bool{}
	build.Walk(tree, func(e build.Expr, _ []build.Expr) {
		as, ok := e.(*build.AssignExpr)
		if !ok {
			return
		}
		name, _ := as.LHS.(*build.Ident)
		call, _ := as.RHS.(*build.CallExpr)
		if name == nil || call == nil {
			return
		}
		if f, ok := call.X.(*build.Ident); ok && f.Name == "use_extension" && len(call.List) > 0 && m.own(call.List[0]) {
			extensions[name.Name] = true
		}
	})
	everything := texts(tree)
	build.Walk(tree, func(e build.Expr, _ []build.Expr) {
		call, ok := e.(*build.CallExpr)
		if !ok {
			return
		}
		tag, _ := call.X.(*build.DotExpr)
		if tag == nil {
			return
		}
		for _, text := range texts(call) {
			if text != "" && !strings.ContainsAny(text, " \n:@") && !strings.HasPrefix(text, "//") {
				m.Words = append(m.Words, text)
			}
		}
		if x, ok := tag.X.(*build.Ident); ok && extensions[x.Name] {
			m.tag(call, everything)
		}
	})
}

// own says whether a label is of the main repository; one that is computed may be.
func (m *Module) own(label build.Expr) bool {
	s, ok := label.(*build.StringExpr)
	if !ok {
		return true
	}
	rest, other := strings.CutPrefix(s.Value, "@")
	repo, _, _ := strings.Cut(strings.TrimPrefix(rest, "@"), "//")
	return !other || m.Main(repo)
}

// tag takes in one tag. What it is given by a variable may be any text of the file.
func (m *Module) tag(call *build.CallExpr, everything []string) {
	if m.Tags == nil {
		m.Tags = map[string][]string{}
	}
	for _, arg := range call.List {
		as, ok := arg.(*build.AssignExpr)
		if !ok {
			continue
		}
		name, ok := as.LHS.(*build.Ident)
		if !ok {
			continue
		}
		given := texts(as.RHS)
		if !literal(as.RHS) {
			given = everything
		}
		m.Tags[name.Name] = append(m.Tags[name.Name], given...)
	}
}

// texts are all texts in an expression.
func texts(e build.Expr) []string {
	var all []string
	build.Walk(e, func(e build.Expr, _ []build.Expr) {
		if s, ok := e.(*build.StringExpr); ok {
			all = append(all, s.Value)
		}
	})
	return all
}

// literal says whether an expression is made of texts, numbers, truths, lists and
// dictionaries alone.
func literal(e build.Expr) bool {
	is := true
	build.Walk(e, func(e build.Expr, _ []build.Expr) {
		switch v := e.(type) {
		case *build.StringExpr, *build.LiteralExpr, *build.ListExpr, *build.DictExpr, *build.KeyValueExpr, *build.TupleExpr, *build.ParenExpr:
		case *build.Ident:
			is = is && slices.Contains([]string{"True", "False", "None"}, v.Name)
		default:
			is = false
		}
	})
	return is
}

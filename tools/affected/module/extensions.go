package module

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/bazelbuild/buildtools/build"
)

// OnlyExtensions says whether two versions of a module file differ only in which
// module extensions and repository rules it uses, with which tags, and which of
// their repositories it names. Such a change makes other repositories, and changes
// neither which modules there are nor which toolchains are registered.
func OnlyExtensions(name string, a, b []byte) bool {
	x, errX := build.ParseModule(name, a)
	y, errY := build.ParseModule(name, b)
	return errX == nil && errY == nil && slices.Equal(others(x), others(y))
}

// others are the statements of a module file that are not about extensions.
func others(tree *build.File) []string {
	proxies := map[string]bool{}
	var rest []string
	for _, statement := range tree.Stmt {
		if !aboutExtensions(statement, proxies) {
			rest = append(rest, plain(&build.File{Type: build.TypeModule, Stmt: []build.Expr{statement}}))
		}
	}
	return rest
}

// aboutExtensions says whether a statement is. Proxies are the names of extensions
// and repository rules so far.
func aboutExtensions(statement build.Expr, proxies map[string]bool) bool {
	switch v := statement.(type) {
	case *build.CommentBlock:
		return true
	case *build.AssignExpr:
		name, isName := v.LHS.(*build.Ident)
		call, isCall := v.RHS.(*build.CallExpr)
		if !isName || !isCall || !slices.Contains([]string{"use_extension", "use_repo_rule"}, called(call)) {
			return false
		}
		proxies[name.Name] = true
		return true
	case *build.Comprehension:
		return aboutExtensions(v.Body, proxies)
	case *build.CallExpr:
		if tag, ok := v.X.(*build.DotExpr); ok {
			proxy, isName := tag.X.(*build.Ident)
			return isName && proxies[proxy.Name]
		}
		return called(v) == "use_repo" || proxies[called(v)]
	}
	return false
}

func called(call *build.CallExpr) string {
	if name, ok := call.X.(*build.Ident); ok {
		return name.Name
	}
	return ""
}

// OnlyExtensionsLocked says whether two versions of MODULE.bazel.lock differ only in
// what module extensions told.
func OnlyExtensionsLocked(a, b []byte) bool {
	var x, y map[string]any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	for _, lock := range []map[string]any{x, y} {
		delete(lock, "moduleExtensions")
		delete(lock, "facts") // What extensions remember (Bazel 8.5 and later).
	}
	return reflect.DeepEqual(x, y)
}

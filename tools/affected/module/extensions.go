package module

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// OnlyExtensions says whether two versions of a module file differ only in which
// module extensions and repository rules it uses, with which tags, and which of
// their repositories it names. Such a change makes other repositories, and changes
// neither which modules there are nor which toolchains are registered.
func OnlyExtensions(name string, a, b []byte) bool {
	x, errX := build.ParseModule(name, a)
	y, errY := build.ParseModule(name, b)
	return errX == nil && errY == nil && slices.Equal(others(x, false), others(y, false))
}

// OnlyTags says whether two versions of a module file differ only in the tags that it
// gives its own module extensions: which ones it uses, and what it calls their
// repositories, is the same.
func OnlyTags(name string, a, b []byte) bool {
	x, errX := build.ParseModule(name, a)
	y, errY := build.ParseModule(name, b)
	return errX == nil && errY == nil && slices.Equal(others(x, true), others(y, true))
}

// others are the statements of a module file that are not about extensions, or that
// are no tags of its own ones.
func others(tree *build.File, tags bool) []string {
	proxies, own := map[string]bool{}, map[string]bool{}
	var rest []string
	for _, statement := range tree.Stmt {
		about := aboutExtensions(statement, proxies)
		if as, ok := statement.(*build.AssignExpr); ok && about && ownExtension(as.RHS) {
			own[as.LHS.(*build.Ident).Name] = true
		}
		if !about || tags && !tag(statement, own) {
			rest = append(rest, loads.Plain(&build.File{Type: build.TypeModule, Stmt: []build.Expr{statement}}))
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

// ownExtension says whether a call uses an extension of the same workspace.
func ownExtension(use build.Expr) bool {
	call, ok := use.(*build.CallExpr)
	if !ok || called(call) != "use_extension" || len(call.List) == 0 {
		return false
	}
	file, ok := call.List[0].(*build.StringExpr)
	return ok && (strings.HasPrefix(file.Value, "//") || strings.HasPrefix(file.Value, ":"))
}

// tag says whether a statement is a tag of one of the extensions, or several.
func tag(statement build.Expr, of map[string]bool) bool {
	switch v := statement.(type) {
	case *build.CommentBlock:
		return true
	case *build.Comprehension:
		return tag(v.Body, of)
	case *build.CallExpr:
		if x, ok := v.X.(*build.DotExpr); ok {
			name, ok := x.X.(*build.Ident)
			return ok && of[name.Name]
		}
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
	return onlyLocked(a, b, func(string) bool { return true })
}

// OnlyOwnLocked says whether they differ only in what the workspace's own told.
func OnlyOwnLocked(a, b []byte) bool {
	return onlyLocked(a, b, func(extension string) bool { return strings.HasPrefix(extension, "//") })
}

func onlyLocked(a, b []byte, which func(extension string) bool) bool {
	var x, y map[string]any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	for _, lock := range []map[string]any{x, y} {
		// Facts are what extensions remember (Bazel 8.5 and later).
		for _, section := range []string{"moduleExtensions", "facts"} {
			told, _ := lock[section].(map[string]any)
			maps.DeleteFunc(told, func(extension string, _ any) bool { return which(extension) })
			if len(told) == 0 {
				delete(lock, section)
			}
		}
	}
	return reflect.DeepEqual(x, y)
}

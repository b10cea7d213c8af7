package module

import (
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
)

// call takes in the names by which a bazel_dep or a use_repo lets the workspace call
// repositories.
func (m *Module) call(call *build.CallExpr) {
	if m.Called == nil {
		m.Called = map[string]string{}
	}
	rule := build.Rule{Call: call}
	if name := rule.Name(); name != "" {
		m.Called[name] = name
		if other := rule.AttrString("repo_name"); other != "" {
			delete(m.Called, name)
			m.Called[other] = name
		}
		return
	}
	for _, name := range arguments(call) {
		m.Called[name] = name
	}
	for _, name := range rule.AttrKeys() {
		if called := rule.AttrString(name); called != "" {
			m.Called[name] = called
		}
	}
}

// CalledOtherwise are the modules and the repositories of extensions that have other names
// in one state of a workspace than in another, or a name in one alone; sorted.
func CalledOtherwise(a, b Module) []string {
	var others []string
	for _, pair := range [][2]map[string]string{{a.Called, b.Called}, {b.Called, a.Called}} {
		for apparent, name := range pair[0] {
			if pair[1][apparent] != name {
				others = append(others, name)
			}
		}
	}
	slices.Sort(others)
	return slices.Compact(others)
}

// Is says whether a repository's canonical name may be that of a module, or of a
// repository of an extension, with the name.
func Is(canonical, name string) bool {
	module := canonical
	if i := strings.IndexAny(canonical, "~+"); i >= 0 {
		module = canonical[:i]
	}
	return module == name || OwnName(canonical) == name
}

// OwnName is what an extension calls the repository with a canonical name.
func OwnName(canonical string) string { return canonical[strings.LastIndexAny(canonical, "~+")+1:] }

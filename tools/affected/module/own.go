package module

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
)

// OwnRepos are the names that the workspace gives the repositories of its extensions
// and repository rules. False says that others may depend on those of its own
// extensions: that a tag names one, for an extension of another module to read; or
// that a module file has what this program does not know.
func OwnRepos(read func(name string) ([]byte, error)) (names map[string]bool, ok bool) {
	m, err := Read(read)
	if err != nil || !OnlyModules(read) {
		return nil, false
	}
	o := own{repos: map[string]bool{}, rules: map[string]bool{}}
	for _, name := range m.Files {
		data, err := read(name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		tree, errs := build.ParseModule(name, data)
		if err != nil || errs != nil || slices.ContainsFunc(tree.Stmt, func(s build.Expr) bool { return !o.statement(s) }) {
			return nil, false
		}
	}
	for _, repo := range o.named {
		if o.repos[repo] {
			return nil, false
		}
	}
	return o.repos, true
}

// own is what module files say of extensions.
type own struct {
	repos map[string]bool
	// rules are the names of repository rules.
	rules map[string]bool
	// named are the repositories that tags name.
	named []string
}

// statement takes in a statement; it says whether it is a known one.
func (o *own) statement(statement build.Expr) bool {
	switch v := statement.(type) {
	case *build.CommentBlock, *build.StringExpr:
		return true
	case *build.AssignExpr:
		return o.assign(v)
	case *build.CallExpr:
		if _, isTag := v.X.(*build.DotExpr); isTag {
			return o.tag(v)
		}
		return o.call(v)
	}
	return false
}

// assign takes in the use of an extension, which another module's files can use too
// unless it is ours, or of a repository rule.
func (o *own) assign(as *build.AssignExpr) bool {
	name, isName := as.LHS.(*build.Ident)
	call, isCall := as.RHS.(*build.CallExpr)
	if !isName || !isCall || len(call.List) < 2 {
		return false
	}
	switch called(call) {
	case "use_extension":
		for _, arg := range call.List[2:] {
			as, ok := arg.(*build.AssignExpr)
			if !ok {
				return false
			}
			if key, ok := as.LHS.(*build.Ident); !ok || key.Name != "dev_dependency" {
				return false
			}
		}
		return true
	case "use_repo_rule":
		o.rules[name.Name] = true
		return true
	}
	return false
}

func (o *own) call(call *build.CallExpr) bool {
	switch name := called(call); {
	case name == "use_repo":
		return o.use(call)
	case o.rules[name]:
		for _, repo := range arguments(call, "name") {
			o.repos[repo] = true
		}
		return o.tag(call)
	default:
		return slices.Contains([]string{
			"module", "bazel_dep", "include", "register_toolchains", "register_execution_platforms", "local_path_override",
			"archive_override", "git_override", "single_version_override", "multiple_version_override",
		}, name)
	}
}

func (o *own) use(call *build.CallExpr) bool {
	for _, arg := range call.List[min(1, len(call.List)):] {
		switch v := arg.(type) {
		case *build.StringExpr:
			o.repos[v.Value] = true
		case *build.AssignExpr:
			name, ok := v.LHS.(*build.Ident)
			if !ok {
				return false
			}
			o.repos[name.Name] = true
		default:
			return false
		}
	}
	return true
}

// tag takes in the repositories that literals name.
func (o *own) tag(call *build.CallExpr) bool {
	for _, arg := range call.List {
		if as, ok := arg.(*build.AssignExpr); ok {
			arg = as.RHS
		}
		if !literal(arg) {
			return false
		}
		for _, text := range texts(arg) {
			if rest, ok := strings.CutPrefix(text, "@"); ok {
				repo, _, _ := strings.Cut(strings.TrimPrefix(rest, "@"), "//")
				o.named = append(o.named, repo)
			}
		}
	}
	return true
}

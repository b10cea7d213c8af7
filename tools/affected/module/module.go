// Package module reads what a workspace's MODULE.bazel and the files it includes
// say of other files, without Bazel.
package module

import (
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// Label stands for the module files among those that load others.
const Label = "//:MODULE.bazel"

// Module is what the module files say.
type Module struct {
	// Names by which the workspace calls itself.
	Names []string
	// Files are the module files, as workspace paths: MODULE.bazel first.
	Files []string
	// Starlark are the labels of the .bzl files with its extensions and
	// repository rules, canonical where they are the main repository's.
	Starlark []string
	// Mentioned are the workspace paths of other files that it names by labels.
	Mentioned []string
	// Words are texts of tags that may be labels of files beside MODULE.bazel.
	Words []string
	// Tags are the labels that attributes of the tags of the main repository's own
	// extensions are given, by the attributes' names.
	Tags map[string][]string
	// Referred are the apparent names of repositories that labels are of, by which
	// files and toolchains of theirs may be taken.
	Referred []string
	// Extensions says that it uses module extensions or repository rules, which
	// may read any file.
	Extensions bool
	// Called are the modules and the repositories of extensions that the workspace uses,
	// by what it calls them.
	Called map[string]string
}

// Named are the names that extensions may give the repository with an apparent name.
func (m Module) Named(apparent string) []string {
	if name, ok := m.Called[apparent]; ok && name != apparent {
		return []string{apparent, name}
	}
	return []string{apparent}
}

// Main says whether an apparent repository name is the workspace's own.
func (m Module) Main(repo string) bool { return repo == "" || slices.Contains(m.Names, repo) }

// Read reads MODULE.bazel and what it includes. A workspace without one has an
// empty Module.
func Read(read func(name string) ([]byte, error)) (Module, error) {
	var m Module
	var labels []string
	queue := []string{"MODULE.bazel"}
	for i := 0; i < len(queue); i++ {
		data, err := read(queue[i])
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return m, fmt.Errorf("reading %s: %w", queue[i], err)
		}
		m.Files = append(m.Files, queue[i])
		tree, err := build.ParseModule(queue[i], data)
		if err != nil {
			continue // Bazel reports it.
		}
		for _, included := range m.file(tree, &labels) {
			if !slices.Contains(queue, included) {
				queue = append(queue, included)
			}
		}
		m.tags(tree)
	}
	m.sort(labels)
	return m, nil
}

// file takes in a module file; it returns the files that it includes.
func (m *Module) file(tree *build.File, labels *[]string) (included []string) {
	build.Walk(tree, func(e build.Expr, _ []build.Expr) {
		switch v := e.(type) {
		case *build.StringExpr:
			*labels = append(*labels, v.Value)
		case *build.CallExpr:
			ident, _ := v.X.(*build.Ident)
			if ident == nil {
				return
			}
			switch ident.Name {
			case "module":
				m.Names = append(m.Names, arguments(v, "name", "repo_name")...)
			case "include":
				for _, label := range arguments(v, "label") {
					included = append(included, labelPath(label))
				}
			case "use_extension", "use_repo_rule":
				m.Extensions = true
			case "bazel_dep", "use_repo":
				m.call(v)
			}
		}
	})
	return included
}

// arguments are the string values of the named arguments, and of positional ones.
func arguments(call *build.CallExpr, names ...string) []string {
	var values []string
	for _, arg := range call.List {
		if as, ok := arg.(*build.AssignExpr); ok {
			if name, ok := as.LHS.(*build.Ident); !ok || !slices.Contains(names, name.Name) {
				continue
			}
			arg = as.RHS
		}
		if s, ok := arg.(*build.StringExpr); ok && s.Value != "" {
			values = append(values, s.Value)
		}
	}
	return values
}

func (m *Module) sort(labels []string) {
	for _, label := range labels {
		own := label
		if rest, ok := strings.CutPrefix(label, "@"); ok {
			repo, target, slashes := strings.Cut(rest, "//")
			if !slashes || !m.Main(strings.TrimPrefix(repo, "@")) {
				m.Referred = append(m.Referred, strings.TrimPrefix(repo, "@"))
				continue
			}
			own = "//" + target
		}
		if !strings.HasPrefix(own, "//") && !strings.HasPrefix(own, ":") {
			continue
		}
		if strings.HasSuffix(own, ".bzl") || strings.HasSuffix(own, ".scl") {
			m.Starlark = append(m.Starlark, "//"+strings.TrimPrefix(own, "//"))
			continue
		}
		m.Mentioned = append(m.Mentioned, labelPath(own))
	}
	for _, list := range []*[]string{&m.Starlark, &m.Mentioned, &m.Words, &m.Referred} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

func labelPath(label string) string {
	if at := strings.Index(label, "//"); at >= 0 {
		label = label[at+2:]
	}
	pkg, name, colon := strings.Cut(label, ":")
	if !colon {
		return path.Join(pkg, path.Base(pkg))
	}
	return path.Join(pkg, name)
}

// Same says whether two versions of a file of Starlark differ in comments and
// form only.
func Same(name string, a, b []byte) bool {
	x, err := build.ParseModule(name, a)
	if err != nil {
		return false
	}
	y, err := build.ParseModule(name, b)
	return err == nil && loads.Plain(x) == loads.Plain(y)
}

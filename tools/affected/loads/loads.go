// Package loads reads what BUILD and .bzl files load, without Bazel: load
// statements have literal arguments and stand at the top of a file.
package loads

import (
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
)

// File is what is known of a BUILD or .bzl file.
type File struct {
	// Loads are the labels of the files it loads, sorted: canonical ones in the
	// main repository, others as they are written.
	Loads []string
	// Package is a digest of its calls of package(), which apply to all targets
	// of a package without being theirs; empty when there is none.
	Package string
	// Visibility is the default one that such a call says, as it is written, as far as
	// it is literal.
	Visibility []string
	// Computed says that such a call has arguments which are not literals, so
	// that a .bzl file may change them.
	Computed bool
}

// Parse reads the file with the given label in the main repository; main says
// whether an apparent repository name, "" among them, is the main repository's.
// A file that is no Starlark is an error, for Bazel to report.
func Parse(label string, content []byte, main func(repo string) bool) (File, error) {
	tree, err := build.ParseDefault(Path(label), content)
	if err != nil {
		return File{}, fmt.Errorf("reading what %s loads: %w", label, err)
	}
	var f File
	for _, stmt := range tree.Stmt {
		switch s := stmt.(type) {
		case *build.LoadStmt:
			f.Loads = append(f.Loads, Resolve(graph.Package(label), s.Module.Value, main))
		case *build.CallExpr:
			f.call(s)
		}
	}
	slices.Sort(f.Loads)
	f.Loads = slices.Compact(f.Loads)
	return f, nil
}

func (f *File) call(c *build.CallExpr) {
	if x, ok := c.X.(*build.Ident); !ok || x.Name != "package" && x.Name != "repo" {
		return
	}
	build.Walk(c, func(e build.Expr, _ []build.Expr) {
		// Comments and positions are no part of it.
		*e.Comment() = build.Comments{}
	})
	sum := sha256.Sum256([]byte(f.Package + build.FormatString(c)))
	f.Package = fmt.Sprintf("%x", sum[:8])
	for _, arg := range c.List {
		if as, ok := arg.(*build.AssignExpr); ok {
			arg = as.RHS
			if name, _ := as.LHS.(*build.Ident); name != nil && name.Name == "default_visibility" {
				f.Visibility, _ = literals(arg)
			}
		}
		f.Computed = f.Computed || !literal(arg)
	}
}

// Plain is a file without comments, in one form. It takes the comments out of the tree.
func Plain(tree *build.File) string {
	build.Walk(tree, func(e build.Expr, _ []build.Expr) { *e.Comment() = build.Comments{} })
	tree.Stmt = slices.DeleteFunc(tree.Stmt, func(e build.Expr) bool { _, comment := e.(*build.CommentBlock); return comment })
	return string(build.FormatWithoutRewriting(tree))
}

func literal(e build.Expr) bool {
	switch v := e.(type) {
	case *build.StringExpr, *build.LiteralExpr:
		return true
	case *build.Ident:
		return v.Name == "True" || v.Name == "False" || v.Name == "None"
	case *build.ListExpr:
		return !slices.ContainsFunc(v.List, func(e build.Expr) bool { return !literal(e) })
	}
	return false
}

// Resolve is the canonical label of a loaded file of the main repository, or the
// label as it is written of another's. Pkg is the package of the loading file,
// which what is relative is relative to.
func Resolve(pkg, label string, main func(string) bool) string {
	if rest, ok := strings.CutPrefix(label, "@"); ok {
		name, target, slashes := strings.Cut(rest, "//")
		if !slashes || !main(strings.TrimPrefix(name, "@")) {
			return label
		}
		label = "//" + target
	}
	switch {
	case !strings.HasPrefix(label, "//"):
		return "//" + pkg + ":" + strings.TrimPrefix(label, ":")
	case !strings.Contains(label, ":"):
		return label + ":" + path.Base(label)
	}
	return label
}

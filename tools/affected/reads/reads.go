// Package reads finds out from the code of module extensions which files they read.
// Bazel keeps a record of that only in lock files, which not every workspace has.
//
// It follows where paths and labels come from: literals, constants, tags in MODULE.bazel,
// arguments and results of functions, and what is made of them by dirname, get_child and
// the like. Where it cannot, any file may be read.
package reads

import (
	"path"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
)

// Any as a file says that any may be read.
const Any = "."

// There as the name of a file in a directory says that not the content counts, but
// whether it, and what is below it, is there.
const There = "?"

// Code is what is looked at.
type Code struct {
	// Files are the .bzl files of the main repository, by label: those with the
	// extensions, and what they load.
	Files map[string]*build.File
	// Tags are the labels that MODULE.bazel gives attributes of the extensions' tags, by
	// the attributes' names.
	Tags map[string][]string
	// Resolve makes a label canonical, seen from a package of the main repository.
	Resolve func(pkg, label string) string
}

// Files are the files that the extensions may read, sorted, by workspace path; one that
// ends with a slash stands for all below it, one that ends with There for the path before.
func Files(c Code) []string {
	a := &analysis{Code: c, files: map[string]*file{}, found: map[string]bool{}, seen: map[function]bool{}, calls: map[function][]call{}}
	for label, tree := range c.Files {
		a.files[label] = a.index(label, tree)
	}
	a.reach()
	a.attributes()
	for f := range a.seen {
		a.sinks(f)
	}
	var out []string
	for p := range a.found {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// analysis is one look at the code.
type analysis struct {
	Code
	files map[string]*file
	// tags are the values of tags' attributes, those of their defaults among them.
	tags map[string][]value
	// fields are the names that structs give their values.
	fields map[string]bool
	// seen are the functions that extensions may call; calls are by which calls.
	seen  map[function]bool
	calls map[function][]call
	// contexts are the parameters that the extension's context comes by.
	contexts map[variable]bool
	found    map[string]bool
	busy     map[variable]bool
}

// file is a .bzl file: what its names stand for.
type file struct {
	pkg    string
	defs   map[string]*build.DefStmt
	values map[string][]build.Expr
	loads  map[string]symbol
}

// symbol is a name in a file.
type symbol struct{ file, name string }

// function is a def statement and the file it stands in.
type function struct {
	file *file
	def  *build.DefStmt
}

// call is a call of a function, and the function it stands in; no def at the top of the
// file.
type call struct {
	from function
	expr *build.CallExpr
}

// variable is a name in a function.
type variable struct {
	in   function
	name string
}

// index notes what the names at the top of a file stand for.
func (a *analysis) index(label string, tree *build.File) *file {
	f := &file{pkg: packageOf(label), defs: map[string]*build.DefStmt{}, values: map[string][]build.Expr{}, loads: map[string]symbol{}}
	for _, stmt := range tree.Stmt {
		switch s := stmt.(type) {
		case *build.DefStmt:
			f.defs[s.Name] = s
		case *build.LoadStmt:
			for i := range s.To {
				f.loads[s.To[i].Name] = symbol{a.Resolve(f.pkg, s.Module.Value), s.From[i].Name}
			}
		default:
			bindings(s, f.values)
		}
	}
	return f
}

// lookup finds what a name at the top of a file stands for, over any number of loads: a
// function, values, or neither.
func (a *analysis) lookup(f *file, name string) (function, *file, []build.Expr) {
	for range len(a.files) + 1 {
		if def := f.defs[name]; def != nil {
			return function{f, def}, nil, nil
		}
		if values := f.values[name]; values != nil {
			return function{}, f, values
		}
		from, ok := f.loads[name]
		if !ok || a.files[from.file] == nil {
			break
		}
		f, name = a.files[from.file], from.name
	}
	return function{}, nil, nil
}

// external says whether a name is loaded from a file that is not looked at.
func (a *analysis) external(f *file, name string) bool {
	from, ok := f.loads[name]
	if !ok {
		return false
	}
	if g := a.files[from.file]; g != nil {
		return a.external(g, from.name)
	}
	return true
}

func packageOf(label string) string {
	pkg, _, _ := strings.Cut(strings.TrimPrefix(label, "//"), ":")
	return pkg
}

// pathOf is where a label of the main repository lies.
func pathOf(label string) string {
	pkg, name, _ := strings.Cut(strings.TrimPrefix(label, "//"), ":")
	return path.Join(pkg, name)
}

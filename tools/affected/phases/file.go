package phases

import (
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// file is a .bzl file after the change.
type file struct {
	label      string
	loads      []load
	statements []statement
	// exports are the names that others may load.
	exports map[string]bool
	levels  map[string]level
	done    bool
}

// load is a name that a file takes from another.
type load struct{ file, name, remote string }

// read reads a file of which the content changed, or does not. It says whether it is
// one whose effect can be told.
func (a *analysis) read(label string, changed bool) bool {
	if a.files[label] != nil {
		return true
	}
	data, err := a.After(label)
	if err != nil {
		return false
	}
	f, texts, ok := a.parse(label, data)
	if !ok {
		return false
	}
	a.files[label] = f
	if !changed {
		return true
	}
	old, err := a.Before(label)
	if err != nil {
		return false
	}
	was, before, ok := a.parse(label, old)
	return ok && valid(label, old, data) && f.compare(was, texts, before)
}

// parse reads the statements of a file, and what stands in them.
func (a *analysis) parse(label string, data []byte) (*file, map[string]string, bool) {
	tree, err := build.ParseBzl(loads.Path(label), data)
	if err != nil {
		return nil, nil, false
	}
	f := &file{label: label, exports: map[string]bool{}, levels: map[string]level{}}
	bound := boundNames(tree)
	texts := map[string]string{}
	for _, stmt := range bare(tree.Stmt) {
		if l, ok := stmt.(*build.LoadStmt); ok {
			f.load(l, loads.Resolve(graph.Package(label), l.Module.Value, a.Main))
			continue
		}
		if _, doc := stmt.(*build.StringExpr); doc {
			continue
		}
		s, ok := parseStatement(stmt, bound)
		if !ok {
			return nil, nil, false
		}
		key := strings.Join(s.names, ",")
		if len(s.names) == 0 {
			key = "" // All that bind nothing, together and in order.
		} else if _, twice := texts[key]; twice {
			return nil, nil, false
		}
		texts[key] += build.FormatString(stmt) + "\n"
		f.statements = append(f.statements, s)
		for _, name := range s.names {
			f.exports[name] = !strings.HasPrefix(name, "_")
		}
	}
	return f, texts, a.sameLoads(f)
}

func (f *file) load(l *build.LoadStmt, from string) {
	for i := range l.To {
		f.loads = append(f.loads, load{from, l.To[i].Name, l.From[i].Name})
	}
	if len(l.To) == 0 {
		f.loads = append(f.loads, load{file: from})
	}
}

// sameLoads says whether a file loads the files that it is known to load.
func (a *analysis) sameLoads(f *file) bool {
	var from []string
	for _, l := range f.loads {
		from = append(from, l.file)
	}
	slices.Sort(from)
	return slices.Equal(slices.Compact(from), a.Loads[f.label].Loads)
}

// compare raises the names of which the statements are others; false where more than
// that changed.
func (f *file) compare(was *file, after, before map[string]string) bool {
	if after[""] != before[""] || !slices.Equal(f.loads, was.loads) {
		return false
	}
	for _, s := range slices.Concat(f.statements, was.statements) {
		key := strings.Join(s.names, ",")
		if after[key] == before[key] {
			continue
		}
		if !s.harmless(other, false) {
			return false
		}
		for _, name := range s.names {
			f.raise(name, other)
		}
	}
	return f.keeps(was)
}

// keeps says whether all that others may load is still there, and what was a function
// is one.
func (f *file) keeps(was *file) bool {
	functions := map[string]bool{}
	for _, s := range f.statements {
		for _, name := range s.names {
			functions[name] = s.function
		}
	}
	for _, s := range was.statements {
		for _, name := range s.names {
			is, there := functions[name]
			if there && is != s.function || !there && was.exports[name] {
				return false
			}
		}
	}
	return true
}

// bare are statements without comments.
func bare(stmts []build.Expr) []build.Expr {
	var out []build.Expr
	for _, stmt := range stmts {
		if _, comment := stmt.(*build.CommentBlock); comment {
			continue
		}
		build.Walk(stmt, func(e build.Expr, _ []build.Expr) {
			*e.Comment() = build.Comments{}
			switch e := e.(type) {
			case *build.DefStmt:
				e.Body = bare(e.Body)
			case *build.ForStmt:
				e.Body = bare(e.Body)
			case *build.IfStmt:
				e.True, e.False = bare(e.True), bare(e.False)
			}
		})
		out = append(out, stmt)
	}
	return out
}

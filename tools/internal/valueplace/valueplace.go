// Package valueplace says where the values are set that a finding is about. OpenTofu
// points at the rule and at the call of the module; whoever has made the mistake made it
// in a variable file.
package valueplace

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// most is how many places are worth naming: more of them tell nothing.
const most = 6

// Add ends the details of errors in the root module with the places where the values are
// set that they are about. files are the root module's, among others; place tells of a
// variable, or a part of it, where it is set, and the path of what is set there.
func Add(diags []report.Diagnostic, root string, files []spec.File, place func(path ...string) (where, name string)) []report.Diagnostic {
	m := module{root: root, files: files}
	diags = slices.Clone(diags)
	for i, d := range diags {
		if d.Severity != report.Error || path.Dir(d.File) != path.Clean(root) {
			continue
		}
		if lines := places(m.paths(d), place); len(lines) > 0 && len(lines) <= most {
			diags[i].Detail = strings.TrimRight(d.Detail, "\n") + "\n\nSet at\n" + strings.Join(lines, "\n")
		}
	}
	return diags
}

// places are a line for each value, without those of which there is a part.
func places(paths [][]string, place func(path ...string) (where, name string)) []string {
	var lines, names []string
	for _, p := range paths {
		if where, name := place(p...); where != "" && !slices.Contains(names, name) {
			lines, names = append(lines, "  "+where+": "+name), append(names, name)
		}
	}
	return slices.DeleteFunc(lines, func(line string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			_, whole, _ := strings.Cut(line, ": ")
			return strings.HasPrefix(name, whole+".")
		})
	})
}

// module is a root module, whose files are read when they are asked for.
type module struct {
	root  string
	files []spec.File
	read  map[string]*hclsyntax.Body
}

// paths are the variables, or parts of them, that a finding is about.
func (m *module) paths(d report.Diagnostic) [][]string {
	values := judged(d.Detail)
	if name := regexp.MustCompile(`^\s*variable "(\w+)" \{`).FindStringSubmatch(d.Snippet); name != nil {
		if len(values) == 0 {
			values = [][]string{{name[1]}}
		}
		return values
	}
	attr := attributeAt(m.body(d.File), d.Line)
	if attr == nil {
		return nil
	}
	// The values of a module's rule are of its variables, which arguments are named like.
	var found [][]string
	for _, v := range values {
		if v[0] == attr.Name {
			found = append(found, m.part(attr.Expr, v[1:])...)
		}
	}
	if len(found) == 0 {
		found = m.variables(attr.Expr, map[string]bool{})
	}
	return found
}

// judged are the variables, or parts of them, that OpenTofu says a rule has looked at.
func judged(detail string) [][]string {
	var found [][]string
	for _, v := range regexp.MustCompile(`(?m)^\s*var\.([\w.]+) is `).FindAllStringSubmatch(detail, -1) {
		found = append(found, strings.Split(v[1], "."))
	}
	return found
}

// part are the variables that a part of an expression's value comes from.
func (m *module) part(expr hclsyntax.Expression, way []string) [][]string {
	switch e := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		if names := steps(e.Traversal); len(names) > 1 && names[0] == "var" {
			return [][]string{append(names[1:], way...)}
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if len(way) > 0 && hcl.ExprAsKeyword(item.KeyExpr) == way[0] {
				return m.part(item.ValueExpr, way[1:])
			}
		}
	}
	return m.variables(expr, map[string]bool{})
}

// variables are those that an expression is made of, also by way of locals.
func (m *module) variables(expr hcl.Expression, seen map[string]bool) [][]string {
	var found [][]string
	for _, t := range expr.Variables() {
		steps := steps(t)
		switch {
		case len(steps) < 2:
		case steps[0] == "var":
			found = append(found, steps[1:])
		case steps[0] == "local" && !seen[steps[1]]:
			seen[steps[1]] = true
			if value := m.local(steps[1]); value != nil {
				found = append(found, m.variables(value, seen)...)
			}
		}
	}
	return found
}

// steps are the names of a traversal, up to the first step that is none.
func steps(t hcl.Traversal) []string {
	names := []string{t.RootName()}
	for _, step := range t[1:] {
		attr, ok := step.(hcl.TraverseAttr)
		if !ok {
			break
		}
		names = append(names, attr.Name)
	}
	return names
}

func (m *module) local(name string) hcl.Expression {
	for _, f := range m.files {
		if path.Dir(f.Dest) != path.Clean(m.root) || !strings.HasSuffix(f.Dest, ".tf") {
			continue
		}
		for _, block := range m.body(f.Dest).Blocks {
			if attr := block.Body.Attributes[name]; block.Type == "locals" && attr != nil {
				return attr.Expr
			}
		}
	}
	return nil
}

// body is a file's content, or empty if it cannot be had: that is another finding.
func (m *module) body(dest string) *hclsyntax.Body {
	if b := m.read[dest]; b != nil {
		return b
	}
	body := &hclsyntax.Body{}
	if i := slices.IndexFunc(m.files, func(f spec.File) bool { return f.Dest == dest }); i >= 0 {
		src, err := os.ReadFile(m.files[i].Path)
		if file, diags := hclsyntax.ParseConfig(src, dest, hcl.InitialPos); err == nil && !diags.HasErrors() {
			body = file.Body.(*hclsyntax.Body)
		}
	}
	if m.read == nil {
		m.read = map[string]*hclsyntax.Body{}
	}
	m.read[dest] = body
	return body
}

// attributeAt is the attribute that a line is of.
func attributeAt(body *hclsyntax.Body, line int) *hclsyntax.Attribute {
	for _, attr := range body.Attributes {
		if r := attr.Range(); r.Start.Line <= line && line <= r.End.Line {
			return attr
		}
	}
	for _, block := range body.Blocks {
		if attr := attributeAt(block.Body, line); attr != nil {
			return attr
		}
	}
	return nil
}

// Package valueplace says where the values are set that a finding is about. OpenTofu
// points at the rule and at the call of the module; whoever has made the mistake made it
// in a variable file.
package valueplace

import (
	"path"
	"regexp"
	"slices"
	"strings"

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

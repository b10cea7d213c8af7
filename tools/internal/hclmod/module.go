// Package hclmod reads what the checks need to know of OpenTofu modules: which
// modules they call, which providers they require, which variables they
// declare, and the runs of test files. It does not evaluate anything; places
// are workspace-relative.
package hclmod

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/hashicorp/hcl/v2"
)

// Module is what one directory declares.
type Module struct {
	// Dir is the workspace-relative directory, "." for the top.
	Dir string
	// Calls are the module blocks.
	Calls []Call
	// Requirements are the entries of required_providers.
	Requirements []Requirement
	// RequiredVersions are the required_version settings.
	RequiredVersions []RequiredVersion
	// Uses are the providers that blocks use by their local name, each local
	// name once, at its first place.
	Uses []ProviderUse
	// Variables are the variable blocks.
	Variables []Variable
	// Outputs are the names of the output blocks.
	Outputs []string

	sources map[string][]byte
}

// Call is one module block.
type Call struct {
	// Name is the block's label.
	Name string
	// Source is the literal source address, as tofu normalises it; empty when
	// the source is missing or no literal.
	Source string
	// Literal says that the source is present and a literal string.
	Literal bool
	// Version is the call's version constraint; empty for none.
	Version string
	// Range is the place of the source, or of the block if it has none.
	Range hcl.Range
}

// Local says that the source is a path to another directory.
func (c Call) Local() bool { return IsLocal(c.Source) }

// Requirement is one entry of required_providers.
type Requirement struct {
	// Name is the local name.
	Name string
	// Address is the full address, HOST/NAMESPACE/TYPE.
	Address string
	// Constraint is the version constraint; empty for any.
	Constraint string
	// Aliases are the configuration_aliases, such as "aws.west".
	Aliases []string
	// Range is the place of the entry.
	Range hcl.Range
}

// RequiredVersion is one required_version setting of a terraform block.
type RequiredVersion struct {
	// Constraint is the version constraint; empty if it is no literal.
	Constraint string
	// Range is the place of the setting.
	Range hcl.Range
}

// ProviderUse is the use of a provider by its local name.
type ProviderUse struct {
	// Name is the local name.
	Name string
	// Range is the place of the block.
	Range hcl.Range
}

// Variable is one variable block.
type Variable struct {
	// Name is the block's label.
	Name string
	// HasType says that it declares a type, HasDefault a default.
	HasType, HasDefault bool
	// Range is the place of the block.
	Range hcl.Range
}

// IsLocal says whether a module source is a path in the workspace.
func IsLocal(source string) bool {
	return source == "." || source == ".." || strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../") ||
		strings.HasPrefix(source, `.\`) || strings.HasPrefix(source, `..\`)
}

// Requirement returns the entry with the local name, or nil.
func (m *Module) Requirement(name string) *Requirement {
	i := slices.IndexFunc(m.Requirements, func(r Requirement) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &m.Requirements[i]
}

// Aliases are all configuration_aliases of the module.
func (m *Module) Aliases() []string {
	var all []string
	for _, r := range m.Requirements {
		all = append(all, r.Aliases...)
	}
	return all
}

// Finding makes an error diagnostic at a place of this module.
func (m *Module) Finding(at hcl.Range, summary, detail string) report.Diagnostic {
	return report.Diagnostic{
		Severity: report.Error, Summary: summary, Detail: detail,
		File: at.Filename, Line: at.Start.Line, Column: at.Start.Column,
		Snippet: sourceLine(m.sources[at.Filename], at.Start.Line),
	}
}

// Attrs are the attributes of tofu_module that bring what the module calls.
func (m *Module) Attrs() (other, own string) { return "deps", "srcs" }

func sourceLine(src []byte, line int) string {
	n := 0
	for text := range strings.Lines(string(src)) {
		if n++; n == line {
			return strings.TrimRight(text, "\r\n\t ")
		}
	}
	return ""
}

func byPlace(a, b hcl.Range) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Start.Byte, b.Start.Byte))
}

// Diagnostics turns hcl's diagnostics into ours; sources are the files' contents
// by name, for the snippets.
func Diagnostics(diags hcl.Diagnostics, sources map[string][]byte) []report.Diagnostic {
	var out []report.Diagnostic
	for _, d := range diags {
		r := report.Diagnostic{Severity: report.Error, Summary: d.Summary, Detail: d.Detail}
		if d.Severity == hcl.DiagWarning {
			r.Severity = report.Warning
		}
		if d.Subject != nil {
			r.File, r.Line, r.Column = d.Subject.Filename, d.Subject.Start.Line, d.Subject.Start.Column
			r.Snippet = sourceLine(sources[r.File], r.Line)
		}
		out = append(out, r)
	}
	return out
}

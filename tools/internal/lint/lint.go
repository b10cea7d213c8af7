// Package lint is the house rules: what this rule set asks of OpenTofu modules and
// tflint does not. Rules look at the syntax of one module and evaluate nothing.
// RULES.md beside this file documents each.
package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
)

// Docs is where the rules are explained; a rule's name is the anchor.
const Docs = "https://github.com/gloriousflywheel/flywheel/blob/main/tools/internal/lint/RULES.md"

// Rule is one thing that is asked of a module.
type Rule struct {
	// Name is what configuration and comments call the rule.
	Name string
	// Check finds what breaks it.
	Check func(*Module) []Finding
}

// Finding is one place that breaks a rule.
type Finding struct {
	// Range is the place.
	Range hcl.Range
	// Summary says in one line what is wrong.
	Summary string
	// Remedy says what to do.
	Remedy string
}

// Rules are all rules, by name.
func Rules() []Rule {
	return []Rule{
		{"flywheel_bounded_providers", boundedProviders},
		{"flywheel_no_backend_block", noBackendBlock},
		{"flywheel_no_provider_block", noProviderBlock},
		{"flywheel_no_secret_default", noSecretDefault},
		{"flywheel_pinned_images", pinnedImages},
		{"flywheel_sensitive_names", sensitiveNames},
		{"flywheel_versions_file", versionsFile},
	}
}

// Known says whether there is a rule of this name.
func Known(name string) bool {
	return slices.ContainsFunc(Rules(), func(r Rule) bool { return r.Name == name })
}

// Lint applies the rules that are enabled. What a comment in the source allows is
// no finding.
func (m *Module) Lint(enabled func(rule string) bool) []report.Diagnostic {
	var all []report.Diagnostic
	for _, r := range Rules() {
		if !enabled(r.Name) {
			continue
		}
		for _, f := range r.Check(m) {
			if !m.allowed(r.Name, f.Range) {
				all = append(all, m.Diagnostic(f.Range, r.Name, f.Summary, f.Remedy, Docs+"#"+r.Name))
			}
		}
	}
	return all
}

// Diagnostic is a finding of a rule, whichever program's, as a report has it; link is
// where the rule is explained.
func (m *Module) Diagnostic(at hcl.Range, rule, summary, remedy, link string) report.Diagnostic {
	if remedy != "" {
		remedy += "\n"
	}
	return report.Diagnostic{
		Severity: report.Error, File: at.Filename, Line: at.Start.Line, Column: at.Start.Column, Snippet: m.Line(at.Filename, at.Start.Line),
		Summary: fmt.Sprintf("%s (%s)", summary, rule),
		Detail:  fmt.Sprintf("%sWhy, and what else is possible: %s\nTo allow it %s", remedy, link, m.allow(at.Filename, rule)),
	}
}

// allow says how to allow what is found in a file: by a comment, where there can be one.
func (m *Module) allow(file, rule string) string {
	if m.file(file) == nil || strings.HasSuffix(file, ".json") {
		return fmt.Sprintf("in the module: rule %q { enabled = false }, in a file that tofu_lint_test names as its config", rule)
	}
	return "here, on this line or the one above: # tflint-ignore: " + rule
}

// Package moduledocs makes the reference part of a module's README from its
// configuration: tables of what the module requires, calls, manages, takes and
// gives. Markers and tables are those of terraform-docs ("markdown table"), so
// that its users can change over; unlike it, the package knows .tofu files,
// ephemeral, nullable, const and deprecated, and validation rules.
package moduledocs

import (
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// Module is what the tables show of a module, each list in the order shown.
type Module struct {
	// Version is required_version; empty for none.
	Version string
	// Providers are the entries of required_providers, by name.
	Providers []Provider
	// Calls are the module blocks, by name.
	Calls []Call
	// Resources are the managed resources, then data sources, then ephemeral
	// ones, each by address.
	Resources []Resource
	// Inputs are the variables, by name.
	Inputs []Input
	// Outputs are the outputs, by name.
	Outputs []Output
}

// Provider is an entry of required_providers.
type Provider struct {
	// Name is the local name.
	Name string
	// Source is the address, without the host where it is OpenTofu's registry.
	Source string
	// Version is the constraint; empty for any.
	Version string
	// Aliases are the configurations that the caller passes, such as "aws.west".
	Aliases []string
}

// Call is a module block.
type Call struct {
	// Name is the block's label.
	Name string
	// Source is the source as written, less a sole "?ref=", which is the Version.
	Source string
	// Version is the constraint or the git ref; empty for none.
	Version string
}

// Resource is a resource, data or ephemeral block.
type Resource struct {
	// Address is TYPE.NAME.
	Address string
	// Kind is "resource", "data source" or "ephemeral resource".
	Kind string
}

// Input is a variable.
type Input struct {
	// Name is the block's label.
	Name string
	// Description is empty where there is none.
	Description string
	// Type is as written; "any" where there is none.
	Type string
	// Default is the value as JSON; empty where there is none.
	Default string
	// Required says that there is no default.
	Required bool
	// Marks are the words for sensitive, ephemeral, nullable = false and const.
	Marks []string
	// Deprecated is the reason not to use it; empty where it is not deprecated.
	Deprecated string
	// Checks are the error messages of its validation rules, as written in order.
	Checks []Message
}

// Message is an error message: its text, or the expression where it is not constant.
type Message struct {
	// Text is the message or the expression's source.
	Text string
	// Code says that Text is source.
	Code bool
}

// Output is an output.
type Output struct {
	// Name is the block's label.
	Name string
	// Description is empty where there is none.
	Description string
	// Marks are the words for sensitive and ephemeral.
	Marks []string
	// Deprecated is the reason not to use it; empty where it is not deprecated.
	Deprecated string
}

// Tables are the tables of the module whose files are given, as they stand
// between the markers, lines ending in "\n". Of a module with syntax errors
// there are none, only diagnostics.
func Tables(dir string, files []spec.File) (string, []report.Diagnostic, error) {
	m, diags, err := Read(dir, files)
	if err != nil || report.HasErrors(diags) {
		return "", diags, err
	}
	return m.markdown(), diags, nil
}

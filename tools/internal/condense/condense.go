// Package condense makes of a module's tests others that prove the same and
// cost OpenTofu less, which plans the module anew for each run:
//
//   - A run that expects nothing but variables to be refused is planned with the
//     module's variables alone. That the rest of the module has nothing against
//     its values is not looked at: most of it is not evaluated then anyway.
//   - Runs that follow one another and differ in nothing but their assertions
//     are one run with the assertions of all.
//
// They are good for one verdict, that all runs pass. If they do not, the tests must
// be run as they are written: only those tell what is wrong, and where.
package condense

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// File is a file of configuration or tests.
type File struct {
	// Name of the file, by which its syntax is known.
	Name string
	// Src is its content.
	Src []byte
}

// Pass is what one "tofu test" runs.
type Pass struct {
	// Changed are files to put in the place of those with their names.
	Changed []File
	// Tests are the names of the test files that have runs to make.
	Tests []string
	// Variables says that the module has only its variables: no provider is
	// asked for anything.
	Variables bool
}

// Passes condenses the tests of a module. Together the passes have all runs; one
// that is left as it is is a pass without changes.
func Passes(module, tests []File) []Pass {
	refusals := Pass{Variables: true}
	var isRefusal func(*hclsyntax.Block) bool
	if variables, ok := variablesOnly(module); ok {
		refusals.Changed, isRefusal = variables, refusal
	} else {
		isRefusal = func(*hclsyntax.Block) bool { return false }
	}
	var rest Pass
	for _, f := range tests {
		body := parse(f)
		if body == nil {
			rest.Tests = append(rest.Tests, f.Name)
			continue
		}
		if slices.ContainsFunc(body.Blocks, isRefusal) {
			refusals.Tests = append(refusals.Tests, f.Name)
			refusals.Changed = append(refusals.Changed, onlyRefusals(f, body))
		}
		if changed, any := withoutRefusals(f, body, isRefusal); any {
			rest.Tests = append(rest.Tests, f.Name)
			rest.Changed = append(rest.Changed, changed)
		}
	}
	return slices.DeleteFunc([]Pass{refusals, rest}, func(p Pass) bool { return len(p.Tests) == 0 })
}

// parse is the content of a file in HCL's own syntax; nil for any other, and for
// one with errors, which are OpenTofu's to report.
func parse(f File) *hclsyntax.Body {
	if !native(f.Name) {
		return nil
	}
	file, diags := hclsyntax.ParseConfig(f.Src, f.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	return file.Body.(*hclsyntax.Body)
}

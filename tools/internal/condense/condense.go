// Package condense makes of a module's tests others that prove the same and
// cost OpenTofu less, which plans the module anew for each run:
//
//   - A run that expects nothing but variables to be refused is planned with the
//     module's variables alone. That the rest of the module has nothing against
//     its values is not looked at: most of it is not evaluated then anyway.
//   - Runs that plan the same, be it in several files, are one run with the
//     assertions of all.
//
// They are good for one verdict, that all runs pass. If they do not, the tests must
// be run as they are written: only those tell what is wrong.
package condense

import (
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Pass is what one "tofu test" runs.
type Pass struct {
	// Changed are files to put in the place of those with their names.
	Changed []hclfile.File
	// Tests are the names of the test files that have runs to make.
	Tests []string
	// Variables says that the module has only its variables: no provider is
	// asked for anything.
	Variables bool

	origins map[string]origin
}

// Passes condenses the tests of a module. Together the passes have all runs.
func Passes(module, tests []hclfile.File) []Pass {
	c := collector{refusals: Pass{Variables: true}, refusal: func(*hclsyntax.Block) bool { return false }, same: map[string]int{}}
	if variables, ok := variablesOnly(module); ok {
		c.refusals.Changed, c.refusal = variables, refusal
	}
	for _, f := range tests {
		c.add(f)
	}
	return c.passes()
}

// collector deals the runs of test files out to passes.
type collector struct {
	refusal        func(*hclsyntax.Block) bool
	refusals, rest Pass
	// groups are files of which the runs can be merged, by what they have in
	// common; same has the indexes.
	groups [][]testFile
	same   map[string]int
}

func (c *collector) add(f hclfile.File) {
	left := testFile{File: f, body: f.Body()}
	if left.body == nil || !slices.ContainsFunc(left.body.Blocks, isRun) {
		// What is wrong with it is OpenTofu's to report.
		c.rest.Tests = append(c.rest.Tests, f.Name)
		return
	}
	for _, b := range left.body.Blocks {
		if isRun(b) && !c.refusal(b) {
			left.runs = append(left.runs, b)
		}
	}
	if slices.ContainsFunc(left.body.Blocks, c.refusal) {
		c.refusals.take(onlyRefusals(left))
	}
	switch {
	case len(left.runs) == 0:
	case !left.independent():
		c.rest.take(keepBlocks(f, left.body, func(b *hclsyntax.Block) bool { return !c.refusal(b) }))
	default:
		context := left.context()
		i, ok := c.same[context]
		if !ok {
			i = len(c.groups)
			c.same[context] = i
			c.groups = append(c.groups, nil)
		}
		c.groups[i] = append(c.groups[i], left)
	}
}

func (c *collector) passes() []Pass {
	c.rest.origins = map[string]origin{}
	for _, g := range c.groups {
		f, o := merged(g)
		c.rest.take(f)
		c.rest.origins[f.Name] = o
	}
	return slices.DeleteFunc([]Pass{c.refusals, c.rest}, func(p Pass) bool { return len(p.Tests) == 0 })
}

// take adds a changed test file.
func (p *Pass) take(f hclfile.File) {
	p.Tests, p.Changed = append(p.Tests, f.Name), append(p.Changed, f)
}

func isRun(b *hclsyntax.Block) bool { return b.Type == "run" }

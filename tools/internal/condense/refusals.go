package condense

import (
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// variablesOnly is a module with nothing but its variables, the locals that
// their rules look at, and its settings; false if that cannot be told, or if a
// rule looks at anything else.
func variablesOnly(module []hclfile.File) ([]hclfile.File, bool) {
	bodies, rules, locals := []*hclsyntax.Body{}, []hcl.Expression{}, map[string]hcl.Expression{}
	for _, f := range module {
		body := f.Body()
		if body == nil {
			return nil, false
		}
		bodies = append(bodies, body)
		for _, b := range body.Blocks {
			switch b.Type {
			case "variable":
				rules = append(rules, rulesOf(b)...)
			case "locals":
				for name, a := range b.Body.Attributes {
					locals[name] = a.Expr
				}
			}
		}
	}
	used := map[string]bool{}
	if !reach(rules, locals, used) {
		return nil, false
	}
	var out []hclfile.File
	for i, f := range module {
		kept := keepBlocks(f, bodies[i], func(b *hclsyntax.Block) bool {
			return b.Type == "variable" || b.Type == "terraform" || b.Type == "locals"
		})
		for _, b := range bodies[i].Blocks {
			for name, a := range b.Body.Attributes {
				if b.Type == "locals" && !used[name] {
					hclfile.Blank(kept.Src, a.SrcRange)
				}
			}
		}
		out = append(out, kept)
	}
	return out, true
}

// rulesOf are the expressions of a variable's validations.
func rulesOf(variable *hclsyntax.Block) []hcl.Expression {
	var rules []hcl.Expression
	for _, b := range variable.Body.Blocks {
		for _, a := range b.Body.Attributes {
			rules = append(rules, a.Expr)
		}
	}
	return rules
}

// reach finds the locals that expressions use, and those that these use; false if
// any looks at more than variables and the module's files.
func reach(exprs []hcl.Expression, locals map[string]hcl.Expression, used map[string]bool) bool {
	for _, expr := range exprs {
		for _, t := range expr.Variables() {
			switch t.RootName() {
			case "var", "path":
				continue
			case "local":
			default:
				return false
			}
			step, ok := t[min(1, len(t)-1)].(hcl.TraverseAttr)
			if !ok || locals[step.Name] == nil {
				return false
			}
			if !used[step.Name] {
				used[step.Name] = true
				if !reach([]hcl.Expression{locals[step.Name]}, locals, used) {
					return false
				}
			}
		}
	}
	return true
}

func refersOnlyTo(expr hcl.Expression, root string) bool {
	return !slices.ContainsFunc(expr.Variables(), func(t hcl.Traversal) bool { return t.RootName() != root })
}

// refusal says whether a block is a run that gives values to variables and
// expects nothing but variables to be refused.
func refusal(b *hclsyntax.Block) bool {
	expected := b.Body.Attributes["expect_failures"]
	if b.Type != "run" || expected == nil || len(b.Body.Attributes) != 2 || !plans(b) {
		return false
	}
	list, diags := hcl.ExprList(expected.Expr)
	if diags.HasErrors() || len(list) == 0 || slices.ContainsFunc(list, func(e hcl.Expression) bool { return !refersOnlyTo(e, "var") }) {
		return false
	}
	for _, inner := range b.Body.Blocks {
		if inner.Type != "variables" {
			return false
		}
		for _, a := range inner.Body.Attributes {
			if !refersOnlyTo(a.Expr, "var") {
				return false
			}
		}
	}
	return true
}

// plans says whether a run has "command = plan".
func plans(run *hclsyntax.Block) bool {
	command := run.Body.Attributes["command"]
	return command != nil && hcl.ExprAsKeyword(command.Expr) == "plan"
}

// onlyRefusals is a test file for a module that has only variables.
func onlyRefusals(f testFile) hclfile.File {
	return keepBlocks(f.File, f.body, func(b *hclsyntax.Block) bool { return b.Type == "variables" || refusal(b) })
}

func keepBlocks(f hclfile.File, body *hclsyntax.Body, keep func(*hclsyntax.Block) bool) hclfile.File {
	src := slices.Clone(f.Src)
	for _, b := range body.Blocks {
		if !keep(b) {
			hclfile.Blank(src, b.Range())
		}
	}
	return hclfile.File{Name: f.Name, Src: src}
}

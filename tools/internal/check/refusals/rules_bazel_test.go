//go:build bazel

package refusals_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// rule is one validation, precondition, postcondition or assertion of a check.
type rule struct {
	// object has it, as expect_failures names it.
	object string
	// file and the lines from, to of the block.
	file     string
	from, to int
	// message is the source of its error message.
	message string
}

func (r rule) has(file string, line int) bool {
	return r.file == file && r.from <= line && line <= r.to
}

// rulesOf finds the rules of a module.
func rulesOf(t *testing.T, m spec.Module) []rule {
	t.Helper()
	var all []rule
	for _, f := range m.Srcs {
		if !strings.HasSuffix(f.Dest, ".tf") {
			continue
		}
		text, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range parse(t, f.Dest, text).Blocks {
			all = append(all, rulesIn(b, f.Dest, text)...)
		}
	}
	return all
}

func parse(t *testing.T, name string, text []byte) *hclsyntax.Body {
	t.Helper()
	file, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return file.Body.(*hclsyntax.Body)
}

// rulesIn finds the rules of a block, and of its lifecycle.
func rulesIn(b *hclsyntax.Block, file string, text []byte) []rule {
	blocks := slices.Clone(b.Body.Blocks)
	for _, inner := range b.Body.Blocks {
		if inner.Type == "lifecycle" {
			blocks = append(blocks, inner.Body.Blocks...)
		}
	}
	var all []rule
	for _, inner := range blocks {
		message := inner.Body.Attributes["error_message"]
		if message == nil {
			continue
		}
		at := message.Expr.Range()
		all = append(all, rule{
			object: strings.Join(append([]string{b.Type}, b.Labels...), "."), file: file,
			from: inner.TypeRange.Start.Line, to: inner.CloseBraceRange.End.Line,
			message: string(text[at.Start.Byte:at.End.Byte]),
		})
	}
	return all
}

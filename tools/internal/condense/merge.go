package condense

import (
	"bytes"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// withoutRefusals is a test file without the runs that are made elsewhere, and
// with those merged that can be; false if there is no run left.
func withoutRefusals(f File, body *hclsyntax.Body, elsewhere func(*hclsyntax.Block) bool) (File, bool) {
	out := keepBlocks(f, body, func(b *hclsyntax.Block) bool { return !elsewhere(b) })
	var last *hclsyntax.Block
	setup, any := "", false
	for _, b := range body.Blocks {
		if elsewhere(b) {
			continue
		}
		any = any || b.Type == "run"
		this := ""
		if mergeable(b) {
			this = code(f.Src, b)
		}
		if this != "" && this == setup {
			merge(out.Src, last, b)
		}
		last, setup = b, this
	}
	return out, any
}

// mergeable says whether a run plans, changes no state that others may see, and
// does not look at others.
func mergeable(b *hclsyntax.Block) bool {
	if b.Type != "run" || !plans(b) || b.Body.Attributes["expect_failures"] != nil {
		return false
	}
	alone := true
	// Nothing here makes diagnostics.
	_ = hclsyntax.VisitAll(b.Body, func(n hclsyntax.Node) hcl.Diagnostics {
		if e, ok := n.(*hclsyntax.ScopeTraversalExpr); ok && e.Traversal.RootName() == "run" {
			alone = false
		}
		return nil
	})
	return alone
}

// code is what a run says but for its assertions, comments and line breaks: not
// empty, and the same for runs that plan the same.
func code(src []byte, run *hclsyntax.Block) string {
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(run.Body.Attributes)) {
		words(&out, src, run.Body.Attributes[name].SrcRange)
	}
	for _, b := range run.Body.Blocks {
		if b.Type != "assert" {
			words(&out, src, b.Range())
		}
	}
	return out.String()
}

func words(out *bytes.Buffer, src []byte, part hcl.Range) {
	tokens, _ := hclsyntax.LexConfig(part.SliceBytes(src), "", hcl.InitialPos)
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenComment && t.Type != hclsyntax.TokenNewline {
			out.Write(t.Bytes)
			out.WriteByte(0)
		}
	}
	out.WriteByte('\n')
}

// merge makes the assertions of a run those of the one before.
func merge(src []byte, before, run *hclsyntax.Block) {
	blank(src, before.CloseBraceRange)
	blank(src, hcl.RangeBetween(run.TypeRange, run.OpenBraceRange))
	for _, a := range run.Body.Attributes {
		blank(src, a.SrcRange)
	}
	for _, b := range run.Body.Blocks {
		if b.Type != "assert" {
			blank(src, b.Range())
		}
	}
}

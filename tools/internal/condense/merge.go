package condense

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// testFile is a parsed test file, with the runs that are left of it.
type testFile struct {
	hclfile.File
	body *hclsyntax.Body
	runs []*hclsyntax.Block
}

// independent says whether the runs of a file only plan, so that they change no
// state that others see, and look at no other run: each can be made anywhere.
func (f testFile) independent() bool {
	for _, b := range f.runs {
		if !plans(b) || looksBack(b) {
			return false
		}
	}
	return true
}

func looksBack(run *hclsyntax.Block) bool {
	found := false
	// Nothing here makes diagnostics.
	_ = hclsyntax.VisitAll(run.Body, func(n hclsyntax.Node) hcl.Diagnostics {
		if e, ok := n.(*hclsyntax.ScopeTraversalExpr); ok && e.Traversal.RootName() == "run" {
			found = true
		}
		return nil
	})
	return found
}

// context is what a file says outside its runs: mocks, variables and so on.
func (f testFile) context() string {
	var out bytes.Buffer
	for _, b := range f.body.Blocks {
		if b.Type != "run" {
			words(&out, f.Src, b.Range())
		}
	}
	return out.String()
}

// setup is what a run says but for its assertions: the same for runs that plan
// the same in the same context. Empty for one that stays alone.
func (f testFile) setup(run *hclsyntax.Block) string {
	oneLine := run.OpenBraceRange.Start.Line == run.CloseBraceRange.Start.Line
	if oneLine || run.Body.Attributes["expect_failures"] != nil {
		return ""
	}
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(run.Body.Attributes)) {
		words(&out, f.Src, run.Body.Attributes[name].SrcRange)
	}
	for _, b := range run.Body.Blocks {
		if b.Type != "assert" {
			words(&out, f.Src, b.Range())
		}
	}
	return out.String()
}

// words writes what stands in a place, but for comments and layout.
func words(out *bytes.Buffer, src []byte, at hcl.Range) {
	tokens, _ := hclsyntax.LexConfig(at.SliceBytes(src), "", hcl.InitialPos)
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenComment && t.Type != hclsyntax.TokenNewline {
			out.Write(t.Bytes)
			out.WriteByte(0)
		}
	}
	out.WriteByte('\n')
}

// merged writes the runs of files that have one context as one file, those
// that plan the same as one run.
func merged(files []testFile) (hclfile.File, origin) {
	p := pieces{origin: origin{runs: map[string]Run{}}}
	for _, b := range files[0].body.Blocks {
		if b.Type != "run" {
			p.write(files[0], b.Range())
		}
	}
	for _, g := range equal(files) {
		p.open(g[0].file, g[0].run)
		for _, m := range g[1:] {
			for _, b := range m.run.Body.Blocks {
				if b.Type == "assert" {
					p.write(m.file, b.Range())
				}
			}
		}
		p.out.WriteString("}\n")
	}
	return hclfile.File{Name: files[0].Name, Src: []byte(p.out.String())}, p.origin
}

type member struct {
	file testFile
	run  *hclsyntax.Block
}

// equal are the runs of files, those together that plan the same.
func equal(files []testFile) [][]member {
	var groups [][]member
	same := map[string]int{}
	for _, f := range files {
		for _, b := range f.runs {
			setup := f.setup(b)
			i, ok := same[setup]
			if !ok || setup == "" {
				i = len(groups)
				same[setup] = i
				groups = append(groups, nil)
			}
			groups[i] = append(groups[i], member{f, b})
		}
	}
	return groups
}

// pieces is a file that is put together from pieces of others.
type pieces struct {
	out    strings.Builder
	origin origin
}

// open writes a run without its end, by a name that no other has.
func (p *pieces) open(f testFile, run *hclsyntax.Block) {
	name := run.Labels[0]
	for p.origin.runs[name] != (Run{}) {
		name += "_"
	}
	p.origin.runs[name] = Run{File: f.Name, Name: run.Labels[0]}
	p.origin.add(p.line(), f.Name, run.TypeRange.Start.Line)
	p.out.WriteString(`run "` + name + `" `)
	p.out.Write(f.Src[run.OpenBraceRange.Start.Byte:run.CloseBraceRange.Start.Byte])
	p.out.WriteString("\n")
}

// write writes whole lines.
func (p *pieces) write(f testFile, at hcl.Range) {
	start := bytes.LastIndexByte(f.Src[:at.Start.Byte], '\n') + 1
	p.origin.add(p.line(), f.Name, at.Start.Line)
	p.out.Write(f.Src[start:at.End.Byte])
	p.out.WriteString("\n")
}

// line is the line that comes next.
func (p *pieces) line() int { return strings.Count(p.out.String(), "\n") + 1 }

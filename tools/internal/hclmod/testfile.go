package hclmod

import (
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// TestFile is one *.tftest.hcl file.
type TestFile struct {
	// Dest is its workspace-relative path.
	Dest string
	// Runs are its run blocks, in order.
	Runs []Run
	// Uses are the providers that it configures or mocks, by their local names.
	Uses []ProviderUse

	m *Module
}

// Finding makes an error diagnostic at a place of this test file.
func (t *TestFile) Finding(at hcl.Range, summary, detail string) report.Diagnostic {
	return t.m.Finding(at, summary, detail)
}

// Attrs are the attributes of tofu_test that bring what its runs call.
func (t *TestFile) Attrs() (other, own string) { return "data", "data" }

// Run is one run block.
type Run struct {
	// Name is the block's label.
	Name string
	// Module is the run's own module block; nil when it runs the module under
	// test. Its Name is the run's.
	Module *Call
	// Range is the place of the block.
	Range hcl.Range
}

// IsTest says whether tofu reads a file of this name as a test.
func IsTest(name string) bool {
	for _, ext := range []string{".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

// ParseTest parses a test file. Syntax errors are diagnostics.
func ParseTest(f spec.File) (*TestFile, []report.Diagnostic, error) {
	src, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", f.Dest, err)
	}
	t := &TestFile{Dest: f.Dest, m: &Module{Dir: path.Dir(f.Dest), sources: map[string][]byte{f.Dest: src}}}
	file, diags := ParseFile(hclparse.NewParser(), f.Dest, src)
	if file != nil && file.Body != nil {
		content, _, _ := file.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
			{Type: "run", LabelNames: []string{"name"}},
			{Type: "provider", LabelNames: []string{"name"}},
			{Type: "mock_provider", LabelNames: []string{"name"}},
		}})
		for _, b := range content.Blocks {
			if b.Type == "run" {
				t.Runs = append(t.Runs, testRun(b))
			} else {
				t.Uses = append(t.Uses, ProviderUse{Name: b.Labels[0], Range: b.DefRange})
			}
		}
	}
	return t, Diagnostics(diags, t.m.sources), nil
}

func testRun(b *hcl.Block) Run {
	r := Run{Name: b.Labels[0], Range: b.DefRange}
	content, _, _ := b.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "module"}}})
	for _, m := range content.Blocks {
		c := Call{Name: r.Name, Range: m.DefRange}
		attrs := attributes(m.Body, "source", "version")
		if source := attrs["source"]; source != nil {
			c.Range = source.Expr.Range()
			c.Source, c.Literal = literal(source.Expr)
			c.Source = normalise(c.Source)
		}
		if version := attrs["version"]; version != nil {
			c.Version, _ = literal(version.Expr)
		}
		r.Module = &c
	}
	return r
}

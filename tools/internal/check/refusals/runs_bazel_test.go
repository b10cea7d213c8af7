//go:build bazel

package refusals_test

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// withoutExpectations is the spec with its runs that expect failures, each in a
// file of its own and without the expectation, so that tofu says which rule
// refused what. Other runs are left out.
func withoutExpectations(t *testing.T, s spec.Spec) spec.Spec {
	t.Helper()
	dir := t.TempDir()
	var tests []spec.File
	for _, f := range s.Tests {
		if !hclmod.IsTest(f.Dest) {
			tests = append(tests, f)
			continue
		}
		text, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		for i, run := range refusing(t, f.Dest, text) {
			name := fmt.Sprintf("%s-%d.tftest.hcl", strings.TrimSuffix(path.Base(f.Dest), ".tftest.hcl"), i)
			file := spec.File{Path: filepath.Join(dir, name), Dest: path.Join(path.Dir(f.Dest), name)}
			if err := os.WriteFile(file.Path, run, 0o600); err != nil {
				t.Fatal(err)
			}
			tests = append(tests, file)
		}
	}
	s.Tests = tests
	return s
}

// refusing makes a test file of each run that expects failures.
func refusing(t *testing.T, name string, text []byte) [][]byte {
	t.Helper()
	var common bytes.Buffer
	var runs [][]byte
	blocks := parse(t, name, text).Blocks
	for _, b := range blocks {
		if b.Type != "run" {
			common.Write(source(b, text))
		}
	}
	for _, b := range blocks {
		if expected := b.Body.Attributes["expect_failures"]; b.Type == "run" && expected != nil {
			run := append(bytes.Clone(common.Bytes()), source(b, without(text, expected))...)
			runs = append(runs, run)
		}
	}
	return runs
}

func source(b *hclsyntax.Block, text []byte) []byte {
	return append(bytes.Clone(text[b.TypeRange.Start.Byte:b.CloseBraceRange.End.Byte]), '\n')
}

// without blanks an attribute: nothing else moves.
func without(text []byte, a *hclsyntax.Attribute) []byte {
	out := bytes.Clone(text)
	for i := a.SrcRange.Start.Byte; i < a.SrcRange.End.Byte; i++ {
		out[i] = ' '
	}
	return out
}

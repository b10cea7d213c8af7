package check

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// functions finds calls of functions of providers that have no program: only
// the program can answer them, and any other answer would be made up.
func (w *work) functions(dirs []string, tests []*hclmod.TestFile) ([]report.Diagnostic, error) {
	var files []spec.File
	for _, dir := range dirs {
		files = append(files, w.tree.Config(dir)...)
	}
	for _, f := range w.spec.TreeFiles() {
		for _, t := range tests {
			if f.Dest == t.Dest {
				files = append(files, f)
			}
		}
	}
	var diags []report.Diagnostic
	for _, f := range files {
		found, err := w.functionsIn(f)
		if err != nil {
			return nil, err
		}
		diags = append(diags, found...)
	}
	return diags, nil
}

func (w *work) functionsIn(f spec.File) ([]report.Diagnostic, error) {
	src, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
	}
	if !bytes.Contains(src, []byte("provider::")) {
		return nil, nil
	}
	dir := path.Dir(f.Dest)
	if hclmod.IsTest(f.Dest) {
		// A test's functions are those of the module under test.
		dir = path.Clean(w.spec.Root)
	}
	m, _, err := w.tree.Module(dir)
	if err != nil {
		return nil, err
	}
	var diags []report.Diagnostic
	for _, call := range hclmod.ProviderFunctions(f.Dest, src) {
		local, _, _ := strings.Cut(strings.TrimPrefix(call.Name, "provider::"), "::")
		address := hclmod.Address(local)
		if r := m.Requirement(local); r != nil {
			address = r.Address
		}
		if p := w.provider(address); p != nil && p.Binary == "" {
			diags = append(diags, hclmod.FindingIn(src, call.Range, fmt.Sprintf("The function %s cannot be called: of %s there is only a schema snapshot", call.Name, address),
				"To run the provider itself, "+realMode()+"."))
		}
	}
	return diags, nil
}

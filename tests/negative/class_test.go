//go:build bazel

package negative_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mode says who answers for the providers.
type mode string

const (
	schemaMode mode = "schema"
	realMode   mode = "real"
)

// A class is a kind of mistake: a directory of testdata. Its files are the module x;
// directories below it that hold configuration are modules of their own.
type class struct {
	name string
	dir  string
	// Reason says what is wrong.
	Reason string `json:"reason"`
	// Kind is the check that must find it; empty for validate.
	Kind string `json:"kind,omitempty"`
	// Providers are the types of the providers that targets give.
	Providers []string `json:"providers,omitempty"`
	// Deps are the calls between the modules below x, which itself may call each.
	Deps map[string][]string `json:"deps,omitempty"`
	// Lost says that only the provider's own code can know: valid in schema mode.
	Lost bool `json:"lost,omitempty"`
	// Schema are the errors in schema mode: these and no others.
	Schema []diagnostic `json:"schema,omitempty"`
	// Real are the errors in real mode; absent where they are those of schema mode.
	Real *[]diagnostic `json:"real,omitempty"`
}

// A diagnostic is one error of a report. In want.json summary and detail are parts of
// what must be said, and no line means any: the place of some of a provider's findings
// is another at every run.
type diagnostic struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Summary string `json:"summary"`
	Detail  string `json:"detail,omitempty"`
}

func (d diagnostic) String() string {
	return fmt.Sprintf("%s:%d: %s\n    %s", d.File, d.Line, d.Summary, strings.ReplaceAll(d.Detail, "\n", "\n    "))
}

// is says whether got is what d wants.
func (d diagnostic) is(got diagnostic) bool {
	place := d.File == got.File && (d.Line == got.Line || d.Line == 0)
	return place && strings.Contains(got.Summary, d.Summary) && strings.Contains(got.Detail, d.Detail)
}

// classes reads all of testdata.
func classes(t *testing.T) []*class {
	t.Helper()
	files, err := filepath.Glob("testdata/*/want.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no classes in testdata (%v)", err)
	}
	var all []*class
	for _, file := range files {
		dir := filepath.Dir(file)
		c := &class{name: filepath.Base(dir), dir: dir}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, c)
	}
	return all
}

// want is what the class wants of a mode.
func (c *class) want(m mode) []diagnostic {
	if m == realMode && c.Real != nil {
		return *c.Real
	}
	return c.Schema
}

// judge wants of a mode what want.json says, no more and no less. With -update
// it writes what was found, but leaves what still fits as it is.
func (c *class) judge(t *testing.T, m mode, got []diagnostic) {
	t.Helper()
	problems := differences(c.want(m), got)
	if len(problems) == 0 {
		return
	}
	if update() {
		c.accept(t, m, got)
		return
	}
	t.Errorf("%s (%s):\n%s", c.dir, c.Reason, strings.Join(problems, "\n"))
}

// differences are the wanted diagnostics that are missing and those that nobody wants.
func differences(want, got []diagnostic) []string {
	var problems []string
	rest := slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(rest, w.is)
		if i < 0 {
			problems = append(problems, "missing: "+w.String())
			continue
		}
		rest = slices.Delete(rest, i, i+1)
	}
	for _, g := range rest {
		problems = append(problems, "not wanted: "+g.String())
	}
	return problems
}

// accept writes what was found into want.json.
func (c *class) accept(t *testing.T, m mode, got []diagnostic) {
	t.Helper()
	switch {
	case m == schemaMode:
		c.Schema = got
	case len(differences(c.Schema, got)) == 0:
		c.Real = nil
	default:
		c.Real = &got
	}
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(c); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "want.json"), buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

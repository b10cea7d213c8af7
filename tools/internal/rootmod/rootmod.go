// Package rootmod reads what running a root module takes: the variables it
// wants, how their values are written on a command line, and where it says its
// state lives.
package rootmod

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// Root is what a root module declares.
type Root struct {
	// Dir is its workspace-relative directory.
	Dir string
	// Variables are its input variables by name.
	Variables map[string]*Variable
	// Backend is its backend block, or nil. A cloud block is the backend "cloud".
	Backend *Backend
	// AutoVarFiles are the staged files from which OpenTofu takes variables
	// unasked: terraform.tfvars and *.auto.tfvars.
	AutoVarFiles []spec.File
}

// Variable is one variable block.
type Variable struct {
	// Name is the block's label.
	Name string
	// Required says that it has no default.
	Required bool
	// Literal says that a value on a command line is a text as it stands, not
	// an expression: so OpenTofu reads it for types without structure.
	Literal bool
	// Where is the block's place, file:line.
	Where string
}

// Backend is one backend block.
type Backend struct {
	// Type is the block's label.
	Type string
	// Where is the block's place, file:line.
	Where string
}

// InvalidError says that the configuration cannot be read.
type InvalidError struct {
	// Problems are sentences that begin with file:line.
	Problems []string
}

// Error implements error.
func (e *InvalidError) Error() string { return strings.Join(e.Problems, "\n") }

// Read reads the root module at dir from its files.
func Read(dir string, files []spec.File) (*Root, error) {
	root := &Root{Dir: dir, Variables: map[string]*Variable{}}
	parser := hclparse.NewParser()
	var problems []string
	for _, f := range filesOf(dir, files) {
		name := path.Base(f.Dest)
		if isAutoVarFile(name) {
			root.AutoVarFiles = append(root.AutoVarFiles, f)
		}
		if stem(name) == "" {
			continue
		}
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		file, diags := parse(parser, f.Dest, src)
		problems = append(problems, Problems(diags)...)
		if !diags.HasErrors() {
			root.read(file.Body)
		}
	}
	if len(problems) > 0 {
		return nil, &InvalidError{Problems: problems}
	}
	return root, nil
}

// filesOf lists the files in dir that OpenTofu reads, override files last:
// they add to what the others declare. A .tofu file replaces its .tf twin.
func filesOf(dir string, files []spec.File) []spec.File {
	names := map[string]bool{}
	for _, f := range files {
		names[f.Dest] = true
	}
	var own []spec.File
	for _, f := range files {
		twin := strings.TrimSuffix(strings.TrimSuffix(f.Dest, ".json"), ".tf") + ".tofu"
		if strings.HasSuffix(f.Dest, ".json") {
			twin += ".json"
		}
		hidden := strings.HasPrefix(path.Base(f.Dest), ".")
		if path.Dir(f.Dest) != path.Clean(dir) || hidden || twin != f.Dest && names[twin] {
			continue
		}
		own = append(own, f)
	}
	slices.SortStableFunc(own, func(a, b spec.File) int {
		if oa, ob := isOverride(a.Dest), isOverride(b.Dest); oa != ob {
			if oa {
				return 1
			}
			return -1
		}
		return strings.Compare(a.Dest, b.Dest)
	})
	return own
}

// stem is the name without OpenTofu's extensions; empty for other files.
func stem(name string) string {
	for _, ext := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if s, ok := strings.CutSuffix(name, ext); ok {
			return s
		}
	}
	return ""
}

func isOverride(dest string) bool {
	s := stem(path.Base(dest))
	return s == "override" || strings.HasSuffix(s, "_override")
}

func isAutoVarFile(name string) bool {
	return name == "terraform.tfvars" || name == "terraform.tfvars.json" ||
		strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json")
}

func parse(p *hclparse.Parser, name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	if strings.HasSuffix(name, ".json") {
		return p.ParseJSON(src, name)
	}
	return p.ParseHCL(src, name)
}

// Problems renders the errors among diags as sentences that begin with file:line.
func Problems(diags hcl.Diagnostics) []string {
	var out []string
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		text := d.Summary
		if d.Detail != "" {
			text += ": " + d.Detail
		}
		if d.Subject != nil {
			text = fmt.Sprintf("%s: %s", place(*d.Subject), text)
		}
		out = append(out, text)
	}
	return out
}

func place(r hcl.Range) string { return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line) }

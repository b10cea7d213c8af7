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

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/zclconf/go-cty/cty"
)

// Root is what a root module declares.
type Root struct {
	// Dir is its workspace-relative directory.
	Dir string
	// Variables are its input variables by name.
	Variables map[string]*Variable
	// Backend is its backend block, or nil. A cloud block is the backend "cloud".
	Backend *Backend
	// Encryption is its encryption block, or nil.
	Encryption *Encryption
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
	// Type is its type, with optional attributes; the dynamic one when the block
	// says none, or none that is a type.
	Type cty.Type
	// Where is the block's place, file:line.
	Where string
}

// Encryption is an encryption block of native syntax.
type Encryption struct {
	// Variables are the names of the input variables that it refers to.
	Variables []string
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
	for _, f := range files {
		if path.Dir(f.Dest) == path.Clean(dir) && isAutoVarFile(path.Base(f.Dest)) {
			root.AutoVarFiles = append(root.AutoVarFiles, f)
		}
	}
	slices.SortFunc(root.AutoVarFiles, func(a, b spec.File) int { return strings.Compare(a.Dest, b.Dest) })
	parser := hclparse.NewParser()
	var problems []string
	for _, f := range hclmod.NewTree(files).Config(dir) {
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		file, diags := hclmod.ParseFile(parser, f.Dest, src)
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

func isAutoVarFile(name string) bool {
	return name == "terraform.tfvars" || name == "terraform.tfvars.json" ||
		strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json")
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

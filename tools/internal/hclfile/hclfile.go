// Package hclfile holds files of configuration or tests as those see them that leave
// parts of them out: their text, and what it says in HCL's own syntax.
package hclfile

import (
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// File is a file of configuration or tests.
type File struct {
	// Name of the file, by which its syntax is known.
	Name string
	// Src is its content.
	Src []byte
}

// Body is the content of a file in HCL's own syntax; nil for any other, and for
// one with errors, which are OpenTofu's to report.
func (f File) Body() *hclsyntax.Body {
	if !slices.Contains([]string{".tf", ".tofu", ".hcl"}, path.Ext(f.Name)) {
		return nil
	}
	file, diags := hclsyntax.ParseConfig(f.Src, f.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	return file.Body.(*hclsyntax.Body)
}

// Blank empties a part of a text; lines stay where they are.
func Blank(src []byte, part hcl.Range) {
	for i := part.Start.Byte; i < part.End.Byte; i++ {
		if src[i] != '\n' {
			src[i] = ' '
		}
	}
}

package tflint

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// HousePrefix is what the names of the rules that are not tflint's begin with.
const HousePrefix = "flywheel_"

// Config is a configuration of tflint, and of the house rules, made of a default
// and a module's own. A block of the own one replaces the default's block of the
// same type and label; with disabled_by_default nothing of the default is used.
type Config struct {
	// Text is what tflint reads: first the own text, each line where it was.
	Text []byte
	// OwnLines is how many lines of Text are the own ones.
	OwnLines int
	// DisabledByDefault says that rules are off which no block turns on.
	DisabledByDefault bool
	// House says of house rules, by name, whether a block turns them on or off.
	House map[string]bool
}

// Enabled says whether a house rule is on.
func (c *Config) Enabled(rule string) bool {
	if enabled, ok := c.House[rule]; ok {
		return enabled
	}
	return !c.DisabledByDefault
}

// File is a configuration file's place and content.
type File struct {
	// Name is the workspace-relative place.
	Name string
	// Text is the content.
	Text []byte
}

// Merge makes the configuration; own is nil where there is none, and known tells
// which house rules there are. Diagnostics are about the own one.
func Merge(base File, own *File, known func(rule string) bool) (*Config, hcl.Diagnostics) {
	c := &Config{House: map[string]bool{}}
	replaced := map[string]bool{}
	if own != nil {
		body, diags := parse(*own)
		if diags.HasErrors() {
			return nil, diags
		}
		for _, b := range body.Blocks {
			replaced[key(b)] = true
		}
		text, diags := c.take(*own, body, known)
		if diags.HasErrors() {
			return nil, diags
		}
		c.Text = append(bytes.TrimRight(text, "\n"), '\n')
		c.OwnLines = bytes.Count(c.Text, []byte("\n"))
	}
	if c.DisabledByDefault {
		return c, nil
	}
	body, diags := parse(base)
	if diags.HasErrors() {
		return nil, diags
	}
	for _, b := range body.Blocks {
		if !replaced[key(b)] {
			c.Text = append(append(c.Text, b.Range().SliceBytes(base.Text)...), '\n')
		}
	}
	return c, nil
}

func parse(f File) (*hclsyntax.Body, hcl.Diagnostics) {
	file, diags := hclsyntax.ParseConfig(f.Text, f.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	return file.Body.(*hclsyntax.Body), nil
}

func key(b *hclsyntax.Block) string { return b.Type + " " + strings.Join(b.Labels, " ") }

// take notes what the own configuration says, and returns its text without what is
// not for tflint.
func (c *Config) take(f File, body *hclsyntax.Body, known func(string) bool) ([]byte, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	text := append([]byte{}, f.Text...)
	for _, b := range body.Blocks {
		switch {
		case b.Type == "config":
			c.DisabledByDefault, _ = boolean(b, "disabled_by_default")
		case b.Type == "plugin" && len(b.Labels) == 1 && b.Labels[0] != "terraform":
			diags = append(diags, problem(b, fmt.Sprintf("The plugin %q is not there", b.Labels[0]),
				"Tests download nothing: TFLint has the rules of the bundled plugin \"terraform\" and no others. Remove the block."))
		case b.Type == "rule" && len(b.Labels) == 1 && strings.HasPrefix(b.Labels[0], HousePrefix):
			diags = append(diags, c.house(b, known)...)
			r := b.Range()
			blank(text[r.Start.Byte:r.End.Byte])
		}
	}
	return text, diags
}

// house notes the block of a house rule.
func (c *Config) house(b *hclsyntax.Block, known func(string) bool) hcl.Diagnostics {
	name := b.Labels[0]
	enabled, ok := boolean(b, "enabled")
	c.House[name] = enabled
	switch {
	case !known(name):
		return hcl.Diagnostics{problem(b, fmt.Sprintf("There is no rule %q", name), "House rules are those of tools/internal/lint/RULES.md; all others are TFLint's.")}
	case !ok || len(b.Body.Attributes) != 1 || len(b.Body.Blocks) > 0:
		return hcl.Diagnostics{problem(b, fmt.Sprintf("The block of rule %q is not understood", name), "Want one argument: enabled = true, or enabled = false.")}
	}
	return nil
}

func problem(b *hclsyntax.Block, summary, detail string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: b.DefRange().Ptr()}
}

// boolean is the value of a block's argument; ok is false if it is no literal.
func boolean(b *hclsyntax.Block, name string) (value, ok bool) {
	a := b.Body.Attributes[name]
	if a == nil {
		return false, false
	}
	v, diags := a.Expr.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.Bool {
		return false, false
	}
	return v.True(), true
}

package moduledocs

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// expression is an argument's value with the file it is from; the zero
// expression is of an argument that is not there.
type expression struct {
	expr hcl.Expression
	src  []byte
}

func (e expression) set() bool { return e.expr != nil }

// value is the constant value; not ok where it refers to something.
func (e expression) value() (cty.Value, bool) {
	if !e.set() {
		return cty.NilVal, false
	}
	v, diags := e.expr.Value(nil)
	return v, !diags.HasErrors() && v.IsWhollyKnown()
}

// literal is the constant string.
func (e expression) literal() (string, bool) {
	v, ok := e.value()
	if !ok || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// source is the expression as written, without the indentation of its lines.
func (e expression) source() string {
	if _, native := e.expr.(hclsyntax.Expression); !native {
		// JSON has expressions in strings.
		s, _ := e.literal()
		return dedent(normal(s))
	}
	return dedent(normal(string(e.expr.Range().SliceBytes(e.src))))
}

// text is the constant string, or else the source; empty if not there, or null.
func (e expression) text() string {
	if v, ok := e.value(); !e.set() || ok && v.IsNull() {
		return ""
	}
	if s, ok := e.literal(); ok {
		return normal(s)
	}
	return e.source()
}

func (e expression) message() Message {
	if s, ok := e.literal(); ok {
		return Message{Text: strings.TrimSpace(normal(s))}
	}
	return Message{Text: e.source(), Code: true}
}

// typeText is the type as written; the old way is in quotes.
func (e expression) typeText() string {
	if !e.set() {
		return "any"
	}
	if s, ok := e.literal(); ok {
		return dedent(normal(s))
	}
	return e.source()
}

// isTrue also takes "true", as tofu does.
func (e expression) isTrue() bool {
	v, ok := e.value()
	if !ok || v.IsNull() {
		return false
	}
	return v.Type() == cty.Bool && v.True() || v.Type() == cty.String && v.AsString() == "true"
}

// json is the constant value as JSON, or else the source.
func (e expression) json() string {
	v, ok := e.value()
	if !ok {
		return e.source()
	}
	var b strings.Builder
	writeJSON(&b, v, "\n")
	return b.String()
}

// dedent takes from all lines but the first, which begins in the middle of its
// line, the white space that they have in common.
func dedent(text string) string {
	lines := strings.Split(text, "\n")
	common := -1
	for _, l := range lines[1:] {
		if bare := strings.TrimLeft(l, " \t"); bare != "" && (common < 0 || len(l)-len(bare) < common) {
			common = len(l) - len(bare)
		}
	}
	for i, l := range lines {
		if i > 0 && common > 0 {
			lines[i] = l[min(common, len(l)):]
		}
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Join(lines, "\n")
}

package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Render writes the findings for people, one paragraph each:
//
//	file:line:column: error: summary
//	    source line
//	    ^
//	  detail
//
// Colour is used only when color is true.
func Render(w io.Writer, diags []Diagnostic, color bool) error {
	for _, d := range diags {
		if _, err := io.WriteString(w, d.text(color)); err != nil {
			return err
		}
	}
	return nil
}

// Text is the finding as Render writes it, without colour.
func (d Diagnostic) Text() string { return d.text(false) }

// Place is "file:line:column" as far as it is known.
func (d Diagnostic) Place() string {
	switch {
	case d.File == "":
		return ""
	case d.Line == 0:
		return d.File
	case d.Column == 0:
		return fmt.Sprintf("%s:%d", d.File, d.Line)
	}
	return fmt.Sprintf("%s:%d:%d", d.File, d.Line, d.Column)
}

func (d Diagnostic) text(color bool) string {
	var b strings.Builder
	if place := d.Place(); place != "" {
		b.WriteString(place + ": ")
	}
	fmt.Fprintf(&b, "%s: %s\n", paint(string(d.Severity), d.Severity, color), d.Summary)
	if d.Snippet != "" {
		b.WriteString("    " + d.Snippet + "\n")
		if d.Column > 0 {
			b.WriteString("    " + caretIndent(d.Snippet, d.Column) + "^\n")
		}
	}
	for line := range strings.Lines(d.Detail) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" {
			line = "  " + line
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// caretIndent is the blank text that puts a caret under the column (counted in
// characters), keeping tabs so that it lines up with the snippet.
func caretIndent(snippet string, column int) string {
	var b strings.Builder
	for i := 1; i < column; i++ {
		r, size := utf8.DecodeRuneInString(snippet)
		snippet = snippet[size:]
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

// paint wraps text in the colour of its severity.
func paint(text string, s Severity, color bool) string {
	if !color {
		return text
	}
	code := "33"
	if s == Error {
		code = "31"
	}
	return "\x1b[1;" + code + "m" + text + "\x1b[0m"
}

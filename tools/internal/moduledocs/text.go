package moduledocs

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longBlock is the number of lines from which a block is folded away.
const longBlock = 16

// code is text that shows exactly as it is, in one cell of a table: a block if
// it has lines, folded away if it has many.
func code(text string) string {
	lines := strings.Count(text, "\n") + 1
	switch {
	case lines > longBlock:
		first, _, _ := strings.Cut(text, "\n")
		return "<details><summary><code>" + plain(first) + "…</code></summary><pre>" + plain(text) + "</pre></details>"
	case lines > 1:
		return "<pre>" + plain(text) + "</pre>"
	case text == "" || strings.ContainsAny(text, "|`") || text != strings.TrimSpace(text):
		// In a code span a pipe would end the cell.
		return "<code>" + plain(text) + "</code>"
	}
	return "`" + text + "`"
}

// plain is text without any meaning to Markdown or HTML, in one line of it.
func plain(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '|':
			b.WriteString("&#124;") // a backslash before it would not be safe
		case '\n':
			b.WriteString("<br/>")
		case '\\', '`', '*', '~', '$':
			b.WriteString(`\` + string(r))
		case '_':
			if !inWord(text, i) {
				b.WriteByte('\\')
			}
			b.WriteByte('_')
		case '(':
			if strings.HasSuffix(text[:i], "]") { // would be a link
				b.WriteByte('\\')
			}
			b.WriteByte('(')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// inWord says whether the underscore at i is between letters or digits, where
// it means nothing.
func inWord(text string, i int) bool {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	return word(before) && word(after)
}

// prose is a description, which may be Markdown, in one cell of a table.
func prose(text string) string {
	var b strings.Builder
	for text != "" {
		before, block, after := cutFence(text)
		b.WriteString(strings.ReplaceAll(paragraphs(strings.Trim(before, "\n")), "\n", "<br/>"))
		if block != "" {
			b.WriteString("<pre>" + plain(dedentAll(block)) + "</pre>")
		}
		text = after
	}
	return b.String()
}

// cutFence parts text at its first fenced block of code; without one all of it
// comes before.
func cutFence(text string) (before, block, after string) {
	m := regexp.MustCompile("(?ms)^[ \t]*(```+|~~~+)[^\n`]*\n(.*?)\n?^[ \t]*(```+|~~~+)[ \t]*$\n?").FindStringSubmatchIndex(text)
	if m == nil {
		return text, "", ""
	}
	return text[:m[0]], strings.TrimSuffix(text[m[4]:m[5]], "\n"), text[m[1]:]
}

func dedentAll(block string) string { return strings.TrimPrefix(dedent("\n"+block), "\n") }

// paragraphs escapes pipes, which would end the cell, and outside of code spans
// the sign that would begin a tag of HTML: "<name>" is meant to be seen.
func paragraphs(text string) string {
	var b strings.Builder
	for text != "" {
		open := strings.IndexByte(text, '`')
		if open < 0 {
			open = len(text)
		}
		b.WriteString(strings.ReplaceAll(pipes(text[:open]), "<", "&lt;"))
		text = text[open:]
		ticks := text[:len(text)-len(strings.TrimLeft(text, "`"))]
		span, rest, closed := cutSpan(text[len(ticks):], ticks)
		if !closed {
			b.WriteString(strings.ReplaceAll(ticks, "`", "\\`"))
			text = text[len(ticks):]
			continue
		}
		b.WriteString(ticks + pipes(strings.ReplaceAll(span, "\n", " ")) + ticks)
		text = rest
	}
	return b.String()
}

// cutSpan cuts a code span at the ticks that close it: as many, no more, and in
// the same paragraph.
func cutSpan(text, ticks string) (span, rest string, closed bool) {
	paragraph, _, _ := strings.Cut(text, "\n\n")
	for i := 0; ticks != "" && i < len(paragraph); {
		at := strings.Index(paragraph[i:], ticks)
		if at < 0 {
			break
		}
		end := i + at + len(paragraph[i+at:]) - len(strings.TrimLeft(paragraph[i+at:], "`"))
		if end-(i+at) == len(ticks) {
			return text[:i+at], text[end:], true
		}
		i = end
	}
	return "", text, false
}

// pipes escapes each pipe that no backslash escapes yet.
func pipes(text string) string {
	var b strings.Builder
	slashes := 0
	for _, r := range text {
		if r == '|' && slashes%2 == 0 {
			b.WriteByte('\\')
		}
		slashes++
		if r != '\\' {
			slashes = 0
		}
		b.WriteRune(r)
	}
	return b.String()
}

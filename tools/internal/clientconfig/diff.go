package clientconfig

import (
	"fmt"
	"slices"
	"strings"
)

// Diff renders the change as a unified diff without context; empty for none.
// A block's lines lie together, so one hunk always does.
func (c Change) Diff() string {
	if c.Action == Unchanged || c.Action == Absent {
		return ""
	}
	before, after := slices.Collect(strings.Lines(c.file.text)), slices.Collect(strings.Lines(c.newText))
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	before, after = before[head:len(before)-tail], after[head:len(after)-tail]
	from, to := c.Path, c.Path
	switch c.Action {
	case Created:
		from = "/dev/null"
	case Deleted:
		to = "/dev/null"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "--- %s\n+++ %s\n@@ -%s +%s @@\n", from, to, lineRange(head, before), lineRange(head, after))
	writeLines(&b, "-", before)
	writeLines(&b, "+", after)
	return b.String()
}

func lineRange(head int, lines []string) string {
	if len(lines) == 0 {
		return fmt.Sprintf("%d,0", head)
	}
	return fmt.Sprintf("%d,%d", head+1, len(lines))
}

func writeLines(b *strings.Builder, sign string, lines []string) {
	for _, line := range lines {
		b.WriteString(sign + line)
		if !strings.HasSuffix(line, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// Package udiff makes unified diffs of text, for people to read: tofu itself
// would run the program diff, which need not be there.
package udiff

import (
	"fmt"
	"strings"
)

// context is how many unchanged lines surround a change.
const context = 3

// Op is what happens to a line.
type Op byte

// The operations, as a unified diff writes them.
const (
	Keep   Op = ' '
	Remove Op = '-'
	Add    Op = '+'
)

// Line is one line of a diff, without its line end.
type Line struct {
	// Op is what happens to it.
	Op Op
	// Text is the line.
	Text string
}

// Lines compares two texts line by line and returns all lines of both.
func Lines(old, new []byte) []Line {
	a, b := split(old), split(new)
	pre := 0
	for pre < len(a) && pre < len(b) && a[pre] == b[pre] {
		pre++
	}
	post := 0
	for post < len(a)-pre && post < len(b)-pre && a[len(a)-1-post] == b[len(b)-1-post] {
		post++
	}
	out := appendOp(nil, Keep, a[:pre])
	out = append(out, middle(a[pre:len(a)-post], b[pre:len(b)-post])...)
	return appendOp(out, Keep, a[len(a)-post:])
}

// maxTable bounds the table of middle, in cells; beyond it the whole middle
// counts as replaced.
const maxTable = 16 << 20

// middle compares by the longest common subsequence.
func middle(a, b []string) []Line {
	if len(a)*len(b) > maxTable {
		return appendOp(appendOp(nil, Remove, a), Add, b)
	}
	// common[i][j] is the length for a[i:] and b[j:].
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var out []Line
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = append(out, Line{Keep, a[i]})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			out = append(out, Line{Remove, a[i]})
			i++
		default:
			out = append(out, Line{Add, b[j]})
			j++
		}
	}
	return appendOp(appendOp(out, Remove, a[i:]), Add, b[j:])
}

// FirstLine is the number, in the old text, of the first line that changes;
// zero if none does.
func FirstLine(lines []Line) int {
	n := 1
	for _, l := range lines {
		if l.Op != Keep {
			return n
		}
		n++
	}
	return 0
}

// Unified renders the changes that formatting makes to the named file, as Named does.
func Unified(name string, lines []Line) string { return Named(name, "formatted", lines) }

// Named renders the changes as a unified diff of the named file; remark says in
// a word what the new one is. It is empty if nothing changes. Carriage returns,
// and the lack of a last line end, are shown.
func Named(name, remark string, lines []Line) string {
	var b strings.Builder
	oldLine, newLine := 1, 1
	for i := 0; i < len(lines); {
		end := hunkEnd(lines, i)
		if end == i {
			oldLine, newLine, i = oldLine+1, newLine+1, i+1
			continue
		}
		if b.Len() == 0 {
			fmt.Fprintf(&b, "--- %s\n+++ %s (%s)\n", name, name, remark)
		}
		hunk := lines[i:end]
		olds, news := count(hunk)
		fmt.Fprintf(&b, "@@ -%d,%d +%d,%d @@\n", oldLine, olds, newLine, news)
		for _, l := range hunk {
			b.WriteString(string(l.Op) + strings.ReplaceAll(l.Text, "\r", "␍") + "\n")
		}
		oldLine, newLine, i = oldLine+olds, newLine+news, end
	}
	return b.String()
}

// hunkEnd is the end of the hunk that starts at i, or i if none does.
func hunkEnd(lines []Line, i int) int {
	last := -1
	for j := i; j < len(lines); j++ {
		switch {
		case lines[j].Op != Keep:
			last = j
		case last < 0 && j-i >= context, last >= 0 && j-last > 2*context:
			j = len(lines)
		}
	}
	if last < 0 {
		return i
	}
	return min(last+1+context, len(lines))
}

func count(hunk []Line) (olds, news int) {
	for _, l := range hunk {
		if l.Op != Add {
			olds++
		}
		if l.Op != Remove {
			news++
		}
	}
	return olds, news
}

func appendOp(lines []Line, op Op, texts []string) []Line {
	for _, t := range texts {
		lines = append(lines, Line{op, t})
	}
	return lines
}

// split cuts text into lines; a last line without line end says so.
func split(text []byte) []string {
	var lines []string
	for l := range strings.Lines(string(text)) {
		bare, ok := strings.CutSuffix(l, "\n")
		if !ok {
			bare += " (no line end)"
		}
		lines = append(lines, bare)
	}
	return lines
}

package moduledocs

import (
	"bytes"
	"fmt"
	"strings"
)

// The lines between which the tables stand: those of terraform-docs.
const (
	Begin = "<!-- BEGIN_TF_DOCS -->"
	End   = "<!-- END_TF_DOCS -->"
)

// Readme is the text of a README and the place of the tables in it.
type Readme struct {
	text []byte
	// from and to are what is between the lines of the markers; equal to -1
	// where there are none.
	from, to   int
	lineEnd    string
	begin, end string
}

// Problem says why the tables have no place in a README, which a person must mend.
type Problem struct {
	// Line counts from 1.
	Line int
	// Summary says what is wrong, Detail how to mend it.
	Summary, Detail string

	marker bool // it is with a marker
}

// Parse finds the markers in a README: lines that have nothing else, outside of
// fenced code. What else is wrong with them is a problem.
func Parse(text []byte) (Readme, *Problem) { return ParseMarked(text, Begin, End) }

// ParseMarked is Parse with other markers.
func ParseMarked(text []byte, begin, end string) (Readme, *Problem) {
	r := Readme{text: text, from: -1, to: -1, lineEnd: lineEnd(text), begin: begin, end: end}
	beginLine, endLine, fenceLine, fence := 0, 0, 0, ""
	number, offset := 0, 0
	for line := range bytes.Lines(text) {
		number++
		bare := strings.TrimSpace(string(line))
		inside := beginLine > 0 && endLine == 0
		switch {
		case fence != "":
			if closes(fence, bare) {
				fence = ""
			}
		case bare == begin && beginLine > 0:
			return r, twice(number, begin, beginLine)
		case bare == begin:
			beginLine, r.from = number, offset+len(line)
		case bare == end && beginLine == 0:
			return r, &Problem{number, "The end of the generated tables has no beginning before it", "Write " + begin + " on a line of its own where they shall begin, or delete this line.", true}
		case bare == end && endLine > 0:
			return r, twice(number, end, endLine)
		case bare == end:
			endLine, r.to = number, offset
		case !inside && opening(bare) != "":
			fence, fenceLine = opening(bare), number
		}
		offset += len(line)
	}
	switch {
	case beginLine > 0 && endLine == 0:
		return r, &Problem{beginLine, "The generated tables have a beginning and no end", "Write " + end + " on a line of its own where they end, or delete this line.", true}
	case beginLine == 0 && fence != "":
		return r, &Problem{fenceLine, "A block of code is not closed", "Close it with a line " + fence + ": the generated tables would become part of it.", false}
	}
	return r, nil
}

func twice(line int, marker string, first int) *Problem {
	return &Problem{line, "The marker " + marker + " is there twice", fmt.Sprintf("The first is in line %d. Delete one: a README has one place for the generated tables.", first), true}
}

// opening is the fence with which a line opens a block of code, or empty.
func opening(line string) string {
	for _, sign := range []string{"`", "~"} {
		rest := strings.TrimLeft(line, sign)
		if n := len(line) - len(rest); n >= 3 && (sign == "~" || !strings.Contains(rest, "`")) {
			return line[:n]
		}
	}
	return ""
}

func closes(fence, line string) bool {
	return len(line) >= len(fence) && strings.Trim(line, fence[:1]) == ""
}

// lineEnd is that of the first line.
func lineEnd(text []byte) string {
	first, _, found := bytes.Cut(text, []byte("\n"))
	if found && bytes.HasSuffix(first, []byte("\r")) {
		return "\r\n"
	}
	return "\n"
}

// HasMarkers says whether the tables have a place.
func (r Readme) HasMarkers() bool { return r.from >= 0 }

// HasMarker says whether a README has, or is meant to have, a place for tables:
// at least one marker, or both in any order.
func HasMarker(text []byte) bool {
	r, problem := Parse(text)
	return r.HasMarkers() || problem != nil && problem.marker
}

// With is the README with the tables between the markers, which are added at
// the end where there are none. All other text stays as it is, byte for byte.
func (r Readme) With(tables string) []byte {
	if r.HasMarkers() {
		return bytes.Join([][]byte{r.text[:r.from], r.own(tables), r.text[r.to:]}, nil)
	}
	gap := ""
	switch {
	case len(r.text) == 0:
	case !bytes.HasSuffix(r.text, []byte("\n")):
		gap = "\n\n"
	case !bytes.HasSuffix(r.text, []byte("\n"+r.lineEnd)):
		gap = "\n"
	}
	return append(bytes.Clone(r.text), r.own(gap+r.begin+"\n"+tables+r.end+"\n")...)
}

// own has the README's line ends.
func (r Readme) own(text string) []byte {
	return []byte(strings.ReplaceAll(text, "\n", r.lineEnd))
}

// New is a README for a module that has none.
func New(title, tables string) []byte {
	return Readme{text: []byte("# " + title + "\n"), from: -1, lineEnd: "\n", begin: Begin, end: End}.With(tables)
}

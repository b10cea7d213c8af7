package preview

import (
	"regexp"
	"strings"
)

// Text takes the traces of the override files out of a plan's text, which may
// have colours, and says instead why nothing is read.
func Text(plan string) string {
	var out strings.Builder
	colours := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	head := regexp.MustCompile(`^( *)<= data "([^"]*)"`)
	end, hidden := "", ""
	for line := range strings.Lines(plan) {
		plain := strings.TrimRight(colours.ReplaceAllString(line, ""), "\n")
		if m := head.FindStringSubmatch(plain); m != nil {
			// The closing brace stands below the block's type, behind the sign.
			end, hidden = m[1]+"   }", Argument(m[2])
		}
		switch {
		case end != "" && plain == end:
			end = ""
		case end != "" && isMarker(plain, hidden, len(end)-1):
			continue
		}
		line = strings.Replace(line, "(config refers to values not yet known)", "(not read in a preview)", 1)
		out.WriteString(line)
	}
	return out.String()
}

// isMarker says whether the line is the argument, directly in a block of which
// the brace stands at the column.
func isMarker(line, argument string, column int) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "+ "+argument+" ")
	indent := len(line) - len(strings.TrimLeft(line, " "))
	return ok && indent <= column+4 && strings.HasPrefix(strings.TrimLeft(rest, " "), "= (known after apply)")
}

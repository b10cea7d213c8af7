// Package texttable renders a list of flat objects as aligned columns.
package texttable

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Write renders rows, a JSON list of objects, to w. OpenTofu sorts an object's
// attributes by name, so the columns' order is chosen here: what the row is
// comes first, remarks come last.
func Write(w io.Writer, rows json.RawMessage) error {
	var objects []map[string]json.RawMessage
	if err := json.Unmarshal(rows, &objects); err != nil {
		return fmt.Errorf("reading the table: it must be a list of objects: %w", err)
	}
	if len(objects) == 0 {
		return nil
	}
	columns := columnsOf(objects)
	lines := [][]string{make([]string, len(columns))}
	for j, column := range columns {
		lines[0][j] = strings.ToUpper(column)
	}
	for i, object := range objects {
		cells := make([]string, len(columns))
		for j, column := range columns {
			cell, err := render(object[column])
			if err != nil {
				return fmt.Errorf("reading the table: row %d, %q: %w", i+1, column, err)
			}
			cells[j] = cell
		}
		lines = append(lines, cells)
	}
	return writeLines(w, lines)
}

// writeLines writes the lines with columns two spaces apart.
func writeLines(w io.Writer, lines [][]string) error {
	widths := make([]int, len(lines[0]))
	for _, cells := range lines {
		for j, cell := range cells {
			widths[j] = max(widths[j], utf8.RuneCountInString(cell))
		}
	}
	for _, cells := range lines {
		var line strings.Builder
		for j, cell := range cells {
			line.WriteString(cell + strings.Repeat(" ", widths[j]+2-utf8.RuneCountInString(cell)))
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	return nil
}

func columnsOf(objects []map[string]json.RawMessage) []string {
	var columns []string
	for _, object := range objects {
		for name := range object {
			if !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
	}
	slices.SortFunc(columns, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	return columns
}

// rank orders the columns: names, then addresses, then places, then the rest,
// then remarks.
func rank(column string) int {
	order := [][]string{{"service", "name"}, {"url", "address"}, {"where"}, {}, {"detail", "description"}}
	const rest = 3
	for i, names := range order {
		if slices.Contains(names, column) {
			return i
		}
	}
	return rest
}

// render turns a cell into text without line breaks or control characters,
// which would break the columns or the terminal.
func render(cell json.RawMessage) (string, error) {
	if len(cell) == 0 || string(cell) == "null" {
		return "", nil
	}
	var text string
	switch cell[0] {
	case '{', '[':
		return "", fmt.Errorf("a cell must be a text, a number or a truth value, not %s", cell)
	case '"':
		if err := json.Unmarshal(cell, &text); err != nil {
			return "", fmt.Errorf("decoding: %w", err)
		}
	default:
		text = string(cell)
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text), nil
}

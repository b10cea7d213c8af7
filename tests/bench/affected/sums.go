package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// whole is a label with its name, which target-determinator leaves out where it is the
// directory's.
func whole(label string) string {
	if !strings.HasPrefix(label, "//") || strings.Contains(label, ":") {
		return label
	}
	return label + ":" + label[strings.LastIndex(label, "/")+1:]
}

// writeRows writes the edits at which a tool was not exact, and the sums. Where a tool
// failed, its answer counts for nothing.
func writeRows(stdout io.Writer, rows []row, tools []string) (bool, error) {
	fmt.Fprintf(stdout, "\n%d kinds of edit; where a tool was not exact: rules missed / told without need\n\n", len(rows))
	tw := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "  edit\taffected\t"+strings.Join(tools, "\t"))
	sums := map[string]*sum{}
	for _, tool := range tools {
		sums[tool] = &sum{}
	}
	for _, r := range rows {
		inexact := false
		for _, tool := range tools {
			inexact = sums[tool].add(r, tool) || inexact
		}
		if inexact {
			r.write(tw, tools)
		}
	}
	if err := tw.Flush(); err != nil {
		return false, err
	}
	met := sums[ours].missedKinds+sums[ours].failed == 0 && (sums[exact] == nil || sums[exact].missedKinds == 0)
	return met, writeSums(stdout, sums, tools)
}

// A sum is what one tool did over all kinds of edit.
type sum struct{ failed, exact, missedKinds, missed, extraKinds, extra int }

// add takes in one kind; it says whether the tool was not exact there.
func (s *sum) add(r row, tool string) (inexact bool) {
	switch {
	case r.failed[tool]:
		s.failed++
		return true
	case r.missed[tool]+r.extra[tool] == 0:
		s.exact++
		return false
	}
	s.missed += r.missed[tool]
	s.extra += r.extra[tool]
	if r.missed[tool] > 0 {
		s.missedKinds++
	}
	if r.extra[tool] > 0 {
		s.extraKinds++
	}
	return true
}

func writeSums(stdout io.Writer, sums map[string]*sum, tools []string) error {
	tw := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\n  tool\texact\tkinds with misses\trules missed\tkinds with extra\trules extra\tfailed\t")
	for _, tool := range tools {
		s := sums[tool]
		fmt.Fprintf(tw, "  %s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", tool, s.exact, s.missedKinds, s.missed, s.extraKinds, s.extra, s.failed)
	}
	return tw.Flush()
}

func (r row) write(w io.Writer, tools []string) {
	fmt.Fprintf(w, "  %s\t%d", r.edit, r.affected)
	for _, tool := range tools {
		text := fmt.Sprintf("%d / %d", r.missed[tool], r.extra[tool])
		if r.failed[tool] {
			text = "failed"
		}
		fmt.Fprint(w, "\t"+text)
	}
	fmt.Fprintln(w)
}

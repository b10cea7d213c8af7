package plansummary

import (
	"fmt"
	"regexp"
	"strings"
)

// MaxMarkdown is the most bytes that Markdown makes: below what a comment may
// have on GitHub (65,536 characters) and GitLab, with room for a frame.
const MaxMarkdown = 60_000

// Markdown is the summary as a comment for a review: what is lost comes first.
func (s *Summary) Markdown() string { return s.markdown(MaxMarkdown) }

func (s *Summary) markdown(limit int) string {
	m := &comment{limit: limit}
	title := "Plan"
	if s.Preview {
		title = "Preview"
	}
	m.line("## %s: %s, environment %s\n", title, code(s.Stack), code(s.Environment))
	m.line("**%s**\n", s.Counts.text(s.Changes))
	if s.Mode == "destroy" {
		m.line("This is the removal of everything in the state.\n")
	}
	if s.Preview {
		m.line("_A preview from the providers' schemas alone: nothing was read, and values that only providers or the cluster know are unknown." +
			" It is not a plan that could be applied, and only a plan can tell what providers would replace._\n")
	}
	m.section("### ⚠ Replaced: destroyed and created anew", resources(s.Replaced))
	m.section("### ⚠ Destroyed", resources(s.Destroyed))
	m.section("### Taken out of the state, left running", resources(s.Forgotten))
	m.section("### Changed", resources(s.Changed))
	m.section("### Moved", resources(s.Moved))
	m.section("### Imported", resources(s.Imported))
	if s.Text != "" && len(s.Text) < limit/2 {
		m.line("%s\n", strings.TrimSpace(s.Text))
	}
	m.section("### Outputs", outputs(s.Outputs))
	m.section("### Warnings", warnings(s))
	m.details("Created", resources(s.Created))
	m.details("Not read in a preview", addresses(s.NotRead))
	m.details("Left out of the preview", leftOut(s.LeftOut))
	return m.b.String()
}

// text is OpenTofu's own summary line, and what it does not count.
func (c Counts) text(changes bool) string {
	if !changes {
		return "No changes."
	}
	text := fmt.Sprintf("%d to add, %d to change, %d to destroy", c.Add, c.Change, c.Destroy)
	if c.Replace > 0 {
		text += fmt.Sprintf(" (%d of them replaced)", c.Replace)
	}
	for _, more := range []struct {
		n    int
		what string
	}{{c.Import, "to import"}, {c.Move, "to move"}, {c.Forget, "to forget"}} {
		if more.n > 0 {
			text += fmt.Sprintf(", %d %s", more.n, more.what)
		}
	}
	return text
}

// comment grows up to a limit.
type comment struct {
	b     strings.Builder
	limit int
}

// reserve is room for the heads and ends of the sections still to come.
const reserve = 2000

func (m *comment) line(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

// section lists items below a head, as far as there is room.
func (m *comment) section(head string, items []string) {
	if len(items) == 0 {
		return
	}
	m.line("%s (%d)\n", head, len(items))
	m.items(items)
}

// details is a section that is folded up.
func (m *comment) details(head string, items []string) {
	if len(items) == 0 {
		return
	}
	m.line("<details><summary>%s (%d)</summary>\n", head, len(items))
	m.items(items)
	m.line("</details>\n")
}

func (m *comment) items(items []string) {
	for i, item := range items {
		if m.b.Len()+len(item) > m.limit-reserve {
			m.line("- … and %d more, for which there is no room here", len(items)-i)
			break
		}
		m.line("- %s", item)
	}
	m.line("")
}

func resources(all []Resource) []string {
	var items []string
	for _, r := range all {
		item := code(r.Address)
		if r.Deposed != "" {
			item += " (deposed " + code(r.Deposed) + ")"
		}
		if r.Previous != "" {
			item += ", before " + code(r.Previous)
		}
		switch {
		case len(r.Because) > 0:
			item += ", because of " + codes(r.Because)
		case r.Reason != "":
			item += ", " + strings.ReplaceAll(r.Reason, "_", " ")
		case len(r.Attributes) > 0:
			item += ": " + codes(r.Attributes)
		}
		items = append(items, item)
	}
	return items
}

func outputs(all []Output) []string {
	var items []string
	for _, o := range all {
		what := map[string]string{"create": "new", "update": "changed", "delete": "removed"}[o.Action]
		items = append(items, code(o.Name)+": "+what)
	}
	return items
}

func addresses(all []string) []string {
	var items []string
	for _, a := range all {
		items = append(items, code(a))
	}
	return items
}

func leftOut(all []LeftOut) []string {
	var items []string
	for _, l := range all {
		items = append(items, code(l.What)+" at "+code(l.Where))
	}
	return items
}

func warnings(s *Summary) []string {
	var items []string
	for _, w := range s.Warnings {
		item := code(w.Summary)
		if detail, _, _ := strings.Cut(w.Detail, "\n"); detail != "" {
			item += ", " + code(detail)
		}
		if place := w.Place(); place != "" {
			item = code(place) + ": " + item
		}
		items = append(items, item)
	}
	return items
}

func codes(all []string) string {
	var items []string
	for _, a := range all {
		items = append(items, code(a))
	}
	return strings.Join(items, ", ")
}

// code is a text in which Markdown, HTML and mentions mean nothing: a code span
// in one line, fenced by more backticks than any in it.
func code(text string) string {
	text = strings.NewReplacer("\n", " ", "\r", " ").Replace(text)
	fence := "`"
	for _, run := range regexp.MustCompile("`+").FindAllString(text, -1) {
		if len(run) >= len(fence) {
			fence = run + "`"
		}
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || text == "" {
		text = " " + text + " "
	}
	return fence + text + fence
}

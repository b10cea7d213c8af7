package pushreport

import (
	"fmt"
	"os"
	"strings"
)

// maxProblems bounds what a job's page lists.
const maxProblems = 50

// Markdown is the summary for the page of a CI job.
func (s *Summary) Markdown() string {
	var b strings.Builder
	mark := "✅"
	if !s.OK {
		mark = "❌"
	}
	title := "Pushed to Nix caches"
	if s.DryRun {
		title = "Push to Nix caches (dry run)"
	}
	fmt.Fprintf(&b, "### %s %s\n\n", mark, title)
	b.WriteString("| cache | closure | uploaded | sent | in the cache before | upstream | failed | seconds |\n| --- | --: | --: | --: | --: | --: | --: | --: |\n")
	for _, c := range s.Caches {
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %d | %d | %d | %.1f |\n", cell(c.Cache), c.Paths.Closure, c.Paths.Uploaded,
			Size(c.Bytes.Sent), c.Paths.Present+c.Paths.Deduplicated, c.Paths.SkippedUpstream, c.Paths.Failed+c.Paths.Withheld, c.Seconds)
	}
	problems := s.Problems
	for _, c := range s.Caches {
		problems = append(problems, c.Problems...)
		if c.Error != "" {
			problems = append(problems, Problem{c.Cache, c.Error})
		}
	}
	if s.Error != "" && len(problems) == 0 {
		problems = append(problems, Problem{"push", s.Error})
	}
	if len(problems) > 0 {
		b.WriteString("\n")
	}
	for i, p := range problems {
		if i == maxProblems {
			fmt.Fprintf(&b, "- … and %d more\n", len(problems)-i)
			break
		}
		fmt.Fprintf(&b, "- `%s`: %s\n", p.Path, cell(p.Message))
	}
	return b.String()
}

// cell keeps text from breaking a table or a list.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;").Replace(text)
}

// AppendMarkdown adds it to a file, as CI systems want it.
func (s *Summary) AppendMarkdown(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("writing the job's summary: %w", err)
	}
	if _, err := f.WriteString(s.Markdown()); err != nil {
		f.Close()
		return fmt.Errorf("writing the job's summary: %w", err)
	}
	return f.Close()
}

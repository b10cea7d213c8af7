package output

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Formats are the names of the formats.
func Formats() []string { return []string{"labels", "json", "github", "gitlab", "pattern-file", "dot"} }

// View chooses what of a report is written.
type View struct {
	// Format is one of Formats.
	Format string
	// Stacks writes stacks instead of targets; Deleted writes deleted targets.
	Stacks, Deleted bool
	// Distance adds each label's distance from the change.
	Distance bool
}

// Write writes the report. What it writes ends with a newline, or is nothing.
func Write(w io.Writer, r Report, v View) error {
	var text string
	var err error
	switch v.Format {
	case "labels":
		text = lines(r, v)
	case "pattern-file":
		text = patterns(r, v)
	case "json":
		text, err = indented(r)
	case "github":
		text, err = github(r, v)
	case "gitlab":
		text, err = gitlab(r, v)
	case "dot":
		text = dot(r)
	default:
		err = fmt.Errorf("--format: there is no format %q: want one of %s", v.Format, strings.Join(Formats(), ", "))
	}
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

func (v View) targets(r Report) []Target {
	if v.Deleted {
		return r.Deleted
	}
	return r.Targets
}

// lines is a label a line; of stacks, the label, the environment, "plan" or
// "destroy" and the reason, with tabs between.
func lines(r Report, v View) string {
	var b strings.Builder
	if v.Stacks {
		for _, s := range r.Stacks {
			do := "plan"
			if s.Removed {
				do = "destroy with " + s.Commit
			}
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", s.Stack, s.Environment, do, s.Reason)
		}
		return b.String()
	}
	for _, t := range v.targets(r) {
		b.WriteString(t.Label)
		if v.Distance {
			fmt.Fprintf(&b, "\t%d", t.Distance)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// patterns is for bazel's --target_pattern_file, in which a line is a pattern
// and # begins a comment.
func patterns(r Report, v View) string {
	var b strings.Builder
	if v.Stacks {
		for _, s := range r.Stacks {
			if !s.Removed {
				b.WriteString(s.Plan + "\n")
			}
		}
		return b.String()
	}
	for _, t := range v.targets(r) {
		b.WriteString(pattern(t.Label) + "\n")
	}
	return b.String()
}

// pattern is the label, or where that would end in a comment, what holds it.
func pattern(label string) string {
	pkg, name, _ := strings.Cut(label, ":")
	if !strings.Contains(label, "#") {
		return label
	}
	if !strings.Contains(pkg, "#") && name != "" {
		return pkg + ":all-targets"
	}
	parent := pkg[:strings.Index(pkg, "#")]
	if at := strings.LastIndex(parent, "/"); at > len("//") {
		return parent[:at] + "/..."
	}
	return "//..."
}

func indented(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.String(), err
}

// maxMatrix is how many jobs GitHub makes of a matrix at most.
const maxMatrix = 256

// github is two lines for $GITHUB_OUTPUT: whether there is anything, and a matrix.
// GitHub refuses a matrix of nothing, so a job that uses it asks "any" first. Of
// more targets than it may have jobs each job gets several, with spaces between.
func github(r Report, v View) (string, error) {
	include := []any{}
	if v.Stacks {
		for _, s := range r.Stacks {
			include = append(include, s)
		}
		if len(include) > maxMatrix {
			return "", fmt.Errorf("--format=github: %d stacks are affected, and GitHub makes %d jobs of a matrix at most: choose with --universe, or take another format", len(include), maxMatrix)
		}
	} else {
		targets := v.targets(r)
		for part := range slices.Chunk(targets, max(1, (len(targets)+maxMatrix-1)/maxMatrix)) {
			var labels []string
			for _, t := range part {
				labels = append(labels, t.Label)
			}
			include = append(include, map[string]any{"label": strings.Join(labels, " "), "kind": part[0].Kind})
		}
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(map[string]any{"include": include})
	return fmt.Sprintf("any=%t\nmatrix=%s", len(include) > 0, b.String()), err
}

// gitlab is a child pipeline; JSON is YAML. GitLab refuses a pipeline without
// jobs, so an empty one has a job that says so.
func gitlab(r Report, v View) (string, error) {
	jobs := map[string]any{}
	job := func(lines ...string) map[string]any { return map[string]any{"stage": "test", "script": lines} }
	if v.Stacks {
		for _, s := range r.Stacks {
			if s.Removed {
				j := job("git checkout "+s.Commit, "bazel run "+quote(strings.TrimSuffix(s.Plan, "plan")+"destroy"))
				j["when"] = "manual"
				jobs["destroy "+s.Stack+" "+s.Environment] = j
				continue
			}
			jobs["plan "+s.Stack+" "+s.Environment] = job("bazel run " + quote(s.Plan))
		}
	} else if targets := v.targets(r); len(targets) > 0 {
		var labels []string
		for _, t := range targets {
			labels = append(labels, t.Label)
		}
		jobs["affected"] = job("cat > affected.txt <<'LABELS'\n"+strings.Join(labels, "\n")+"\nLABELS", "bazel test --target_pattern_file=affected.txt")
	}
	if len(jobs) == 0 {
		jobs["nothing-affected"] = job("echo nothing is affected")
	}
	return indented(jobs)
}

func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// dot is a graph of the affected targets, each with the edge that the change
// comes by.
func dot(r Report) string {
	var b strings.Builder
	b.WriteString("digraph affected {\n  rankdir=LR;\n")
	for _, t := range r.Targets {
		if t.From == "" {
			fmt.Fprintf(&b, "  %s [style=bold, tooltip=%s];\n", dotQuote(t.Label), dotQuote(t.Reason))
			continue
		}
		fmt.Fprintf(&b, "  %s;\n  %s -> %s;\n", dotQuote(t.Label), dotQuote(t.From), dotQuote(t.Label))
	}
	b.WriteString("}\n")
	return b.String()
}

func dotQuote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

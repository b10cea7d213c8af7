package check

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
)

// tofuDiagnostic is a diagnostic as "validate -json" and "test -json" write it.
type tofuDiagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Range    *struct {
		Filename string `json:"filename"`
		Start    struct {
			Line   int `json:"line"`
			Column int `json:"column"`
		} `json:"start"`
	} `json:"range"`
	Snippet *struct {
		Code      string `json:"code"`
		StartLine int    `json:"start_line"`
		Values    []struct {
			Traversal string `json:"traversal"`
			Statement string `json:"statement"`
		} `json:"values"`
	} `json:"snippet"`
	Difference *struct {
		Before json.RawMessage `json:"before"`
		After  json.RawMessage `json:"after"`
	} `json:"difference"`
}

// translator turns tofu's diagnostics into ours: paths become
// workspace-relative.
type translator struct {
	stage *stage.Stage
	// root is the directory of the root module, to which tofu's paths are relative.
	root string
}

func (t translator) translate(d tofuDiagnostic) report.Diagnostic {
	r := report.Diagnostic{Severity: report.Error, Summary: t.text(d.Summary), Detail: t.text(d.Detail)}
	if d.Severity == "warning" {
		r.Severity = report.Warning
	}
	// What lies in no file, such as a provider that is nowhere configured, has a
	// name that only looks like one's.
	if d.Range != nil && !strings.HasPrefix(d.Range.Filename, "provider[") {
		r.File, r.Line, r.Column = t.file(d.Range.Filename), d.Range.Start.Line, d.Range.Start.Column
	}
	if d.Snippet != nil {
		r.Snippet = snippetLine(d.Snippet.Code, r.Line-d.Snippet.StartLine)
	}
	r.Detail = strings.Join(append([]string{r.Detail}, d.facts()...), "\n")
	r.Detail = strings.Trim(r.Detail, "\n")
	return r
}

// facts are the values that tofu gives along with a snippet.
func (d tofuDiagnostic) facts() []string {
	var lines []string
	if d.Snippet != nil {
		for _, v := range d.Snippet.Values {
			lines = append(lines, v.Traversal+" "+v.Statement)
		}
	}
	if d.Difference != nil {
		lines = append(lines, fmt.Sprintf("left side: %s, right side: %s", d.Difference.Before, d.Difference.After))
	}
	if len(lines) > 0 {
		lines = append([]string{""}, lines...)
	}
	return lines
}

func snippetLine(code string, n int) string {
	lines := strings.Split(code, "\n")
	if n < 0 || n >= len(lines) {
		n = 0
	}
	return strings.TrimRight(lines[n], "\r\t ")
}

// file makes a path that is relative to the root module workspace-relative.
func (t translator) file(name string) string {
	if path.IsAbs(name) {
		return t.stage.Relative(name)
	}
	return path.Join(t.root, name)
}

// text does the same for places within text, "main.tf:3,5-8".
func (t translator) text(s string) string {
	place := regexp.MustCompile(`([^\s:"'(]+\.(?:tf|tofu|hcl|tfvars|json)):(\d+),(\d+)(?:-[\d,]+)?`)
	s = place.ReplaceAllStringFunc(s, func(m string) string {
		sub := place.FindStringSubmatch(m)
		return fmt.Sprintf("%s:%s:%s", t.file(sub[1]), sub[2], sub[3])
	})
	return t.stage.Relative(s)
}

package lint

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// allowance is a comment "# tflint-ignore: rule, rule", which holds for its own line
// and the next, or "# tflint-ignore-file: rule", the first thing in a file, which
// holds for all of it: tflint's own syntax, so that there is one for all rules.
type allowance struct {
	file  string
	line  int // 0: the whole file
	rules []string
}

// patterns are tflint's, which reads the same comments for its own rules.
func patterns() (line, file *regexp.Regexp) {
	return regexp.MustCompile(`tflint-ignore: ([^\n*/#]+)`), regexp.MustCompile(`tflint-ignore-file: ([^\n*/#]+)`)
}

func allowances(name string, src []byte) []allowance {
	line, file := patterns()
	if strings.HasSuffix(name, ".json") {
		return jsonAllowances(name, src, file)
	}
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	var all []allowance
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenComment {
			continue
		}
		if match := line.FindSubmatch(t.Bytes); match != nil {
			all = append(all, allowance{name, t.Range.Start.Line, split(string(match[1]))})
		} else if match := file.FindSubmatch(t.Bytes); match != nil && t.Range.Start.Byte == 0 {
			all = append(all, allowance{name, 0, split(string(match[1]))})
		}
	}
	return all
}

// jsonAllowances reads the comment of a JSON file, its property "//".
func jsonAllowances(name string, src []byte, pattern *regexp.Regexp) []allowance {
	var top struct {
		Comment string `json:"//"`
	}
	if json.Unmarshal(src, &top) != nil {
		return nil
	}
	if match := pattern.FindStringSubmatchIndex(top.Comment); match != nil && match[0] == 0 {
		return []allowance{{name, 0, split(top.Comment[match[2]:match[3]])}}
	}
	return nil
}

func split(rules string) []string {
	parts := strings.Split(rules, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func (m *Module) allowed(rule string, at hcl.Range) bool {
	return slices.ContainsFunc(m.allows, func(a allowance) bool {
		here := a.line == 0 || a.line == at.Start.Line || a.line == at.Start.Line-1
		return a.file == at.Filename && here && (slices.Contains(a.rules, rule) || slices.Contains(a.rules, "all"))
	})
}

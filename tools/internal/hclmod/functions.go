package hclmod

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// FunctionCall is a call of a function.
type FunctionCall struct {
	// Name is the function's full name, such as "provider::time::rfc3339_parse".
	Name string
	// Range is the place of the name.
	Range hcl.Range
}

// ProviderFunctions are the calls of providers' functions in a file of
// configuration or tests.
func ProviderFunctions(name string, src []byte) []FunctionCall {
	if strings.HasSuffix(name, ".json") {
		return functionsInText(name, src)
	}
	f, _ := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	return functionsOf(body)
}

// functionsInText finds calls in JSON, the strings of which are templates. A
// string stands on one line, and ends at the first quotation mark without a
// backslash.
func functionsInText(name string, src []byte) []FunctionCall {
	var calls []FunctionCall
	literal := regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	n := 0
	for line := range strings.Lines(string(src)) {
		n++
		for _, at := range literal.FindAllStringIndex(line, -1) {
			for _, call := range functionsInString(line[at[0]:at[1]]) {
				// Where it is not written plainly, the place of the string must do.
				column := at[0] + 1 + max(0, strings.Index(line[at[0]:at[1]], call))
				calls = append(calls, FunctionCall{
					Name:  call,
					Range: hcl.Range{Filename: name, Start: hcl.Pos{Line: n, Column: column}, End: hcl.Pos{Line: n, Column: column + len(call)}},
				})
			}
		}
	}
	return calls
}

func functionsInString(literal string) []string {
	var template string
	// What is no JSON is tofu's to report.
	if json.Unmarshal([]byte(literal), &template) != nil || !strings.Contains(template, "provider::") {
		return nil
	}
	var calls []string
	expr, _ := hclsyntax.ParseTemplate([]byte(template), "", hcl.InitialPos)
	for _, call := range functionsOf(expr) {
		calls = append(calls, call.Name)
	}
	return calls
}

func functionsOf(node hclsyntax.Node) []FunctionCall {
	var calls []FunctionCall
	// Nothing here makes diagnostics.
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok && strings.HasPrefix(call.Name, "provider::") {
			calls = append(calls, FunctionCall{Name: call.Name, Range: call.NameRange})
		}
		return nil
	})
	return calls
}

// FindingIn makes an error diagnostic at a place of a file with the given
// content.
func FindingIn(src []byte, at hcl.Range, summary, detail string) report.Diagnostic {
	m := Module{sources: map[string][]byte{at.Filename: src}}
	return m.Finding(at, summary, detail)
}

// IsCode says whether a file of this name may hold configuration, tests, or
// mocks for tests.
func IsCode(name string) bool {
	for _, ext := range []string{".tf", ".tofu", ".hcl", ".json"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

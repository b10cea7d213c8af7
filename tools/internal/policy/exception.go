package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Exception lets one finding be.
type Exception struct {
	// Rule is the policy's name.
	Rule string `json:"rule"`
	// Stack is the label of the stack or module in which it holds.
	Stack string `json:"stack"`
	// Address of the resource; with "*" at the end, all that begin so.
	Address string `json:"address"`
	// Message is a part of the finding's message; empty for any.
	Message string `json:"message,omitempty"`
	// Reason says why.
	Reason string `json:"reason"`
}

// Exceptions reads the list "exceptions" of a data document. rules are the
// policies that there are.
func Exceptions(data map[string]any, rules []string) ([]Exception, error) {
	text, err := json.Marshal(data["exceptions"])
	if err != nil || string(text) == "null" {
		return nil, err
	}
	var all []Exception
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&all); err != nil {
		return nil, fmt.Errorf("reading exceptions: %w", err)
	}
	for i, e := range all {
		switch {
		case e.Rule == "" || e.Stack == "" || e.Address == "":
			return nil, fmt.Errorf("reading exceptions[%d]: rule, stack and address must say what is excepted", i)
		case strings.TrimSpace(e.Reason) == "":
			return nil, fmt.Errorf("reading exceptions[%d]: %s at %s has no reason", i, e.Rule, e.Address)
		case !slices.Contains(rules, e.Rule):
			return nil, fmt.Errorf("reading exceptions[%d]: there is no policy %q; there are %s", i, e.Rule, strings.Join(rules, ", "))
		}
	}
	return all, nil
}

// Covers says whether the exception is for this finding in this stack.
func (e Exception) Covers(stack string, f Finding) bool {
	if e.Stack != stack || e.Rule != f.Rule || !strings.Contains(f.Message, e.Message) {
		return false
	}
	if begin, ok := strings.CutSuffix(e.Address, "*"); ok {
		return strings.HasPrefix(f.Address, begin)
	}
	return e.Address == f.Address
}

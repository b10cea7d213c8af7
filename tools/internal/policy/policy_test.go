package policy_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/policy"
	"github.com/google/go-cmp/cmp"
)

const named = `package policy.named

deny contains {"message": "no name", "address": "a", "remedy": "name it"} if not input.name

deny contains "too long" if count(input.name) > data.most
`

// compile compiles files that must be right.
func compile(t *testing.T, files map[string]string, data map[string]any) *policy.Set {
	t.Helper()
	s, err := policy.Compile(files, data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestJudge(t *testing.T) {
	s := compile(t, map[string]string{
		"named.rego": named,
		"main.rego":  "package main\n\nviolation_size contains {\"msg\": \"big\"} if input.size > 1\n",
		"lib.rego":   "package lib\n\nhelper := 1\n",
	}, map[string]any{"most": 3})
	if diff := cmp.Diff([]string{"named", "size"}, s.Rules); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
	for _, tc := range []struct {
		name, reason string
		input        map[string]any
		want         []policy.Finding
	}{
		{"good", "nothing to say", map[string]any{"name": "a", "size": 1}, nil},
		{"object", "its fields are the finding's", map[string]any{}, []policy.Finding{{Rule: "named", Address: "a", Message: "no name", Remedy: "name it"}}},
		{"text", "data is read", map[string]any{"name": "abcd"}, []policy.Finding{{Rule: "named", Message: "too long"}}},
		{"conftest's way", "msg is a message", map[string]any{"name": "a", "size": 2}, []policy.Finding{{Rule: "size", Message: "big"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := s.Judge(t.Context(), tc.input)
			if diff := cmp.Diff(tc.want, got); diff != "" || err != nil {
				t.Errorf("%s: %v (-want +got):\n%s", tc.reason, err, diff)
			}
		})
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, tc := range []struct{ name, reason, src, want string }{
		{"syntax", "file and line are named", "package p\n\ndeny contains x if {\n", "p.rego:4"},
		{"clock", "a verdict must be the same tomorrow", "package p\n\ndeny contains \"x\" if time.now_ns() > 0\n", "undefined function time.now_ns"},
		{"network", "and without a network", "package p\n\ndeny contains \"x\" if http.send({\"method\": \"get\", \"url\": \"http://x\"})\n", "undefined function http.send"},
		{"chance", "and never be one of chance", "package p\n\ndeny contains \"x\" if rand.intn(\"a\", 2) == 1\n", "undefined function rand.intn"},
		{"environment", "nor depend on who runs it", "package p\n\ndeny contains \"x\" if opa.runtime().env.HOME\n", "undefined function opa.runtime"},
		{"misspelt", "a name that is nobody's is an error, not undefined", "package p\n\ndeny contains \"x\" if helper(1)\n", "undefined function helper"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := policy.Compile(map[string]string{"p.rego": tc.src}, nil)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%s: error %v, want one with %q", tc.reason, err, tc.want)
			}
		})
	}
}

func TestJudgeRefuses(t *testing.T) {
	for _, tc := range []struct{ name, reason, src, want string }{
		{"no set", "a truth value names nothing", "package p\n\ndeny if true\n", "want a set"},
		{"no message", "a finding without words helps nobody", "package p\n\ndeny contains {\"address\": \"a\"}\n", `want a message`},
		{"builtin error", "what cannot be evaluated has not passed", "package p\n\ndeny contains \"x\" if to_number(\"x\") == 1\n", "evaluating policy p"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := compile(t, map[string]string{"p.rego": tc.src}, nil).Judge(t.Context(), map[string]any{})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%s: error %v, want one with %q", tc.reason, err, tc.want)
			}
		})
	}
}

func TestExceptions(t *testing.T) {
	entry := func(changes map[string]any) map[string]any {
		e := map[string]any{"rule": "named", "stack": "//s", "address": "module.x.*", "reason": "because"}
		for key, v := range changes {
			e[key] = v
		}
		return map[string]any{"exceptions": []any{e}}
	}
	all, err := policy.Exceptions(entry(map[string]any{"message": "no"}), []string{"named"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		reason, stack string
		finding       policy.Finding
		want          bool
	}{
		{"all that begins so", "//s", policy.Finding{Rule: "named", Address: "module.x.y", Message: "no name"}, true},
		{"another stack's finding", "//t", policy.Finding{Rule: "named", Address: "module.x.y", Message: "no name"}, false},
		{"another rule's", "//s", policy.Finding{Rule: "other", Address: "module.x.y", Message: "no name"}, false},
		{"another resource's", "//s", policy.Finding{Rule: "named", Address: "module.y", Message: "no name"}, false},
		{"another message", "//s", policy.Finding{Rule: "named", Address: "module.x.y", Message: "long"}, false},
	} {
		if got := all[0].Covers(tc.stack, tc.finding); got != tc.want {
			t.Errorf("%s: covered %v, want %v", tc.reason, got, tc.want)
		}
	}
	for _, tc := range []struct {
		reason  string
		changes map[string]any
		want    string
	}{
		{"reasons are not optional", map[string]any{"reason": " "}, "has no reason"},
		{"nothing is excepted everywhere", map[string]any{"stack": ""}, "rule, stack and address"},
		{"a misspelt rule excepts nothing", map[string]any{"rule": "nmaed"}, `there is no policy "nmaed"; there are named`},
		{"nor does a misspelt field", map[string]any{"adress": "x"}, `unknown field "adress"`},
	} {
		if _, err := policy.Exceptions(entry(tc.changes), []string{"named"}); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want one with %q", tc.reason, err, tc.want)
		}
	}
}

package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTest holds against the runner that it tells tests that prove a policy from
// those that do not.
func TestTest(t *testing.T) {
	const head = "package policy.named_test\n\nimport data.policy.named\n\n"
	const fires = "test_bad if {\n\tfound := named.deny with input as {}\n\tcount(found) == 1\n}\n"
	const long = "test_long if {\n\tfound := named.deny with input as {\"name\": \"abcd\"}\n\tcount(found) == 1\n}\n"
	const quiet = "test_good if {\n\tfound := named.deny with input as {\"name\": \"a\"}\n\tcount(found) == 0\n}\n"
	for _, tc := range []struct {
		name, reason, tests string
		want                map[string]string
	}{
		{"proven", "every rule fires in a test, and in one none does", head + fires + long + quiet, map[string]string{}},
		{"failing", "an assertion that does not hold", head + fires + long + quiet + "test_wrong if 1 == 2\n", map[string]string{"test_wrong": "is <nil>, want true"}},
		{"one rule unproven", "each is looked at by itself", head + fires + quiet, map[string]string{
			"named at line 5 is tested": "named.rego:5: no test makes this rule fire: write one with what it is against"}},
		{"never quiet", "a policy that always finds something is none", head + fires + long, map[string]string{
			"named at line 3 is tested": "named.rego: no test has the policy evaluated without a finding: write one with what is right",
			"named at line 5 is tested": "named.rego: no test has the policy evaluated without a finding: write one with what is right"}},
		{"to do", "a test to be written is none", head + fires + long + quiet + "todo_test_x if true\n", map[string]string{
			"todo_test_x": "a test that is still to be written proves nothing: write it"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := compile(t, map[string]string{"named.rego": named, "named_test.rego": tc.tests}, map[string]any{"most": 3})
			cases, err := s.Test(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, c := range cases {
				if c.Failure != "" {
					got[c.Name] = c.Failure
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

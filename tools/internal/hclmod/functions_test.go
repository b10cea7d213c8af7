package hclmod_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/google/go-cmp/cmp"
)

func TestProviderFunctions(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		file, src    string
		want         []string
	}{
		{"nested", "calls are found within calls and templates", "a.tf", "x {\n  y = upper(\"${provider::a::f(provider::b::g())}\")\n}\n", []string{"provider::a::f", "provider::b::g"}},
		{"own functions", "tofu's own are no provider's", "a.tf", "y = upper(\"x\")\n", nil},
		{"comment", "text is no call", "a.tf", "# provider::a::f()\ny = \"provider::a::f()\"\n", nil},
		{"aliased", "a configuration may be named", "a.tf", "y = provider::a::east::f()\n", []string{"provider::a::east::f"}},
		{"json", "expressions of JSON files are text", "a.tf.json", `{"y": "${provider::a::f (1)}"}`, []string{"provider::a::f"}},
		{"json text", "a string is a template, and only what it interpolates is code", "a.tf.json", `{"y": "see provider::a::f(1)", "//": "$${provider::a::f(1)}"}`, nil},
		{"json escapes", "a string says what it says after its escapes", "a.tf.json", `{"y": "\"${\u0070rovider::a::f(\"x\")}\" %{ if provider::b::g() }x%{ endif }"}`, []string{"provider::a::f", "provider::b::g"}},
		{"heredocs", "they are templates", "a.tf", "y = <<-EOT\n  provider::a::f()\n  ${provider::b::g()}\n  $${provider::c::h()}\nEOT\n", []string{"provider::b::g"}},
		{"deep", "calls are found in whatever holds expressions", "a.tf", "x \"a\" {\n  dynamic \"b\" {\n    for_each = { for k, v in provider::a::f() : provider::b::g(k) => [for x in v : x.y[provider::c::h()]] if provider::d::i() }\n  }\n}\n", []string{"provider::a::f", "provider::b::g", "provider::c::h", "provider::d::i"}},
		{"broken", "a file that breaks off still has its calls", "a.tf", "y = [provider::a::f(", []string{"provider::a::f"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, c := range hclmod.ProviderFunctions(tc.file, []byte(tc.src)) {
				got = append(got, c.Name)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

package tflint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/tflint"
)

func TestPortable(t *testing.T) {
	check := func(keys string) string {
		return "\ncheck \"provider_keys\" {\n  assert {\n    condition     = [" + keys + "] != null\n    error_message = \"\"\n  }\n}\n"
	}
	for _, tc := range []struct{ name, reason, file, src, want string }{
		{"resource", "the key is blank and counts as used", "a.tf", "resource \"a\" \"b\" {\n  provider = a.x[local.k] # c\n}\n",
			"resource \"a\" \"b\" {\n  provider = a.x          # c\n}\n" + check("(local.k)")},
		{"module", "each of the map's values", "a.tf", "module \"a\" {\n  providers = {\n    a = a.x[each.key]\n    b = b.y[var.k]\n  }\n}\n",
			"module \"a\" {\n  providers = {\n    a = a.x          \n    b = b.y       \n  }\n}\n" + check("(each.key), (var.k)")},
		{"data in a check", "which is a block within a block", "a.tf", "check \"a\" {\n  data \"a\" \"b\" {\n    provider = a.x[var.k]\n  }\n}\n",
			"check \"a\" {\n  data \"a\" \"b\" {\n    provider = a.x       \n  }\n}\n" + check("(var.k)")},
		{"several lines", "no place moves", "a.tf", "resource \"a\" \"b\" {\n  provider = a.x[\n    var.k\n  ]\n  c = 1\n}\n",
			"resource \"a\" \"b\" {\n  provider = a.x \n         \n   \n  c = 1\n}\n" + check("(var.k)")},
		{"alias", "Terraform's own", "a.tf", "resource \"a\" \"b\" {\n  provider = a.x\n}\n", ""},
		{"constant key", "tflint understands it", "a.tf", "resource \"a\" \"b\" {\n  provider = a.x[\"k\"]\n}\n", ""},
		{"other arguments", "are not its business", "a.tf", "resource \"a\" \"b\" {\n  c = a.x[var.k]\n}\n", ""},
		{"no HCL", "nor is what cannot be read", "a.tf", "resource {{", ""},
		{"JSON", "which has no such expressions", "a.tf.json", "{}", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want := tc.want
			if want == "" {
				want = tc.src
			}
			src := []byte(tc.src)
			if diff := cmp.Diff(want, string(tflint.Portable(tc.file, src))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			if string(src) != tc.src {
				t.Errorf("the source itself was changed: %q", src)
			}
		})
	}
}

const base = `# The default.
plugin "terraform" {
  preset = "recommended"
}
rule "a" {
  enabled = true
}
rule "b" {
  enabled = true
}
`

func TestMerge(t *testing.T) {
	kept := func(blocks ...string) string { return strings.Join(blocks, "") }
	plugin, a, b := "plugin \"terraform\" {\n  preset = \"recommended\"\n}\n", "rule \"a\" {\n  enabled = true\n}\n", "rule \"b\" {\n  enabled = true\n}\n"
	for _, tc := range []struct {
		name, reason string
		own          string
		want         string
		lines        int
		on, off      string // house rules
	}{
		{"none", "the default as it is", "", kept(plugin, a, b), 0, "flywheel_x", ""},
		{"rule", "replaces the one of its name; its line is where it was", "\nrule \"a\" {\n  enabled = false\n}\n", kept("\nrule \"a\" {\n  enabled = false\n}\n", plugin, b), 4, "flywheel_x", ""},
		{"plugin", "replaces the preset", "plugin \"terraform\" {\n  preset = \"all\"\n}", kept("plugin \"terraform\" {\n  preset = \"all\"\n}\n", a, b), 3, "flywheel_x", ""},
		{"house rule", "is not for tflint", "rule \"flywheel_x\" {\n  enabled = false\n}\nrule \"c\" {\n}\n", kept("                   \n                 \n \nrule \"c\" {\n}\n", plugin, a, b), 5, "flywheel_y", "flywheel_x"},
		{"from nothing", "nothing of the default", "config {\n  disabled_by_default = true\n}\nrule \"flywheel_x\" {\n  enabled = true\n}\n", "config {\n  disabled_by_default = true\n}\n                   \n                \n \n", 6, "flywheel_x", "flywheel_y"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var own *tflint.File
			if tc.own != "" {
				own = &tflint.File{Name: "m/.tflint.hcl", Text: []byte(tc.own)}
			}
			c, diags := tflint.Merge(tflint.File{Name: "tflint.hcl", Text: []byte(base)}, own, func(string) bool { return true })
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if diff := cmp.Diff(tc.want, string(c.Text)); diff != "" || c.OwnLines != tc.lines {
				t.Errorf("%s: %d own lines, want %d (-want +got):\n%s", tc.reason, c.OwnLines, tc.lines, diff)
			}
			if !c.Enabled(tc.on) || tc.off != "" && c.Enabled(tc.off) {
				t.Errorf("%s is %v, %s is %v: %s", tc.on, c.Enabled(tc.on), tc.off, c.Enabled(tc.off), tc.reason)
			}
		})
	}
}

func TestMergeRefuses(t *testing.T) {
	for _, tc := range []struct{ name, reason, own, want string }{
		{"syntax", "the place in the own file", "rule {", "m/.tflint.hcl:1,6-7: Unclosed configuration block"},
		{"plugin", "it would have to be downloaded", "plugin \"aws\" {\n  enabled = true\n}\n", `m/.tflint.hcl:1,1-13: The plugin "aws" is not there`},
		{"unknown rule", "a misspelt name turns nothing off", "rule \"flywheel_y\" {\n  enabled = false\n}\n", `m/.tflint.hcl:1,1-18: There is no rule "flywheel_y"`},
		{"no switch", "what would it mean?", "rule \"flywheel_x\" {\n}\n", `The block of rule "flywheel_x" is not understood`},
		{"no literal", "nothing is evaluated", "rule \"flywheel_x\" {\n  enabled = a\n}\n", `The block of rule "flywheel_x" is not understood`},
		{"more", "nothing is passed over", "rule \"flywheel_x\" {\n  enabled = true\n  level = 1\n}\n", `The block of rule "flywheel_x" is not understood`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, diags := tflint.Merge(tflint.File{Text: []byte(base)}, &tflint.File{Name: "m/.tflint.hcl", Text: []byte(tc.own)}, func(rule string) bool { return rule == "flywheel_x" })
			if !diags.HasErrors() || !strings.Contains(diags[0].Error(), tc.want) {
				t.Errorf("%v, want %q: %s", diags, tc.want, tc.reason)
			}
		})
	}
}

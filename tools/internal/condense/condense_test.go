package condense_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/condense"
	"github.com/google/go-cmp/cmp"
)

const variables = `variable "a" {
  type = number
  validation {
    condition     = var.a > local.least && alltrue([for b in var.bs : b > 0])
    error_message = "No."
  }
}
`

const module = variables + `locals {
  least = local.one
  one   = 1
  other = x_y.z.id
}
resource "x_y" "z" {
}
terraform {
}
output "o" {
  value = 1
}
`

const refused = `run "no" {
  command = plan
  variables {
    a = 0
  }
  expect_failures = [var.a]
}
`

// run is a run with one assertion, and more.
func run(name, more string) string {
	return "run \"" + name + "\" {\n  command = plan\n" + more + "  assert {\n    condition = output." + name + " == 1\n    error_message = \"" + name + "\"\n  }\n}\n"
}

// squeezed is a text without what was blanked.
func squeezed(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestPasses(t *testing.T) {
	const set = "  variables {\n    a = 2\n  }\n"
	merged := func(names ...string) string {
		text := "run \"" + names[0] + "\" {\ncommand = plan\n"
		for _, n := range names {
			text += "assert {\ncondition = output." + n + " == 1\nerror_message = \"" + n + "\"\n}\n"
		}
		return text + "}\n"
	}
	for _, tc := range []struct {
		name, reason string
		module       string
		tests        string
		// refusals and rest are the test file in the two passes; empty for not in it.
		refusals, rest string
	}{
		{"both", "each run is in one pass", module, run("a", "") + refused, squeezed(refused), squeezed(run("a", ""))},
		{"mocks", "of a module without resources nothing is mocked", module, "mock_provider \"x\" {\n}\nvariables {\n  b = 1\n}\n" + refused, "variables {\nb = 1\n}\n" + squeezed(refused), ""},
		{"merged", "what differs only by assertions is planned once", module, run("a", "") + "# why\n" + run("b", "") + run("c", ""), "",
			strings.Replace(merged("a", "b", "c"), "}\nassert", "}\n# why\nassert", 1)},
		{"merged over refusals", "those are elsewhere", module, run("a", "") + refused + run("b", ""), squeezed(refused), merged("a", "b")},
		{"other variables", "they plan something else", module, run("a", "") + run("b", set), "", squeezed(run("a", "") + run("b", set))},
		{"same variables", "comments and layout are no difference", module, run("a", set) + run("b", "  # two\n  variables { \n  a  =  2\n }\n"), "",
			strings.Replace(squeezed(run("a", set)), "}\n}\n", "}\n# two\n"+strings.TrimPrefix(merged("b"), "run \"b\" {\ncommand = plan\n"), 1)},
		{"in between", "a block of the file may change what follows", module, run("a", "") + "variables {\n}\n" + run("b", ""), "", squeezed(run("a", "") + "variables {\n}\n" + run("b", ""))},
		{"looks back", "a run is named", module, run("a", "") + run("b", "") + strings.Replace(run("c", ""), "output.c", "run.b.o", 1), "",
			merged("a", "b") + squeezed(strings.Replace(run("c", ""), "output.c", "run.b.o", 1))},
		{"applied", "it changes the state", module, strings.ReplaceAll(run("a", "")+run("b", ""), "plan", "apply"), "", squeezed(strings.ReplaceAll(run("a", "")+run("b", ""), "plan", "apply"))},
		{"refused when applied", "what a plan refuses is then an error", module, strings.Replace(refused, "plan", "apply", 1), "", squeezed(strings.Replace(refused, "plan", "apply", 1))},
		{"another object", "only the whole module has it", module, strings.Replace(refused, "var.a", "output.o", 1), "", squeezed(strings.Replace(refused, "var.a", "output.o", 1))},
		{"values of a run", "there is no such run", module, run("a", "") + strings.Replace(refused, "a = 0", "a = run.a.o", 1), "", squeezed(run("a", "") + strings.Replace(refused, "a = 0", "a = run.a.o", 1))},
		{"another module", "its variables are others", module, strings.Replace(refused, "variables", "module {\n    source = \"./x\"\n  }\n  variables", 1), "",
			squeezed(strings.Replace(refused, "variables", "module {\n    source = \"./x\"\n  }\n  variables", 1))},
		{"a rule that looks further", "it needs the whole module", strings.Replace(module, "local.least", "local.other", 1), refused, "", squeezed(refused)},
		{"JSON", "what cannot be read may be anything", `{"variable": {}`, refused, "", squeezed(refused)},
		{"syntax error", "it is OpenTofu's to report", module, "run {", "", "run {\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			name := "main.tf"
			if strings.HasPrefix(tc.module, "{") {
				name += ".json"
			}
			got := map[bool]string{}
			for _, p := range condense.Passes([]condense.File{{name, []byte(tc.module)}}, []condense.File{{"t.tftest.hcl", []byte(tc.tests)}}) {
				got[p.Variables] = squeezed(tc.tests)
				for _, f := range p.Changed {
					if f.Name == "t.tftest.hcl" {
						got[p.Variables] = squeezed(string(f.Src))
						if n := strings.Count(tc.tests, "\n"); strings.Count(string(f.Src), "\n") != n || len(f.Src) != len(tc.tests) {
							t.Errorf("places have moved:\n%s", f.Src)
						}
					}
				}
			}
			want := map[bool]string{}
			for variables, text := range map[bool]string{true: tc.refusals, false: tc.rest} {
				if text != "" {
					want[variables] = text
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestModuleOfVariables(t *testing.T) {
	passes := condense.Passes([]condense.File{{"main.tf", []byte(module)}}, []condense.File{{"t.tftest.hcl", []byte(refused)}})
	if len(passes) != 1 {
		t.Fatalf("%d passes, want 1", len(passes))
	}
	want := squeezed(variables + "locals {\n  least = local.one\n  one   = 1\n}\nterraform {\n}\n")
	if diff := cmp.Diff(want, squeezed(string(passes[0].Changed[0].Src))); diff != "" {
		t.Errorf("rules, what they look at, and settings are left (-want +got):\n%s", diff)
	}
}

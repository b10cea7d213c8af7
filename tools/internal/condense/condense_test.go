package condense_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/condense"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
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

const set = "  variables {\n    a = 2\n  }\n"

// merged is a run with the assertions of several.
func merged(names ...string) string {
	text := "run \"" + names[0] + "\" {\ncommand = plan\n"
	for _, n := range names {
		text += "assert {\ncondition = output." + n + " == 1\nerror_message = \"" + n + "\"\n}\n"
	}
	return text + "}\n"
}

func TestPasses(t *testing.T) {
	backwards := strings.Replace(run("c", ""), "output.c", "run.b.o", 1)
	valueOfRun := strings.Replace(refused, "a = 0", "a = run.a.o", 1)
	ofModule := strings.Replace(refused, "variables", "module {\n    source = \"./x\"\n  }\n  variables", 1)
	for _, tc := range []struct {
		name, reason string
		module       string
		tests        string
		// refusals and rest are the test file in the two passes; empty for not in it.
		refusals, rest string
	}{
		{"both", "each run is in one pass", module, run("a", "") + refused, refused, run("a", "")},
		{"mocks", "of a module without resources nothing is mocked", module, "mock_provider \"x\" {\n}\nvariables {\n  b = 1\n}\n" + refused, "variables {\nb = 1\n}\n" + refused, ""},
		{"merged", "what differs only by assertions is planned once", module, run("a", "") + run("b", "") + refused + "# why\n" + run("c", ""), refused + "# why\n", merged("a", "b", "c")},
		{"other variables", "they plan something else", module, run("a", "") + run("b", set) + run("c", ""), "", merged("a", "c") + run("b", set)},
		{"same variables", "comments and layout are no difference", module, run("a", set) + run("b", "  # two\n  variables { \n  a  =  2\n }\n"), "",
			strings.Replace(merged("a", "b"), "plan\n", "plan\n"+set, 1)},
		{"of the file", "they are there for all runs", module, run("a", "") + "variables {\n  b = 1\n}\n" + run("b", ""), "", "variables {\n  b = 1\n}\n" + merged("a", "b")},
		{"looks back", "a run is named", module, run("a", "") + run("b", "") + backwards, "", run("a", "") + run("b", "") + backwards},
		{"applied", "it changes the state", module, run("a", "") + strings.ReplaceAll(run("b", ""), "plan", "apply"), "", run("a", "") + strings.ReplaceAll(run("b", ""), "plan", "apply")},
		{"applied by default", "that is what a run without a command does", module, run("a", "") + strings.ReplaceAll(run("b", ""), "command = plan", ""), "", run("a", "") + strings.ReplaceAll(run("b", ""), "command = plan", "")},
		{"on one line", "no assertion can follow", module, "run \"x\" { command = plan }\nrun \"y\" { command = plan }\n", "", "run \"x\" { command = plan\n}\nrun \"y\" { command = plan\n}\n"},
		{"refused when applied", "what a plan refuses is then an error", module, strings.Replace(refused, "plan", "apply", 1), "", strings.Replace(refused, "plan", "apply", 1)},
		{"another object", "only the whole module has it", module, strings.Replace(refused, "var.a", "output.o", 1), "", strings.Replace(refused, "var.a", "output.o", 1)},
		{"values of a run", "there is no such run", module, run("a", "") + valueOfRun, "", run("a", "") + valueOfRun},
		{"another module", "its variables are others", module, ofModule, "", ofModule},
		{"a rule that looks further", "it needs the whole module", strings.Replace(module, "local.least", "local.other", 1), refused, "", refused},
		{"JSON", "what cannot be read may be anything", `{"variable": {}`, refused, "", refused},
		{"syntax error", "it is OpenTofu's to report", module, "run {", "", "run {\n"},
		{"no run", "so is that", module, "variables {\n}\n", "", "variables {\n}\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			name := "main.tf"
			if strings.HasPrefix(tc.module, "{") {
				name += ".json"
			}
			got := map[bool]string{}
			for _, p := range condense.Passes([]hclfile.File{{Name: name, Src: []byte(tc.module)}}, []hclfile.File{{Name: "t.tftest.hcl", Src: []byte(tc.tests)}}) {
				got[p.Variables] = squeezed(tc.tests)
				for _, f := range p.Changed {
					if f.Name == "t.tftest.hcl" {
						got[p.Variables] = squeezed(string(f.Src))
						places(t, p, f, map[string]string{f.Name: tc.tests})
					}
				}
			}
			want := map[bool]string{}
			for variables, text := range map[bool]string{true: tc.refusals, false: tc.rest} {
				if text != "" {
					want[variables] = squeezed(text)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

// places finds every line of a changed file, brackets and names of runs apart,
// where it is said to come from.
func places(t *testing.T, p condense.Pass, f hclfile.File, originals map[string]string) {
	t.Helper()
	for i, line := range strings.Split(string(f.Src), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line == "}" || strings.HasPrefix(line, "run ") {
			continue
		}
		file, n := p.Place(f.Name, i+1)
		lines := strings.Split(originals[file], "\n")
		if n < 1 || n > len(lines) || strings.TrimSpace(lines[n-1]) != line {
			t.Errorf("%q is said to come from line %d of %q", line, n, file)
		}
	}
}

func TestFiles(t *testing.T) {
	const context = "variables {\n  b = 1\n}\n"
	originals := map[string]string{
		"1.tftest.hcl": context + run("a", "") + refused,
		"2.tftest.hcl": "# Other.\n" + run("x", ""),
		"3.tftest.hcl": "# The same.\n" + context + run("a", set) + "\n\n" + run("c", ""),
	}
	var tests []hclfile.File
	for _, name := range slices.Sorted(maps.Keys(originals)) {
		tests = append(tests, hclfile.File{Name: name, Src: []byte(originals[name])})
	}
	passes := condense.Passes([]hclfile.File{{Name: "main.tf", Src: []byte(module)}}, tests)
	if len(passes) != 2 {
		t.Fatalf("%d passes, want 2", len(passes))
	}
	rest := passes[1]
	got := map[string]string{}
	for _, f := range rest.Changed {
		got[f.Name] = squeezed(string(f.Src))
		places(t, rest, f, originals)
	}
	second := strings.Replace(run("a", set), `"a"`, `"a_"`, 1)
	want := map[string]string{"1.tftest.hcl": squeezed(context + merged("a", "c") + second), "2.tftest.hcl": squeezed(run("x", ""))}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files that have the same outside their runs are one (-want +got):\n%s", diff)
	}
	if was := rest.Run(condense.Run{File: "1.tftest.hcl", Name: "a_"}); was != (condense.Run{File: "3.tftest.hcl", Name: "a"}) {
		t.Errorf("a run that got another name was %v", was)
	}
	if was := rest.Run(condense.Run{File: "2.tftest.hcl", Name: "x"}); was != (condense.Run{File: "2.tftest.hcl", Name: "x"}) {
		t.Errorf("one that has kept its place was %v", was)
	}
}

func TestModuleOfVariables(t *testing.T) {
	passes := condense.Passes([]hclfile.File{{Name: "main.tf", Src: []byte(module)}}, []hclfile.File{{Name: "t.tftest.hcl", Src: []byte(refused)}})
	if len(passes) != 1 {
		t.Fatalf("%d passes, want 1", len(passes))
	}
	want := squeezed(variables + "locals {\n  least = local.one\n  one   = 1\n}\nterraform {\n}\n")
	if diff := cmp.Diff(want, squeezed(string(passes[0].Changed[0].Src))); diff != "" {
		t.Errorf("rules, what they look at, and settings are left (-want +got):\n%s", diff)
	}
}

package hclmod_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/google/go-cmp/cmp"
)

// tree writes files below a temporary directory and returns them as a tree.
func tree(t *testing.T, files map[string]string) *hclmod.Tree {
	t.Helper()
	top := t.TempDir()
	var list []spec.File
	for dest, content := range files {
		path := filepath.Join(top, strings.ReplaceAll(dest, "/", "_"))
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		list = append(list, spec.File{Path: path, Dest: dest})
	}
	return hclmod.NewTree(list)
}

// summary is a module as short text, a line for each thing found.
func summary(m *hclmod.Module) []string {
	var out []string
	at := func(file string, line int) string { return fmt.Sprintf(" %s:%d", file, line) }
	for _, c := range m.Calls {
		out = append(out, fmt.Sprintf("call %s %q literal=%v local=%v", c.Name, c.Source, c.Literal, c.Local())+at(c.Range.Filename, c.Range.Start.Line))
	}
	for _, r := range m.Requirements {
		out = append(out, fmt.Sprintf("require %s %s %q %v", r.Name, r.Address, r.Constraint, r.Aliases)+at(r.Range.Filename, r.Range.Start.Line))
	}
	for _, u := range m.Uses {
		out = append(out, "use "+u.Name+at(u.Range.Filename, u.Range.Start.Line))
	}
	for _, v := range m.Variables {
		out = append(out, fmt.Sprintf("variable %s type=%v default=%v", v.Name, v.HasType, v.HasDefault)+at(v.Range.Filename, v.Range.Start.Line))
	}
	for _, o := range m.Outputs {
		out = append(out, "output "+o)
	}
	return out
}

func TestModule(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		files  map[string]string
		want   []string
	}{
		{"calls", "sources are normalised as tofu does it, for tofu compares them", map[string]string{"m/main.tf": `
module "a" { source = "../b/" }
module "c" { source = "./x/../d" }
module "d" { source = "..\\e" }
module "e" { source = "ns/name/system" }
module "f" { source = var.s }
module "g" {}
`}, []string{
			`call a "../b" literal=true local=true m/main.tf:2`,
			`call c "./d" literal=true local=true m/main.tf:3`,
			`call d "../e" literal=true local=true m/main.tf:4`,
			`call e "ns/name/system" literal=true local=false m/main.tf:5`,
			`call f "" literal=false local=false m/main.tf:6`,
			`call g "" literal=false local=false m/main.tf:7`,
		}},
		{"providers", "addresses are completed; the old short form has only a version", map[string]string{"m/main.tf": `
terraform {
  required_providers {
    a = "~> 1.0"
    b = { source = "NS/B" }
    c = {
      source                = "host.example/ns/c"
      version               = ">= 2"
      configuration_aliases = [c.west, c.east]
    }
    d = { "source" = "terraform.io/builtin/terraform" }
    terraform = {}
  }
}
provider "a" { alias = "x" }
resource "b_thing" "t" {}
resource "b_thing" "u" {}
data "c_thing" "t" { provider = c.west }
ephemeral "other" "t" { provider = e }
resource "terraform_data" "t" {}
`}, []string{
			`require a registry.opentofu.org/hashicorp/a "~> 1.0" [] m/main.tf:4`,
			`require b registry.opentofu.org/ns/b "" [] m/main.tf:5`,
			`require c host.example/ns/c ">= 2" [c.west c.east] m/main.tf:6`,
			`require d terraform.io/builtin/terraform "" [] m/main.tf:11`,
			`require terraform terraform.io/builtin/terraform "" [] m/main.tf:12`,
			"use a m/main.tf:15",
			"use b m/main.tf:16",
			"use c m/main.tf:18",
			"use e m/main.tf:19",
			"use terraform m/main.tf:20",
		}},
		{"variables", "the presence of type and default", map[string]string{"m/a.tf": `
variable "b" { type = string }
variable "a" { default = null }
output "z" { value = 1 }
output "y" { value = 1 }
`}, []string{"variable b type=true default=false m/a.tf:2", "variable a type=false default=true m/a.tf:3", "output y", "output z"}},
		{"json", "JSON configuration", map[string]string{"m/main.tf.json": `{
"module": {"a": {"source": "../b"}},
"terraform": {"required_providers": {"p": {"source": "ns/p", "version": "1"}}},
"variable": {"v": {"type": "string"}},
"resource": {"p_thing": {"t": {"provider": "p.west"}}}
}`}, []string{
			`call a "../b" literal=true local=true m/main.tf.json:2`,
			`require p registry.opentofu.org/ns/p "1" [] m/main.tf.json:3`,
			"use p m/main.tf.json:5",
			"variable v type=true default=false m/main.tf.json:4",
		}},
		{"which files", "x.tofu hides x.tf; hidden, backup and test files and other directories do not count", map[string]string{
			"m/a.tf": `output "no" {}`, "m/a.tofu": `output "a" {}`, "m/b.tf.json": `{"output":{"no":{}}}`, "m/b.tofu.json": `{"output":{"b":{}}}`,
			"m/.c.tf": `output "no" {}`, "m/d.tf~": `output "no" {}`, "m/e.tftest.hcl": `output "no" {}`, "m/n/f.tf": `output "no" {}`, "m/g.tf": `output "g" {}`, "m/#h.tf#": "{",
		}, []string{"output a", "output b", "output g"}},
		{"override", "an override changes the source it gives, and only that", map[string]string{
			"m/a_override.tf": `module "x" { source = "./new" }`, "m/b.tf": `module "x" { source = "./old" }` + "\n" + `module "y" { source = "./y" }`, "m/override.tf": `module "y" { count = 1 }`,
		}, []string{`call x "./new" literal=true local=true m/a_override.tf:1`, `call y "./y" literal=true local=true m/b.tf:2`}},
		{"empty", "a directory without configuration", map[string]string{"n/a.tf": ""}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, diags, err := tree(t, tc.files).Module("m")
			if err != nil || diags != nil {
				t.Fatal(err, diags)
			}
			if diff := cmp.Diff(tc.want, summary(m)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestSyntaxError(t *testing.T) {
	m, diags, err := tree(t, map[string]string{"m/a.tf": "module \"a\" {\n  source = \"../b\"\n}\noutput \"x\" {\n", "m/b.tf": "output \"y\" {}\n"}).Module("m")
	if err != nil {
		t.Fatal(err)
	}
	if len(diags) != 1 || diags[0].Place() != "m/a.tf:4:12" || diags[0].Snippet != `output "x" {` {
		t.Errorf("diagnostics %+v, want one at m/a.tf:4:12 with its line", diags)
	}
	want := []string{`call a "../b" literal=true local=true m/a.tf:2`, "output x", "output y"}
	if diff := cmp.Diff(want, summary(m)); diff != "" {
		t.Errorf("what was understood must still be there (-want +got):\n%s", diff)
	}
}

func TestMissingFile(t *testing.T) {
	_, _, err := hclmod.NewTree([]spec.File{{Path: "none.tf", Dest: "m/a.tf"}}).Module("m")
	if err == nil || !strings.Contains(err.Error(), "m/a.tf") {
		t.Errorf("error %v, want one that names m/a.tf", err)
	}
}

func TestParseTest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t")
	src := "run \"a\" {}\nrun \"b\" {\n  module {\n    source = \"./setup/\"\n  }\n}\n"
	if err := os.WriteFile(path, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	f, diags, err := hclmod.ParseTest(spec.File{Path: path, Dest: "m/tests/t.tftest.hcl"})
	if err != nil || diags != nil {
		t.Fatal(err, diags)
	}
	if len(f.Runs) != 2 || f.Runs[0].Name != "a" || f.Runs[0].Module != nil {
		t.Fatalf("runs %+v, want a without module and b", f.Runs)
	}
	if c := f.Runs[1].Module; c == nil || c.Name != "b" || c.Source != "./setup" || c.Range.Start.Line != 4 {
		t.Errorf("module of run b is %+v, want ./setup at line 4", c)
	}
}

func TestLabel(t *testing.T) {
	for long, short := range map[string]string{"//a/b:b": "//a/b", "//a/b:c": "//a/b:c", "//a/b": "//a/b", "//:x": "//:x", "@r//a:a": "@r//a"} {
		if got := hclmod.Label(long); got != short {
			t.Errorf("Label(%q) = %q, want %q", long, got, short)
		}
	}
}

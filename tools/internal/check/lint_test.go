//go:build bazel

package check_test

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// lintFiles are a module that breaks no rule; rows replace, add or, by "-", remove files.
func lintFiles(changes map[string]string) map[string]string {
	files := map[string]string{
		"main.tf": `resource "random_pet" "this" {
  length = var.length
}
`,
		"variables.tf": `variable "length" {
  description = "Words."
  type        = number
}
`,
		"outputs.tf": `output "name" {
  description = "The name."
  value       = random_pet.this.id
}
`,
		"versions.tf": `terraform {
  required_version = ">= 1.10"

  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.8"
    }
  }
}
`,
	}
	for name, text := range changes {
		if files[name] = text; text == "-" {
			delete(files, name)
		}
	}
	return files
}

// lintSpec is a spec for a module of these files; one called .tflint.hcl is its
// configuration.
func lintSpec(t *testing.T, files map[string]string, root bool) *spec.Spec {
	t.Helper()
	placed := map[string]string{}
	for name, text := range files {
		placed["m/x/"+name] = text
	}
	top := workspace(t, placed)
	m := spec.Module{Label: "//m/x:x", Dir: "m/x"}
	s := &spec.Spec{V: 1, Kind: spec.KindLint, Label: "//m/x:lint_test", Root: "m/x", Lint: &spec.Lint{
		Tflint: testenv.Path(t, "TFLINT"), Root: root,
		Default: spec.File{Path: testenv.Path(t, "TFLINT_CONFIG"), Dest: "build/tofu/tflint.hcl"},
	}}
	for dest := range placed {
		f := spec.File{Path: filepath.Join(top, dest), Dest: dest}
		if path.Base(dest) == ".tflint.hcl" {
			s.Lint.Config = &f
		} else {
			m.Srcs = append(m.Srcs, f)
		}
	}
	s.Modules = []spec.Module{m}
	return s
}

// lines are the findings' first lines, without the directory and "error: ".
func lines(t *testing.T, r report.Report) []string {
	t.Helper()
	var all []string
	for _, d := range r.Diagnostics {
		line, _, _ := strings.Cut(d.Text(), "\n")
		all = append(all, strings.Replace(strings.TrimPrefix(line, "m/x/"), "error: ", "", 1))
		if d.Line > 0 && d.Snippet == "" && !strings.Contains(d.Summary, "should include") {
			t.Errorf("%s: no source line is shown", line)
		}
	}
	return all
}

// lintRow is one mistake, or one way to allow it.
type lintRow struct {
	name, reason string
	files        map[string]string
	root         bool
	want         []string
}

func testLint(t *testing.T, rows []lintRow) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := run(t, lintSpec(t, lintFiles(row.files), row.root), check.Options{})
			if want := min(len(row.want), 1); r.code != want {
				t.Errorf("exit code %d, want %d: %s\n%s", r.code, want, row.reason, r.stderr)
			}
			if diff := cmp.Diff(row.want, lines(t, r.report)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.reason, diff)
			}
			noPaths(t, r.report)
		})
	}
}

func variableFile(text string) map[string]string {
	return map[string]string{"variables.tf": lintFiles(nil)["variables.tf"] + text}
}

func mainFile(text string) map[string]string {
	return map[string]string{"main.tf": lintFiles(nil)["main.tf"] + text}
}

func TestLintRulesOfTflint(t *testing.T) {
	testLint(t, []lintRow{
		{name: "clean", reason: "a good module passes"},
		{name: "untyped variable", reason: "terraform_typed_variables", files: map[string]string{"variables.tf": "variable \"length\" {\n  description = \"Words.\"\n}\n"}, want: []string{
			"variables.tf:1:1: `length` variable has no type (terraform_typed_variables)",
		}},
		{name: "undocumented variable", reason: "terraform_documented_variables", files: map[string]string{"variables.tf": "variable \"length\" {\n  type = number\n}\n"}, want: []string{
			"variables.tf:1:1: `length` variable has no description (terraform_documented_variables)",
		}},
		{name: "undocumented output", reason: "terraform_documented_outputs", files: map[string]string{"outputs.tf": "output \"name\" {\n  value = random_pet.this.id\n}\n"}, want: []string{
			"outputs.tf:1:1: `name` output has no description (terraform_documented_outputs)",
		}},
		{name: "unused variable", reason: "terraform_unused_declarations", files: variableFile("variable \"x\" {\n  description = \"X.\"\n  type = string\n}\n"), want: []string{
			`variables.tf:5:1: variable "x" is declared but not used (terraform_unused_declarations)`,
		}},
		{name: "unused local", reason: "terraform_unused_declarations", files: mainFile("locals {\n  a = 1\n}\n"), want: []string{
			`main.tf:5:3: local.a is declared but not used (terraform_unused_declarations)`,
		}},
		{name: "unused data", reason: "terraform_unused_declarations", files: mainFile("data \"random_x\" \"a\" {}\n"), want: []string{
			`main.tf:4:1: data "random_x" "a" is declared but not used (terraform_unused_declarations)`,
		}},
		{name: "name", reason: "terraform_naming_convention", files: mainFile("resource \"random_pet\" \"camelCase\" {}\n"), want: []string{
			"main.tf:4:1: resource name `camelCase` must match the following format: snake_case (terraform_naming_convention)",
		}},
		{name: "unpinned module", reason: "terraform_module_pinned_source", files: mainFile("module \"a\" {\n  source = \"git::https://example.com/a.git\"\n}\n"), want: []string{
			`main.tf:5:12: Module source "git::https://example.com/a.git" is not pinned (terraform_module_pinned_source)`,
		}},
		{name: "module of a branch", reason: "terraform_module_pinned_source", files: mainFile("module \"a\" {\n  source = \"git::https://example.com/a.git?ref=main\"\n}\n"), want: []string{
			`main.tf:5:12: Module source "git::https://example.com/a.git?ref=main" uses a default branch as ref (main) (terraform_module_pinned_source)`,
		}},
		{name: "module without version", reason: "terraform_module_version", files: mainFile("module \"a\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n}\n"), want: []string{
			`main.tf:4:1: module "a" should specify a version (terraform_module_version)`,
		}},
		{name: "misplaced variable", reason: "terraform_standard_module_structure", files: mainFile("variable \"a\" {\n  description = \"A.\"\n  type = string\n}\nresource \"random_pet\" \"a\" {\n  prefix = var.a\n}\n"), want: []string{
			`main.tf:4:1: variable "a" should be moved from main.tf to variables.tf (terraform_standard_module_structure)`,
		}},
		{name: "no outputs", reason: "terraform_standard_module_structure", files: map[string]string{"outputs.tf": "-"}, want: []string{
			`outputs.tf:1:1: Module should include an empty outputs.tf file (terraform_standard_module_structure)`,
		}},
		{name: "no versions", reason: "terraform_required_version, terraform_required_providers", files: map[string]string{"versions.tf": "-"}, want: []string{
			"main.tf:1:1: Missing version constraint for provider \"random\" in `required_providers` (terraform_required_providers)",
			`main.tf:1:1: terraform "required_version" attribute is required (terraform_required_version)`,
		}},
		{name: "no provider version", reason: "terraform_required_providers", files: map[string]string{"versions.tf": "terraform {\n  required_version = \">= 1.10\"\n  required_providers {\n    random = {\n      source = \"hashicorp/random\"\n    }\n  }\n}\n"}, want: []string{
			"versions.tf:4:14: Missing version constraint for provider \"random\" in `required_providers` (terraform_required_providers)",
		}},
		{name: "comment", reason: "terraform_comment_syntax", files: mainFile("// A comment.\n"), want: []string{
			`main.tf:4:1: Comments should begin with # (terraform_comment_syntax)`,
		}},
		{name: "index", reason: "terraform_deprecated_index", files: mainFile("resource \"random_pet\" \"a\" {\n  prefix = random_pet.this.0.id\n}\n"), want: []string{
			`main.tf:5:27: List items should be accessed using square brackets (terraform_deprecated_index)`,
		}},
		{name: "interpolation", reason: "terraform_deprecated_interpolation", files: mainFile("resource \"random_pet\" \"a\" {\n  prefix = \"${random_pet.this.id}\"\n}\n"), want: []string{
			`main.tf:5:12: Interpolation-only expressions are deprecated in Terraform v0.12.14 (terraform_deprecated_interpolation)`,
		}},
		{name: "lookup", reason: "terraform_deprecated_lookup", files: mainFile("resource \"random_pet\" \"a\" {\n  prefix = lookup({}, \"a\")\n}\n"), want: []string{
			`main.tf:5:12: Lookup with 2 arguments is deprecated (terraform_deprecated_lookup)`,
		}},
		{name: "empty list", reason: "terraform_empty_list_equality", files: mainFile("resource \"random_pet\" \"a\" {\n  count = var.length == [] ? 0 : 1\n}\n"), want: []string{
			`main.tf:5:11: Comparing a collection with an empty list is invalid. To detect an empty collection, check its length. (terraform_empty_list_equality)`,
		}},
		{name: "duplicate key", reason: "terraform_map_duplicate_keys", files: mainFile("resource \"random_pet\" \"a\" {\n  keepers = {\n    a = 1\n    a = 2\n  }\n}\n"), want: []string{
			`main.tf:7:5: Duplicate key: "a", first defined at main.tf:6,5-6 (terraform_map_duplicate_keys)`,
		}},
		{name: "JSON of another form", reason: "terraform_json_syntax", files: map[string]string{"a.tf.json": "[{\"locals\": {}}]\n"}, want: []string{
			`a.tf.json:1:1: JSON configuration uses array syntax at root, expected object (terraform_json_syntax)`,
		}},
	})
}

const dynamicKeys = `locals {
  region = "eu"
}

resource "random_pet" "a" {
  for_each = toset(["eu"])
  provider = random.by[local.region]
  prefix   = each.key
}

ephemeral "random_password" "a" {
  length = 16
}

module "m" {
  source   = "../y"
  for_each = toset(["eu"])
  providers = {
    random = random.by[each.key]
  }
}

resource "random_pet" "b" {
  prefix = provider::random::x(ephemeral.random_password.a.result)
  lifecycle {
    enabled = var.length > 1
  }
}

import {
  for_each = toset(["eu"])
  to       = random_pet.a[each.key]
  id       = each.key
}

removed {
  from = random_pet.c
  lifecycle {
    destroy = false
  }
}
`

func TestLintOpenTofuSyntax(t *testing.T) {
	testLint(t, []lintRow{
		{name: "of 1.12", reason: "what Terraform has not is no finding", root: true, files: map[string]string{
			"main.tf":      lintFiles(nil)["main.tf"] + dynamicKeys,
			"providers.tf": "provider \"random\" {\n  for_each = toset([\"eu\"])\n  alias    = \"by\"\n}\n",
			"variables.tf": lintFiles(nil)["variables.tf"] + "variable \"place\" {\n  description = \"Where.\"\n  type        = string\n  const       = true\n  deprecated  = \"Gone.\"\n}\n",
			"modules.tf":   "module \"n\" {\n  source = \"../${var.place}\"\n}\n",
			"encryption.tf": "terraform {\n  encryption {\n    key_provider \"pbkdf2\" \"k\" {\n      passphrase = var.place\n    }\n    method \"aes_gcm\" \"m\" {\n      keys = key_provider.pbkdf2.k\n    }\n" +
				"    state {\n      method = method.aes_gcm.m\n    }\n  }\n}\n",
		}},
		{name: "unused beside keys", reason: "what makes the keys readable hides nothing", files: mainFile(dynamicKeys + "locals {\n  b = 1\n}"), want: []string{
			`main.tf:46:3: local.b is declared but not used (terraform_unused_declarations)`,
		}},
		{name: "keys in JSON", reason: "a limit: the place where TFLint gave up, and no silence", files: map[string]string{
			"a.tf.json": "{\n  \"resource\": {\"random_pet\": {\"a\": {\"for_each\": [], \"provider\": \"random.by[each.key]\"}}}\n}\n"}, want: []string{`a.tf.json:2:65: TFLint could not check the module`}},
		{name: "tofu files", reason: "findings have the files' own names", files: map[string]string{
			"main.tf": "-", "main.tofu": "resource \"random_pet\" \"this\" {\n  prefix = \"${var.length}\"\n}\nvariable \"a\" {\n  description = \"A.\"\n  type = string\n}\n"}, want: []string{
			`main.tofu:2:12: Interpolation-only expressions are deprecated in Terraform v0.12.14 (terraform_deprecated_interpolation)`,
			`main.tofu:4:1: variable "a" is declared but not used (terraform_unused_declarations)`,
			`main.tofu:4:1: variable "a" should be moved from main.tofu to variables.tf (terraform_standard_module_structure)`,
		}},
		{name: "shadowed", reason: "x.tf is not read where there is x.tofu", files: map[string]string{"a.tf": "locals {\n  a = 1\n}\n", "a.tofu": ""}},
	})
}

func TestLintAllowed(t *testing.T) {
	unused := "locals {\n  a = 1\n}\n"
	unbounded := map[string]string{"versions.tf": strings.Replace(lintFiles(nil)["versions.tf"], "~> 3.8", ">= 3.8", 1)}
	with := func(files map[string]string, name, text string) map[string]string {
		files[name] = text
		return files
	}
	testLint(t, []lintRow{
		{name: "line above", reason: "TFLint's comment for TFLint's rule", files: mainFile("locals {\n  # tflint-ignore: terraform_unused_declarations\n  a = 1\n}\n")},
		{name: "house rule", reason: "and for a house rule", files: map[string]string{"versions.tf": strings.Replace(lintFiles(nil)["versions.tf"], `"~> 3.8"`, `">= 3.8" # tflint-ignore: flywheel_bounded_providers`, 1)}},
		{name: "file", reason: "for all of a file", files: map[string]string{"a.tf": "# tflint-ignore-file: terraform_unused_declarations\n" + unused}},
		{name: "another rule", reason: "a comment allows what it names", files: mainFile("locals {\n  # tflint-ignore: terraform_typed_variables\n  a = 1\n}\n"), want: []string{
			`main.tf:6:3: local.a is declared but not used (terraform_unused_declarations)`,
		}},
		{name: "by configuration", reason: "a rule turned off for the module", files: with(mainFile(unused), ".tflint.hcl", "rule \"terraform_unused_declarations\" {\n  enabled = false\n}\n")},
		{name: "house rule by configuration", reason: "house rules are turned off the same way", files: with(unbounded, ".tflint.hcl", "rule \"flywheel_bounded_providers\" {\n  enabled = false\n}\n")},
		{name: "extended", reason: "the other default rules stay", files: with(mainFile(unused), ".tflint.hcl", "rule \"terraform_naming_convention\" {\n  enabled = false\n}\n"), want: []string{
			`main.tf:5:3: local.a is declared but not used (terraform_unused_declarations)`,
		}},
		{name: "from nothing", reason: "only what is turned on counts", files: map[string]string{
			"main.tf": "// A.\n" + unused, "versions.tf": "-", ".tflint.hcl": "config {\n  disabled_by_default = true\n}\nrule \"terraform_comment_syntax\" {\n  enabled = true\n}\n"}, want: []string{
			`main.tf:1:1: Comments should begin with # (terraform_comment_syntax)`,
		}},
		{name: "unused provider", reason: "what is off may be turned on", files: map[string]string{".tflint.hcl": "rule \"terraform_unused_required_providers\" {\n  enabled = true\n}\n", "main.tf": "resource \"terraform_data\" \"this\" {\n  input = var.length\n}\n", "outputs.tf": ""}, want: []string{
			`versions.tf:5:5: provider 'random' is declared in required_providers but not used by the module (terraform_unused_required_providers)`,
		}},
		{name: "by topic", reason: "a large module divides its variables", files: map[string]string{
			"variables-more.tf": "variable \"a\" {\n  description = \"A.\"\n  type        = string\n}\n", "main.tf": lintFiles(nil)["main.tf"] + "resource \"random_pet\" \"a\" {\n  prefix = var.a\n}\n"}},
		{name: "force", reason: "it may not make findings pass", files: with(mainFile(unused), ".tflint.hcl", "config {\n  force = true\n}\n"), want: []string{
			`main.tf:5:3: local.a is declared but not used (terraform_unused_declarations)`,
		}},
	})
}

func TestLintConfiguration(t *testing.T) {
	config := func(text string) map[string]string { return map[string]string{".tflint.hcl": text} }
	testLint(t, []lintRow{
		{name: "unknown house rule", reason: "a misspelt rule turns nothing off", files: config("\nrule \"flywheel_images\" {\n  enabled = false\n}\n"), want: []string{
			`.tflint.hcl:2:1: There is no rule "flywheel_images"`,
		}},
		{name: "unknown rule", reason: "TFLint's too", files: config("rule \"terraform_nope\" {\n  enabled = false\n}\n"), want: []string{
			`TFLint could not check the module`,
		}},
		{name: "plugin", reason: "nothing is downloaded", files: config("plugin \"aws\" {\n  enabled = true\n}\n"), want: []string{
			`.tflint.hcl:1:1: The plugin "aws" is not there`,
		}},
		{name: "house rule with more", reason: "what is not understood must not be passed over", files: config("rule \"flywheel_pinned_images\" {\n  enabled = false\n  except  = []\n}\n"), want: []string{
			`.tflint.hcl:1:1: The block of rule "flywheel_pinned_images" is not understood`,
		}},
		{name: "syntax", reason: "the place in the module's own file", files: config("\nrule {\n"), want: []string{
			`.tflint.hcl:2:6: Unclosed configuration block`,
		}},
		{name: "meaning", reason: "the place, though TFLint reads another file", files: config("rule \"flywheel_pinned_images\" {\n  enabled = true\n}\n\nrule \"terraform_typed_variables\" {\n  enabled = tru\n}\n"), want: []string{
			`.tflint.hcl:6:13: TFLint does not understand its configuration`,
			`.tflint.hcl:6:13: TFLint does not understand its configuration`,
		}},
		{name: "module syntax", reason: "of half a module nothing is said but this", files: mainFile("locals {\n"), want: []string{
			`main.tf:4:8: Unclosed configuration block`,
		}},
	})
}

// TestLintIsHermetic: what the user has for TFLint changes nothing.
func TestLintIsHermetic(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, ".tflint.hcl"), []byte("plugin \"aws\" {\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := lintSpec(t, lintFiles(nil), false)
	for name, value := range map[string]string{"HOME": home, "TFLINT_CONFIG_FILE": filepath.Join(home, ".tflint.hcl"), "TFLINT_LOG": "trace", "TFLINT_PLUGIN_DIR": home, "TF_VAR_length": "x"} {
		t.Setenv(name, value)
	}
	r := run(t, s, check.Options{})
	if r.code != check.ExitOK || r.stderr != "" {
		t.Errorf("exit code %d, want 0:\n%s", r.code, r.stderr)
	}
}

// TestLintDetail: a finding says where the rule is explained and how to allow it, and
// the JUnit file has it.
func TestLintDetail(t *testing.T) {
	files := lintFiles(variableFile("variable \"token\" {\n  description = \"T.\"\n  type        = string\n}\n"))
	r := run(t, lintSpec(t, files, false), check.Options{})
	wantAll(t, r.stderr, []string{
		"m/x/variables.tf:5:1: error: ", "    variable \"token\" {\n    ^\n", "Write sensitive = true.", "tools/internal/lint/RULES.md#flywheel_sensitive_names",
		"# tflint-ignore: flywheel_sensitive_names", "github.com/terraform-linters/tflint-ruleset-terraform/blob/v0.15.0/docs/rules/terraform_unused_declarations.md",
	})
	wantAll(t, r.xml, []string{`<testsuite name="//m/x:lint_test"`, "flywheel_sensitive_names", "terraform_unused_declarations"})
	if !slices.IsSortedFunc(r.report.Diagnostics, func(a, b report.Diagnostic) int { return strings.Compare(a.File, b.File) }) {
		t.Error("the findings are in no order")
	}
}

// TestLintOfNothing: no file found is no module without findings.
func TestLintOfNothing(t *testing.T) {
	s := lintSpec(t, map[string]string{"README.md": ""}, false)
	if r := run(t, s, check.Options{}); r.code != check.ExitFailed || !strings.Contains(r.stderr, "no configuration file in m/x") {
		t.Errorf("exit code %d, want %d:\n%s", r.code, check.ExitFailed, r.stderr)
	}
}

// TestLintWithoutTflint: a program that is not there, or is another, is no verdict.
func TestLintWithoutTflint(t *testing.T) {
	for _, program := range []string{"/nowhere/tflint", "/bin/true", "/bin/false"} {
		s := lintSpec(t, lintFiles(nil), false)
		s.Lint.Tflint = program
		if r := run(t, s, check.Options{}); r.code != check.ExitFailed || !strings.Contains(r.stderr, "running tflint") {
			t.Errorf("%s: exit code %d, want %d:\n%s", program, r.code, check.ExitFailed, r.stderr)
		}
	}
}

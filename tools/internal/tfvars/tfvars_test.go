package tfvars_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/tfvars"
)

func root() *rootmod.Root {
	return &rootmod.Root{Dir: "stacks/x", Variables: map[string]*rootmod.Variable{
		"region": {Name: "region", Required: true, Literal: true, Where: "stacks/x/variables.tf:1"},
		"size":   {Name: "size", Literal: true, Where: "stacks/x/variables.tf:5"},
		"zones":  {Name: "zones", Where: "stacks/x/variables.tf:9"},
		"pods": {Name: "pods", Type: cty.ObjectWithOptionalAttrs(map[string]cty.Type{
			"min": cty.Number, "max": cty.Number, "parts": cty.Map(cty.Object(map[string]cty.Type{"cpu": cty.String})),
			"rules": cty.List(cty.Object(map[string]cty.Type{"port": cty.Number, "cidr": cty.String})),
		}, []string{"min", "max", "parts", "rules"})},
		"key": {Name: "key", Literal: true, Type: cty.String},
	}}
}

func TestCheck(t *testing.T) {
	type files map[string]string
	rows := []struct {
		name, reason string
		files        files
		in           tfvars.Input
		values       map[string]string
		problems     []string
	}{
		{name: "files only", files: files{"a.tfvars": "region = \"r\"\nzones = [1]\n"}, reason: "in order"},
		{name: "JSON file", files: files{"a.tfvars.json": `{"region": "${not}", "zones": []}`}, reason: "JSON texts are no templates here"},
		{name: "flags", in: tfvars.Input{Flags: []string{"region=a=${b}", `zones=["x", {y = 1}]`}}, reason: "read as OpenTofu reads them",
			values: map[string]string{"region": `"a=${b}"`, "zones": `["x",{"y":1}]`}},
		{name: "environment", in: tfvars.Input{Environ: []string{"TF_VAR_region=r", "TF_VAR_unknown=u", "HOME=/"}}, reason: "others are not meant",
			values: map[string]string{"region": `"r"`}},
		{name: "twice in a file", files: files{"a.tfvars": "region = 1\nregion = 2\n"}, reason: "one is wrong",
			problems: []string{
				`a.tfvars:2: Attribute redefined: The argument "region" was already set at a.tfvars:1,1-7. Each argument may be set only once.`}},
		{name: "missing with a file", files: files{"a.tfvars": "size = 1\n"}, reason: "nothing sets it",
			problems: []string{`stacks/x/variables.tf:1: variable "region" is required and not set; set it in a.tfvars, or with --var region=VALUE or --var-file FILE`}},
		{name: "twice in files", files: files{"a.tfvars": "region = 1\n", "b.tfvars": "\nregion = 1\n"}, reason: "one is wrong, even if equal",
			problems: []string{`b.tfvars:2: variable "region" is set twice, first at a.tfvars:1; remove one of the assignments`}},
		{name: "twice by flag", in: tfvars.Input{Flags: []string{"region=1", "region=2"}}, reason: "one is wrong",
			problems: []string{`--var region: variable "region" is set twice, first at --var region; remove one of the assignments`}},
		{name: "file and environment", files: files{"a.tfvars": "region = 1\n"}, in: tfvars.Input{Environ: []string{"TF_VAR_region=2"}}, reason: "one would win silently",
			problems: []string{`environment variable TF_VAR_region: variable "region" is set twice, first at a.tfvars:1; remove one of the assignments`}},
		{name: "unknown", files: files{"a.tfvars": "region = 1\nzone = 2\n"}, reason: "a slip",
			problems: []string{`a.tfvars:2: variable "zone" is not declared in stacks/x (did you mean "zones"?); declare it there or remove the assignment`}},
		{name: "unknown flag value", in: tfvars.Input{Flags: []string{"region=1", "entirely=2"}}, reason: "a slip",
			problems: []string{`--var entirely: variable "entirely" is not declared in stacks/x; declare it there or remove the assignment`}},
		{name: "missing", reason: "nothing sets it",
			problems: []string{`stacks/x/variables.tf:1: variable "region" is required and not set; set it with --var region=VALUE or --var-file FILE`}},
		{name: "no equals sign", in: tfvars.Input{Flags: []string{"region=1", "size"}}, reason: "half a value",
			problems: []string{"--var size: want NAME=VALUE"}},
		{name: "bad expression", in: tfvars.Input{Flags: []string{"region=1", "zones=[hush"}}, reason: "the value is not repeated",
			problems: []string{"--var zones: the value is not an expression of OpenTofu: Unterminated tuple constructor expression"}},
		{name: "reference", files: files{"a.tfvars": "region = var.size\n"}, reason: "values are constants",
			problems: []string{"a.tfvars:1: Variables not allowed: Variables may not be used here."}},
		{name: "attribute", files: files{"a.tfvars": "region = 1\npods = {\n  min = 1\n  mas = 2\n}\n"}, reason: "OpenTofu would drop it, and take the default",
			problems: []string{`a.tfvars:4: pods.mas: variable "pods" has no such attribute (did you mean "max"?); there are: max, min, parts, rules`}},
		{name: "attribute in a map", files: files{"a.tfvars": "region = 1\npods = { parts = { \"a b\" = { memory = 1, cpu = 2 } } }\n"}, reason: "at any depth; a map's keys are free",
			problems: []string{`a.tfvars:2: pods.parts["a b"].memory: variable "pods" has no such attribute; there is: cpu`}},
		{name: "attribute in a list", files: files{"a.tfvars.json": `{"region": "r", "pods": {"rules": [{"port": 1, "cidr": "x"}, {"ports": 1}]}}`}, reason: "in JSON, too",
			problems: []string{`a.tfvars.json:1: pods.rules[1].ports: variable "pods" has no such attribute (did you mean "port"?); there are: cidr, port`}},
		{name: "attribute of a flag", in: tfvars.Input{Flags: []string{"region=r", "pods={mim=1}"}}, reason: "there is no line to name",
			problems: []string{`--var pods: pods.mim: variable "pods" has no such attribute (did you mean "min"?); there are: max, min, parts, rules`}},
		{name: "number", files: files{"a.tfvars": "region = 1\npods = {\n  max = 2\n  min = \"a lot\"\n}\n"}, reason: "OpenTofu would say neither which nor where",
			problems: []string{`a.tfvars:4: pods.min must be a number`}},
		{name: "number that is written as text", files: files{"a.tfvars": "region = 1\npods = { min = \"2\", max = null, parts = { a = { cpu = 2 } } }\n"}, reason: "OpenTofu takes it"},
		{name: "list", files: files{"a.tfvars": "region = 1\npods = { rules = { port = 1 } }\n"}, reason: "one of a list alone is none",
			problems: []string{`a.tfvars:2: pods.rules must be a list of object`}},
		{name: "object", files: files{"a.tfvars.json": `{"region": "r", "pods": [1]}`}, reason: "in JSON, too",
			problems: []string{`a.tfvars.json:1: pods must be an object`}},
		{name: "map", files: files{"a.tfvars": "region = 1\npods = { parts = [] }\n"}, reason: "it has names",
			problems: []string{`a.tfvars:2: pods.parts must be a map of object`}},
		{name: "type of a flag", in: tfvars.Input{Flags: []string{"region=r", "pods={min=[]}"}}, reason: "without its value, which may be a secret",
			problems: []string{`--var pods: pods.min must be a number`}},
		{name: "all attributes", files: files{"a.tfvars": "region = 1\npods = { \"min\" = 1, max : 2, parts = { x = { cpu = \"1\" } }, rules = [{ port = 1, cidr = \"c\" }] }\n"}, reason: "however the keys are written"},
		{name: "key in the environment", in: tfvars.Input{Flags: []string{"region=r"}, Environ: []string{"TF_VAR_key=k"}, EnvironmentOnly: []string{"key"}}, reason: "it is written nowhere",
			values: map[string]string{"region": `"r"`}},
		{name: "key in a file", files: files{"a.tfvars": "region = 1\nkey = \"k\"\n"}, in: tfvars.Input{EnvironmentOnly: []string{"key"}}, reason: "the file is for everyone to read",
			problems: []string{`a.tfvars:2: variable "key" decrypts the state: every verb needs it, and it must not stand there; set the environment variable TF_VAR_key`}},
		{name: "key in a flag", in: tfvars.Input{Flags: []string{"region=r", "key=k"}, EnvironmentOnly: []string{"key"}}, reason: "so is a command line",
			problems: []string{`--var key: variable "key" decrypts the state: every verb needs it, and it must not stand there; set the environment variable TF_VAR_key`}},
		{name: "quote that is not closed", files: files{"a.tfvars": "size = \"a\nregion = \"b\"\nzones = [\"c\"]\n"}, reason: "the first alone: each line after it would be one more",
			problems: []string{`a.tfvars:1: Invalid multi-line string: Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \n escape to represent a newline character or use the "heredoc" multi-line template syntax.`}},
		{name: "syntax", files: files{"a.tfvars": "region = 1\nsize =\n"}, reason: "with its place",
			problems: []string{"a.tfvars:2: Invalid expression: Expected the start of an expression, but found an invalid expression token."}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range []string{"a.tfvars", "a.tfvars.json", "b.tfvars"} {
				if text, ok := row.files[name]; ok {
					path := filepath.Join(dir, name)
					if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
						t.Fatal(err)
					}
					row.in.Files = append(row.in.Files, tfvars.File{Name: name, Path: path})
				}
			}
			values, err := tfvars.Check(root(), row.in)
			var problems *tfvars.ProblemsError
			if errors.As(err, &problems) {
				if diff := cmp.Diff(row.problems, problems.Problems); diff != "" {
					t.Errorf("%s (-want +got):\n%s", row.reason, diff)
				}
				return
			}
			if err != nil || row.problems != nil {
				t.Fatalf("%s: error %v, want %q", row.reason, err, row.problems)
			}
			got := map[string]string{}
			for name, value := range values.Generated {
				var parsed any
				if err := json.Unmarshal(value, &parsed); err != nil {
					t.Errorf("%s = %s: %v", name, value, err)
				}
				got[name] = string(value)
			}
			if row.values == nil {
				row.values = map[string]string{}
			}
			if diff := cmp.Diff(row.values, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.reason, diff)
			}
		})
	}
}

func TestMissingFile(t *testing.T) {
	_, err := tfvars.Check(root(), tfvars.Input{Files: []tfvars.File{{Name: "none.tfvars", Path: "/nonexistent"}}})
	if problems := new(tfvars.ProblemsError); err == nil || errors.As(err, &problems) {
		t.Errorf("got %v, want an error that names the file", err)
	}
}

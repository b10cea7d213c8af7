//go:build bazel

package policycheck_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/policycheck"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

const rego = `package policy.open

deny contains {"address": r.address, "message": sprintf("%s is open", [r.change.after.input]), "remedy": "close it"} if {
	some r in input.plan.resource_changes
	input.environment == "prod"
	r.change.after.input == "port"
}
`

// judge judges a module of one file, in two environments.
func judge(t *testing.T, config, policies, data string) *policycheck.Result {
	t.Helper()
	dir := t.TempDir()
	file := func(name, text string) spec.File {
		path := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return spec.File{Path: path, Dest: name}
	}
	r, err := policycheck.Run(t.Context(), &spec.Spec{
		V: spec.Version, Kind: spec.KindPolicy, Label: "//s:policy_test", Tofu: testenv.Path(t, "TOFU"), Root: "s",
		Modules: []spec.Module{{Label: "//s:module", Dir: "s", Srcs: []spec.File{file("s/main.tf", config)}}},
		Policy: &spec.Policy{
			Stack: "//s:s",
			Environments: []spec.Environment{
				{Name: "dev", VarFiles: []spec.File{file("s/env/dev.tfvars", "what = \"door\"\n")}},
				{Name: "prod", VarFiles: []spec.File{file("s/env/prod.tfvars", "what = \"port\"\n")}},
			},
			Rego: []spec.File{file("p/open.rego", policies)},
			Data: []spec.File{file("p/data.json", data)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const config = "variable \"what\" {\n  type = string\n}\n\nresource \"terraform_data\" \"this\" {\n  input = var.what\n}\n"

const exception = `{"exceptions": [{"rule": "open", "stack": "//s:s", "address": "terraform_data.this", "reason": "a test"}]}`

func TestJudge(t *testing.T) {
	for _, tc := range []struct {
		name, reason, config, policies, data string
		want                                 []string
	}{
		{"finding", "with rule, stack, environment, address, message and remedy, and only where it is", config, rego, `{}`,
			[]string{"error: open: //s:s prod: terraform_data.this: port is open\n  close it\n"}},
		{"excepted", "with a reason", config, rego, exception, nil},
		{"exception for nothing", "it would let the next mistake pass", strings.ReplaceAll(config, "var.what", "upper(var.what)"), rego, exception,
			[]string{"open: //s:s: the exception at terraform_data.this is for nothing"}},
		{"no resources", "a judgement of nothing is none", "variable \"what\" {\n  type = string\n}\n", rego, `{}`,
			[]string{"There are no resources in //s:s, environment dev", "There are no resources in //s:s, environment prod"}},
		{"no policies", "nor one by nothing", config, "package p\n\nx := 1\n", `{}`, []string{"There are no policies in //s:policy_test"}},
		{"no preview", "what cannot be planned has not passed", config + "output \"o\" {\n  value = var.whta\n}\n", rego, `{}`,
			[]string{"undeclared"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := judge(t, tc.config, tc.policies, tc.data)
			if r.Report.Valid != (len(tc.want) == 0) {
				t.Errorf("%s: valid is %v", tc.reason, r.Report.Valid)
			}
			var text strings.Builder
			for _, d := range r.Report.Diagnostics {
				text.WriteString(d.Text())
			}
			for _, want := range tc.want {
				if !strings.Contains(text.String(), want) {
					t.Errorf("%s: no %q in\n%s", tc.reason, want, text.String())
				}
			}
		})
	}
}

func TestCases(t *testing.T) {
	r := judge(t, config, rego, `{}`)
	got := map[string]string{}
	for _, s := range r.Suites {
		for _, c := range s.Cases {
			got[s.Name+" "+c.Name] = strings.SplitN(c.Failure+c.Error, "\n", 2)[0]
		}
	}
	for name, want := range map[string]string{
		"//s:s dev preview": "", "//s:s dev open": "", "//s:s prod preview": "",
		"//s:s prod open": "open: //s:s prod: terraform_data.this: port is open",
	} {
		if failure, ok := got[name]; !ok || failure != want {
			t.Errorf("case %q has %q (%v), want %q; all: %v", name, failure, ok, want, got)
		}
	}
	if _, err := report.JUnit(r.Suites); err != nil {
		t.Error(err)
	}
}

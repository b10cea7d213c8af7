package stateconfig_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stateconfig"
	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

func file(t *testing.T, text string) spec.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return spec.File{Path: path, Dest: "env/f.hcl"}
}

// problems are those of an InvalidError; any other error is fatal.
func problems(t *testing.T, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*stateconfig.InvalidError](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	if !ok {
		return nil
	}
	return invalid.Problems
}

func TestBackend(t *testing.T) {
	for _, tc := range []struct {
		name, reason, text string
		want               []stateconfig.Setting
		problems           []string
	}{
		{"s3", "any type of value, in order", "bucket = \"b\"\nkey = \"x/prod.tfstate\"\nuse_lockfile = true\nendpoints = { s3 = \"https://s3.example.com\" }\n", []stateconfig.Setting{
			{Name: "bucket", Value: cty.StringVal("b")}, {Name: "key", Value: cty.StringVal("x/prod.tfstate")}, {Name: "use_lockfile", Value: cty.True},
			{Name: "endpoints", Value: cty.ObjectVal(map[string]cty.Value{"s3": cty.StringVal("https://s3.example.com")})},
		}, nil},
		{"directory", "the name may be a directory", "key = \"prod/x\"\n", []stateconfig.Setting{{Name: "key", Value: cty.StringVal("prod/x")}}, nil},
		{"copied", "the state would be dev's", "key = \"x/dev.tfstate\"\n", nil, []string{
			`env/f.hcl:1: no value has the environment's name "prod" in it, so that its state could be another environment's; write it into one that tells states apart, as key = "…/prod.tfstate"`}},
		{"part of a word", "products are no environment", "key = \"products.tfstate\"\n", nil, []string{
			`env/f.hcl:1: no value has the environment's name "prod" in it, so that its state could be another environment's; write it into one that tells states apart, as key = "…/prod.tfstate"`}},
		{"secret", "where it comes from instead", "key = \"prod\"\nsecret_key = \"hush\"\n", nil, []string{
			`env/f.hcl:2: secret_key is a secret, and this file is for everyone to read; take it out: OpenTofu reads the variable AWS_SECRET_ACCESS_KEY, a profile or a role`}},
		{"block", "as in a .tf file", "key = \"prod\"\nbackend \"s3\" {}\n", nil, []string{
			`env/f.hcl:2: a block "backend"; want arguments of the backend only, as key = "…"`}},
		{"reference", "there is nothing to refer to", "key = \"prod\"\nbucket = var.b\n", nil, []string{
			`env/f.hcl:2: Variables not allowed: Variables may not be used here.`}},
		{"syntax", "with its place", "key =\n", nil, []string{
			`env/f.hcl:1: Invalid expression: Expected the start of an expression, but found an invalid expression token.`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := stateconfig.Backend(file(t, tc.text), "prod")
			if diff := cmp.Diff(tc.problems, problems(t, err)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			if diff := cmp.Diff(tc.want, got, cmp.Comparer(cty.Value.RawEquals)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestEncryption(t *testing.T) {
	const targets = "state {\n  method = method.aes_gcm.m\n}\nplan {\n  method = method.aes_gcm.m\n}\n"
	const whole = "key_provider \"openbao\" \"k\" {\n  key_name = \"${var.name}-state\"\n}\nmethod \"aes_gcm\" \"m\" {\n  keys = key_provider.openbao.k\n}\n" + targets
	for _, tc := range []struct {
		name, reason, text string
		want               *stateconfig.Encryption
		problems           []string
	}{
		{"whole", "the text as it is", whole, &stateconfig.Encryption{Text: whole, Variables: []string{"name"}}, nil},
		{"passphrase by variable", "no secret stands there", "key_provider \"pbkdf2\" \"k\" {\n  passphrase = var.p\n}\n" + targets,
			&stateconfig.Encryption{Text: "key_provider \"pbkdf2\" \"k\" {\n  passphrase = var.p\n}\n" + targets, Variables: []string{"p"}}, nil},
		{"passphrase", "a secret", "key_provider \"pbkdf2\" \"k\" {\n  passphrase = \"hush\"\n}\n" + targets, nil, []string{
			`env/f.hcl:2: passphrase is a secret, and this file is for everyone to read; take it out: OpenTofu reads a variable of the root module, set by the environment: passphrase = var.state_passphrase`}},
		{"no plan", "plans would be under another key", "state {\n  method = method.aes_gcm.m\n}\n", nil, []string{
			`env/f.hcl:1: no method for plan; write plan { method = method.<type>.<name> }`}},
		{"block around", "it is the content that is wanted", "encryption {\n" + whole + "}\n", nil, []string{
			`env/f.hcl:1: a block "encryption"; want the content of an encryption block: [key_provider method state plan remote_state_data_sources]`,
			`env/f.hcl:1: no method for plan; write plan { method = method.<type>.<name> }`,
			`env/f.hcl:1: no method for state; write state { method = method.<type>.<name> }`}},
		{"argument", "there are none", targets + "method = 1\n", nil, []string{
			`env/f.hcl:7: an argument "method"; want the content of an encryption block: [key_provider method state plan remote_state_data_sources]`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := stateconfig.ReadEncryption(file(t, tc.text))
			if diff := cmp.Diff(tc.problems, problems(t, err)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestMissing(t *testing.T) {
	if _, err := stateconfig.ReadEncryption(spec.File{Path: "none", Dest: "env/none.hcl"}); err == nil {
		t.Error("no error for a file that is not there")
	}
}

package rootmod_test

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

func files(t *testing.T, texts map[string]string) []spec.File {
	t.Helper()
	dir := t.TempDir()
	var out []spec.File
	for name, text := range texts {
		file := filepath.Join(dir, path.Base(name))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out = append(out, spec.File{Path: file, Dest: "s/" + name})
	}
	return out
}

func TestRead(t *testing.T) {
	rows := []struct {
		name, reason string
		texts        map[string]string
		want         rootmod.Root
	}{
		{"variables", "which are required, and how a value is written", map[string]string{
			"a.tf": "variable \"n\" {\n  type = number\n}\nvariable \"any\" {\n  type = any\n}\nvariable \"l\" {\n  type = list(string)\n  default = []\n}\nvariable \"u\" {}\n",
		}, rootmod.Root{Variables: map[string]*rootmod.Variable{
			"n":   {Name: "n", Type: cty.Number, Required: true, Literal: true, Where: "s/a.tf:1"},
			"any": {Name: "any", Type: cty.DynamicPseudoType, Required: true, Where: "s/a.tf:4"},
			"l":   {Name: "l", Type: cty.List(cty.String), Where: "s/a.tf:7"},
			"u":   {Name: "u", Type: cty.DynamicPseudoType, Required: true, Literal: true, Where: "s/a.tf:11"},
		}}},
		{"encryption", "which variables decrypt the state", map[string]string{
			"a.tf": "terraform {\n  encryption {\n    key_provider \"pbkdf2\" \"p\" {\n      passphrase = \"${var.b}-${var.a}\"\n    }\n    method \"aes_gcm\" \"m\" {\n      keys = key_provider.pbkdf2.p\n    }\n  }\n}\n",
		}, rootmod.Root{Encryption: &rootmod.Encryption{Variables: []string{"a", "b"}, Where: "s/a.tf:2"}}},
		{"optional attributes", "they are part of a type", map[string]string{
			"a.tf": "variable \"o\" {\n  type = object({\n    a = optional(number, 1)\n  })\n}\n",
		}, rootmod.Root{Variables: map[string]*rootmod.Variable{
			"o": {Name: "o", Type: cty.ObjectWithOptionalAttrs(map[string]cty.Type{"a": cty.Number}, []string{"a"}), Required: true, Where: "s/a.tf:1"},
		}}},
		{"override", "an override file adds a default", map[string]string{
			"a_override.tf": "variable \"n\" {\n  default = 1\n}\n", "b.tf": "variable \"n\" {\n  type = list(string)\n}\n",
		}, rootmod.Root{Variables: map[string]*rootmod.Variable{"n": {Name: "n", Type: cty.List(cty.String), Where: "s/b.tf:1"}}}},
		{"twins", "a .tofu file replaces its twin", map[string]string{
			"a.tf": "variable \"old\" {}\n", "a.tofu": "terraform {\n  backend \"s3\" {}\n}\n", "sub/x.tf": "variable \"sub\" {}\n",
		}, rootmod.Root{Backend: &rootmod.Backend{Type: "s3", Where: "s/a.tofu:2"}}},
		{"JSON", "the other syntax", map[string]string{
			"a.tf.json": `{"variable": {"v": {"type": "string"}}, "terraform": {"backend": {"local": {}}}}`,
		}, rootmod.Root{
			Backend:   &rootmod.Backend{Type: "local", Where: "s/a.tf.json:1"},
			Variables: map[string]*rootmod.Variable{"v": {Name: "v", Type: cty.String, Required: true, Literal: true, Where: "s/a.tf.json:1"}},
		}},
		{"cloud", "a backend by another name", map[string]string{"a.tf": "terraform {\n  cloud {}\n}\n"},
			rootmod.Root{Backend: &rootmod.Backend{Type: "cloud", Where: "s/a.tf:2"}}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, err := rootmod.Read("s", files(t, row.texts))
			if err != nil {
				t.Fatal(err)
			}
			row.want.Dir = "s"
			if row.want.Variables == nil {
				row.want.Variables = map[string]*rootmod.Variable{}
			}
			if diff := cmp.Diff(&row.want, got, cmp.Comparer(cty.Type.Equals)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.reason, diff)
			}
		})
	}
}

func TestAutoVarFiles(t *testing.T) {
	got, err := rootmod.Read("s", files(t, map[string]string{
		"terraform.tfvars": "", "x.auto.tfvars.json": "{}", "other.tfvars": "", "env/dev.auto.tfvars": "",
	}))
	if err != nil || len(got.AutoVarFiles) != 2 {
		t.Errorf("got %v, %v; want the two that OpenTofu reads unasked", got, err)
	}
}

func TestInvalid(t *testing.T) {
	_, err := rootmod.Read("s", files(t, map[string]string{"a.tf": "variable {\n"}))
	var invalid *rootmod.InvalidError
	if !errors.As(err, &invalid) || invalid.Problems[0][:len("s/a.tf:1: ")] != "s/a.tf:1: " {
		t.Errorf("got %v, want the place", err)
	}
}

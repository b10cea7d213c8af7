package tfvars_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/tfvars"
)

// file makes a variable file that messages call by the name.
func file(t *testing.T, name, text string) tfvars.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return tfvars.File{Name: name, Path: path}
}

func TestPlace(t *testing.T) {
	values, err := tfvars.Check(root(), tfvars.Input{
		Files: []tfvars.File{
			file(t, "a.tfvars", "region = 1\npods = {\n  min = 1\n  parts = {\n    x = { cpu = 1 }\n  }\n}\n"),
			file(t, "b.tfvars.json", "{\n\"zones\": {\"a\":\n {\"b\": 1}}\n}\n"),
		},
		Flags: []string{"size=3"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, reason, where, path string }{
		{"region", "one line", "a.tfvars:1", "region"},
		{"pods", "where it begins", "a.tfvars:2", "pods"},
		{"pods.min", "the attribute's own line", "a.tfvars:3", "pods.min"},
		{"pods.parts.x.cpu", "at any depth", "a.tfvars:5", "pods.parts.x.cpu"},
		{"pods.max", "what is left out is a matter of the object", "a.tfvars:2", "pods"},
		{"region.x", "no object has no parts", "a.tfvars:1", "region"},
		{"zones.a.b", "in JSON, too", "b.tfvars.json:3", "zones.a.b"},
		{"size.x", "a flag has no lines", "--var size", "size"},
		{"key", "nothing sets it", "", ""},
	} {
		if where, path := values.Place(strings.Split(row.name, ".")...); where != row.where || path != row.path {
			t.Errorf("%s: %s %s, want %s %s: %s", row.name, where, path, row.where, row.path, row.reason)
		}
	}
}

// What another stack hands over is written by a program: not the file to write into.
func TestMissingNamesTheUsersFile(t *testing.T) {
	for _, row := range []struct {
		reason string
		files  []string
		want   string
	}{
		{"the root module's own", []string{"stacks/x/env/prod.tfvars", "stacks/y/env/prod.handover.tfvars.json"}, "set it in stacks/x/env/prod.tfvars,"},
		{"the last of them", []string{"stacks/x/all.tfvars", "stacks/x/env/prod.tfvars", "stacks/y/env/prod.tfvars"}, "set it in stacks/x/env/prod.tfvars,"},
		{"or else the last", []string{"stacks/y/a.tfvars", "mine.tfvars"}, "set it in mine.tfvars,"},
	} {
		var in tfvars.Input
		for _, name := range row.files {
			text := ""
			if strings.HasSuffix(name, ".json") {
				text = "{}"
			}
			in.Files = append(in.Files, file(t, name, text))
		}
		if _, err := tfvars.Check(root(), in); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: got %v, want %q", row.reason, err, row.want)
		}
	}
}

//go:build bazel

package stacks_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestBackends reads where prod's states are: each in a place of its own, locked while it is
// changed, and encrypted where it lies.
func TestBackends(t *testing.T) {
	keys := map[string]string{}
	for _, preview := range []string{"ATTIC_PROD", "BAZEL_CACHE_PROD", "PACKAGES_PROD", "PLATFORM_PROD"} {
		specPath := testenv.Path(t, preview)
		data, err := os.ReadFile(specPath)
		if err != nil {
			t.Fatal(err)
		}
		var spec struct {
			Stack struct {
				Name    string
				Backend struct {
					Type string
					File struct{ Path string }
				}
			}
		}
		if err := json.Unmarshal(data, &spec); err != nil {
			t.Fatal(err)
		}
		if spec.Stack.Backend.Type != "s3" {
			t.Errorf("%s: backend %q, want s3: people share prod's state", preview, spec.Stack.Backend.Type)
			continue
		}
		text, err := os.ReadFile(filepath.Join(runfiles(specPath), spec.Stack.Backend.File.Path))
		if err != nil {
			t.Fatal(err)
		}
		settings := flat(string(text))
		for _, want := range []string{"use_lockfile = true", "encrypt = true", `key = "flywheel/` + spec.Stack.Name + `/prod.tfstate"`} {
			if !strings.Contains(settings, want) {
				t.Errorf("%s: no %s in\n%s", spec.Stack.Backend.File.Path, want, text)
			}
		}
		_, key, _ := strings.Cut(settings, "key = ")
		if other, ok := keys[key]; ok {
			t.Errorf("%s and %s have one state", preview, other)
		}
		keys[key] = preview
	}
}

//go:build bazel

// Package own_test looks at what affected makes of this repository: its extensions are
// to read files that can be told, so that no edit of another makes all be looked at.
package own_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/capture"
	"github.com/gloriousflywheel/flywheel/tools/affected/reads"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

func TestExtensionInputs(t *testing.T) {
	root, err := filepath.EvalSymlinks(testenv.Path(t, "MODULE_BAZEL"))
	if err != nil {
		t.Fatal(err)
	}
	inputs, err := capture.ExtensionInputs(func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(filepath.Dir(root), filepath.FromSlash(name)))
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"go.mod", "go.sum", "tofu/.terraform.lock.hcl", "build/tofu/schemas/*", "tofu/schemas/*"} {
		if !slices.Contains(inputs, want) {
			t.Errorf("%s is not among what extensions read: %q", want, inputs)
		}
	}
	if slices.Contains(inputs, reads.Any) {
		t.Error("extensions may read any file: give them labels that can be followed, as tools/affected/reads does")
	}
	for _, source := range []string{"tofu/stacks/local/main.tf", "tofu/modules/client-config/main.tf", "tofu/stacks/attic/env/dev.tfvars", "tools/affected/main.go", "build/tofu/private/source/1.12.6.mod", "tests/tools.bzl"} {
		for _, input := range inputs {
			if dir, below := strings.CutSuffix(input, "/"); input == source || below && strings.HasPrefix(source, dir+"/") {
				t.Errorf("%s: extensions read %s", source, input)
			}
		}
	}
}

//go:build bazel

package spec_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixspec"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// update writes the goldens anew: bazel run //tools/internal/spec:spec_test -- -update
func updateFlag() *bool {
	return flag.Bool("update", false, "write the golden files anew")
}

func TestMain(m *testing.M) {
	update := updateFlag()
	flag.Parse()
	if *update {
		os.Setenv("UPDATE_GOLDENS", filepath.Join(os.Getenv("BUILD_WORKSPACE_DIRECTORY"), "tools/internal/spec"))
	}
	os.Exit(m.Run())
}

// TestContract holds what the rules write against what this package and nixspec read:
// each spec decodes with no unknown field, and is the one that was reviewed.
func TestContract(t *testing.T) {
	specs := strings.Fields(os.Getenv("SPECS"))
	if len(specs) < 8 {
		t.Fatalf("SPECS lists only %d specs: %q", len(specs), specs)
	}
	for _, rlocation := range specs {
		name := filepath.Base(rlocation)
		t.Run(name, func(t *testing.T) {
			t.Setenv("SPEC", rlocation)
			path := testenv.Path(t, "SPEC")
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(data), `"pushes"`) { // a rule of build/nix wrote it
				_, err = nixspec.Read(path)
			} else {
				_, err = spec.Read(path)
			}
			if err != nil {
				t.Fatal(err)
			}
			compare(t, name, machineIndependent(string(data)))
		})
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", "contract", name)
	if dir := os.Getenv("UPDATE_GOLDENS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, golden), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the rules write another spec (-want +got):\n%s\nif it is meant: bazel run //tools/internal/spec:spec_test -- -update", diff)
	}
}

// machineIndependent takes out what differs with the platform and with the
// names that Bazel's versions give to repositories.
func machineIndependent(text string) string {
	for _, r := range []struct{ pattern, with string }{
		{`bazel-out/[^/"]+/`, "bazel-out/CONFIG/"},
		{`"(external|\.\.)/[^/"]*tofu_[0-9_]+_[a-z]+_[a-z0-9]+/tofu"`, `"TOFU"`},
		{`"(external|\.\.)/[^/"]*tflint_[0-9_]+_[a-z]+_[a-z0-9]+/tflint"`, `"TFLINT"`},
		{`"platform": "[a-z0-9_]+"`, `"platform": "PLATFORM"`},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.with)
	}
	return text
}

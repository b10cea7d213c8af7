//go:build bazel

package bootstrap_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// SHELLCHECK names the program.
func TestShellcheck(t *testing.T) {
	program := testenv.Path(t, "SHELLCHECK")
	scripts, err := filepath.Glob("*.sh")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts here: %v", err)
	}
	for _, script := range append(scripts, "../bazel") {
		t.Run(filepath.Base(script), func(t *testing.T) {
			if out, err := exec.Command(program, "--external-sources", script).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			if out, err := exec.Command("bash", "-n", script).CombinedOutput(); err != nil {
				t.Errorf("bash -n: %v\n%s", err, out)
			}
		})
	}
}

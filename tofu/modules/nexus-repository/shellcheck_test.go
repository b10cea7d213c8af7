//go:build bazel

package nexus_test

import (
	"os/exec"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// SHELLCHECK names the program.
func TestShellcheck(t *testing.T) {
	program := testenv.Path(t, "SHELLCHECK")
	if out, err := exec.Command(program, "--shell=sh", "files/bootstrap.sh").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

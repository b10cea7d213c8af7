//go:build bazel

package rpmrepo_test

import (
	"os/exec"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// SHELLCHECK names the program.
func TestShellcheck(t *testing.T) {
	program := testenv.Path(t, "SHELLCHECK")
	if out, err := exec.Command(program, "--shell=sh", "files/publish.sh").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

package stack

import (
	"os"
	"os/exec"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
)

// unknownCommit stands for no commit in a plan's binding.
const unknownCommit = "unknown"

// currentCommit is the commit of the workspace from which the user runs. With
// no git, or no commit yet, it is "unknown": the inputs still bind the plan.
func currentCommit() planfile.Commit {
	unknown := planfile.Commit{ID: unknownCommit}
	workspace := os.Getenv("BUILD_WORKSPACE_DIRECTORY")
	if workspace == "" {
		return unknown
	}
	id, err := git(workspace, "rev-parse", "--verify", "--quiet", "HEAD")
	if err != nil {
		return unknown
	}
	// Untracked files take no part in a build unless a BUILD file, which is
	// tracked, names them.
	status, err := git(workspace, "status", "--porcelain", "--untracked-files=no")
	return planfile.Commit{ID: id, Dirty: err != nil || status != ""}
}

func git(workspace string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"--no-optional-locks", "-C", workspace}, args...)...)
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

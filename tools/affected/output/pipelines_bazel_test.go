//go:build bazel

package output_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/output"
	"github.com/gloriousflywheel/flywheel/tools/affected/stacks"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/rhysd/actionlint"
)

// cases are what pipelines are made of.
func cases(format string) map[string]struct {
	report output.Report
	view   output.View
} {
	full := output.New(result(), output.Filter{})
	full.Targets[0].Label = "//ä b:it's $HOME # : {"
	full.Stacks = []stacks.Stack{
		{Stack: "//s:s", Environment: "dev", Plan: "//s:dev.plan", Reason: "x: # \"changed\""},
		{Stack: "//s:s", Environment: "old", Plan: "//s:old.plan", Reason: "the environment was removed", Removed: true, Commit: "c0"},
	}
	return map[string]struct {
		report output.Report
		view   output.View
	}{
		"targets": {full, output.View{Format: format}},
		"stacks":  {full, output.View{Format: format, Stacks: true}},
		"nothing": {output.Report{}, output.View{Format: format}},
	}
}

func written(t *testing.T, r output.Report, v output.View) string {
	t.Helper()
	var b bytes.Buffer
	if err := output.Write(&b, r, v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGitLab: the child pipelines are valid by GitLab's schema.
func TestGitLab(t *testing.T) {
	for name, c := range cases("gitlab") {
		if out, err := gitlab(t, written(t, c.report, c.view)); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
	if out, err := gitlab(t, `{"a": {"script": ["echo"], "parallel": {"matrix": 1}}}`); err == nil {
		t.Errorf("what is no pipeline is valid: %s", out)
	}
}

// gitlab has gitlab-ci-local look at a pipeline.
func gitlab(t *testing.T, pipeline string) ([]byte, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".gitlab-ci.yml"), []byte(pipeline), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init", "-q"}, {"remote", "add", "origin", "https://gitlab.example/a/b.git"}} {
		if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	cmd := exec.Command(testenv.Path(t, "GITLAB_CI_LOCAL"), "--list")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir)
	return cmd.CombinedOutput()
}

// TestGitHub: the matrices are valid in a workflow.
func TestGitHub(t *testing.T) {
	for name, c := range cases("github") {
		any, matrix, _ := strings.Cut(written(t, c.report, c.view), "\nmatrix=")
		if any == "any=false" { // GitHub is not asked for such a one.
			continue
		}
		for _, problem := range actions(t, matrix) {
			t.Errorf("%s: %v\n%s", name, problem, matrix)
		}
	}
	if len(actions(t, `{"include": "x"}`)) == 0 {
		t.Error("what is no matrix is valid")
	}
}

// actions has actionlint look at a workflow with a matrix.
func actions(t *testing.T, matrix string) []*actionlint.Error {
	t.Helper()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	workflow := fmt.Sprintf("on: push\njobs:\n  a:\n    strategy:\n      matrix: %s\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n", strings.TrimSpace(matrix))
	problems, err := linter.Lint("ci.yaml", []byte(workflow), nil)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

//go:build bazel

package docs_test

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/rhysd/actionlint"
)

// TestRecipesForCI: the README's recipes are YAML with the jobs that the services
// want, and each flag of affected in them is one that it has.
func TestRecipesForCI(t *testing.T) {
	snippets := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(read(t, "README.md"), -1)
	calls := 0
	for _, snippet := range snippets {
		if !strings.Contains(snippet[1], "tools/affected") {
			continue
		}
		pipeline := decode(t, snippet[1])
		if _, github := pipeline["jobs"]; github {
			lint(t, snippet[1])
		}
		scripts := scripts(t, pipeline)
		if len(scripts) < 2 {
			t.Errorf("a recipe has %d jobs that run something, want one for changes and one for the main branch:\n%s", len(scripts), snippet[1])
		}
		for _, script := range scripts {
			calls += checkFlags(t, script)
		}
	}
	if calls != 4 {
		t.Errorf("the recipes call affected %d times, want 4", calls)
	}
}

// lint checks a workflow of GitHub.
func lint(t *testing.T, workflow string) {
	t.Helper()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	problems, err := linter.Lint("ci.yaml", []byte(workflow), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("GitHub's recipe in README.md: %v", p)
	}
}

// decode reads YAML, by OpenTofu's own function.
func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "recipe.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "TOFU"), "console")
	cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "CHECKPOINT_DISABLE=1"}
	cmd.Stdin = strings.NewReader(`jsonencode(yamldecode(file("recipe.yaml")))` + "\n")
	out, err := cmd.CombinedOutput()
	var document string
	var pipeline map[string]any
	if err == nil {
		if err = json.Unmarshal(out, &document); err == nil {
			err = json.Unmarshal([]byte(document), &pipeline)
		}
	}
	if err != nil {
		t.Fatalf("a recipe is no YAML: %v: %s\n%s", err, out, text)
	}
	return pipeline
}

// scripts are what the jobs of a pipeline run: of GitHub's or GitLab's form.
func scripts(t *testing.T, pipeline map[string]any) []string {
	t.Helper()
	jobs := pipeline
	if inner, ok := pipeline["jobs"].(map[string]any); ok {
		jobs = inner
	}
	var all []string
	for name, job := range jobs {
		fields, ok := job.(map[string]any)
		if !ok {
			continue // "on", which is no job.
		}
		text := ""
		steps, _ := fields["steps"].([]any)
		for _, step := range steps {
			command, _ := step.(map[string]any)["run"].(string)
			text += command + "\n"
		}
		lines, _ := fields["script"].([]any)
		for _, line := range lines {
			command, ok := line.(string)
			if !ok {
				t.Errorf("job %s: %v is no command", name, line)
			}
			text += command + "\n"
		}
		if !strings.Contains(text, "bazel ") {
			t.Errorf("job %s runs nothing", name)
		}
		all = append(all, text)
	}
	return all
}

// checkFlags checks the calls of affected in a script; it returns their number.
func checkFlags(t *testing.T, script string) int {
	t.Helper()
	calls := regexp.MustCompile(`tools/affected -- (snapshot )?(.*)`).FindAllStringSubmatch(script, -1)
	for _, call := range calls {
		args := append(strings.Fields(call[1]), "--help")
		help, err := exec.Command(testenv.Path(t, "AFFECTED"), args...).Output()
		if err != nil {
			t.Fatalf("affected %v: %v", args, err)
		}
		flags := regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(call[2], -1)
		if len(flags) == 0 {
			t.Errorf("no flag in %q", call[0])
		}
		for _, flag := range flags {
			if !regexp.MustCompile(`(?m)^ +(-\w, )?--` + flag[1] + `\b`).Match(help) {
				t.Errorf("affected %v has no flag --%s, which a recipe in README.md gives it", args[:len(args)-1], flag[1])
			}
		}
	}
	return len(calls)
}

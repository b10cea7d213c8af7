//go:build bazel

// Package stacks_test makes mistakes in the variable files of the stacks and
// reads what people are told of them, by the previews' own specs: before any
// cluster is touched.
package stacks_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// mistake is one wrong edit of a stack's variable file.
type mistake struct {
	name, reason string
	// preview names the environment variable with its spec.
	preview string
	// old is replaced by new in the environment's variable file.
	old, new string
	// code is the exit code, want what people are told.
	code int
	want []string
}

func TestMistakes(t *testing.T) {
	for _, m := range mistakes() {
		t.Run(strings.ToLower(m.preview)+"/"+m.name, func(t *testing.T) {
			code, said := preview(t, m)
			if code != m.code {
				t.Errorf("exit code %d, want %d: %s\n%s", code, m.code, m.reason, said)
			}
			for _, want := range m.want {
				if !strings.Contains(flat(said), want) {
					t.Errorf("no %q in\n%s\n%s", want, said, m.reason)
				}
			}
		})
	}
}

// TestInOrder shows that it is the mistakes that fail.
func TestInOrder(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range mistakes() {
		if seen[m.preview] {
			continue
		}
		seen[m.preview] = true
		if code, said := preview(t, mistake{preview: m.preview}); code != 0 {
			t.Errorf("%s without a mistake: exit code %d\n%s", m.preview, code, said)
		}
	}
}

// flat is a text without its line breaks, which depend on its length.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// preview makes the preview with the mistake, and returns its exit code and
// messages.
func preview(t *testing.T, m mistake) (int, string) {
	t.Helper()
	specPath := testenv.Path(t, m.preview)
	data, err := os.ReadFile(specPath)
	if err != nil {
		t.Fatal(err)
	}
	var spec map[string]any
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	if m.old != "" {
		edit(t, spec["stack"].(map[string]any)["var_files"].([]any)[0].(map[string]any), m)
	}
	edited := filepath.Join(t.TempDir(), "spec.json")
	if data, err = json.Marshal(spec); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(edited, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "TOFURUN"), "--format=json")
	cmd.Dir = runfiles(specPath)
	cmd.Env = append(os.Environ(), "TOFURUN_SPEC="+edited, "BUILD_WORKING_DIRECTORY=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stderr.String()
}

// edit puts a changed copy in the place of a spec's variable file.
func edit(t *testing.T, file map[string]any, m mistake) {
	t.Helper()
	specPath := testenv.Path(t, m.preview)
	text, err := os.ReadFile(filepath.Join(runfiles(specPath), file["path"].(string)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), m.old) != 1 {
		t.Fatalf("%s has %q %d times, want once", file["path"], m.old, strings.Count(string(text), m.old))
	}
	path := filepath.Join(t.TempDir(), filepath.Base(file["path"].(string)))
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), m.old, m.new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	file["path"] = path
}

// runfiles is the directory that the paths of a spec are below: where the
// repository's own files are, tofu/… among them.
func runfiles(specPath string) string {
	return specPath[:strings.LastIndex(specPath, "/tofu/stacks/")]
}

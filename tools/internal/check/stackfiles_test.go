//go:build bazel

package check_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

const stackMain = `variable "size" {
  type = number

  validation {
    condition     = var.size > 0
    error_message = "size must be above 0."
  }
}
output "table" {
  value = "| size |\n| ---: |\n| ${var.size} |\n"
}
output "store" {
  value = { size = var.size }
}
resource "terraform_data" "a" {}
output "later" {
  value = terraform_data.a.id
}
`

// stackWorld is a stack of two environments in a source tree.
type stackWorld struct {
	t    *testing.T
	tree string
	spec spec.Spec
}

func newStackWorld(t *testing.T, handover string) *stackWorld {
	w := &stackWorld{t: t, tree: t.TempDir()}
	w.write("s/main.tf", stackMain)
	w.write("s/README.md", "# S\n\nText.\n\n<!-- BEGIN_PREVIEWS -->\n<!-- END_PREVIEWS -->\n\nMore.\n")
	w.spec = spec.Spec{V: spec.Version, Kind: spec.KindStackFilesFix, Label: "//s:files", Fix: "bazel run //s:files"}
	for _, environment := range []string{"dev", "prod"} {
		w.write("s/env/"+environment+".tfvars", "size = "+map[string]string{"dev": "1", "prod": "20"}[environment]+"\n")
		w.spec.Previews = append(w.spec.Previews, w.preview(environment, handover))
	}
	w.spec.Files = []spec.File{w.file("s/README.md")}
	return w
}

func (w *stackWorld) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.tree, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *stackWorld) file(name string) spec.File {
	return spec.File{Path: filepath.Join(w.tree, name), Dest: name}
}

// preview writes the spec of one environment's preview.
func (w *stackWorld) preview(environment, handover string) string {
	w.t.Helper()
	s := spec.Spec{
		V: spec.Version, Kind: spec.KindStack, Label: "//s:" + environment + ".preview", Tofu: testenv.Path(w.t, "TOFU"), Root: "s",
		Modules: []spec.Module{{Label: "//s:module", Dir: "s", Srcs: []spec.File{w.file("s/main.tf")}}},
		Stack: &spec.Stack{
			Name: "s", Label: "//s:s", Repo: "r", Package: "s", Environment: environment, Verb: "preview", Backend: spec.Backend{Type: "local"},
			VarFiles: []spec.File{w.file("s/env/" + environment + ".tfvars")}, Markdown: "table", Handover: []string{handover},
		},
	}
	data, err := json.Marshal(s)
	if err != nil {
		w.t.Fatal(err)
	}
	path := filepath.Join(w.t.TempDir(), environment+".json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// run makes the check, or the files, and returns what was said.
func (w *stackWorld) run(kind spec.Kind, code int) string {
	w.t.Helper()
	s := w.spec
	s.Kind = kind
	var stdout, stderr strings.Builder
	got := check.Run(w.t.Context(), &s, check.Options{Workspace: w.tree}, &stdout, &stderr)
	if got != code {
		w.t.Fatalf("%s: exit code %d, want %d\n%s%s", kind, got, code, &stdout, &stderr)
	}
	return stdout.String() + stderr.String()
}

func (w *stackWorld) contains(text string, parts ...string) {
	w.t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			w.t.Errorf("no %q in\n%s", part, text)
		}
	}
}

func TestStackFiles(t *testing.T) {
	w := newStackWorld(t, "store")
	w.contains(w.run(spec.KindStackFiles, check.ExitFinding), "s/README.md:6: error: The file is not what the stack's previews say",
		"+| 20 |", "s/env/dev.handover.tfvars.json: error: There is no such file among those of the test", "Fix it with: bazel run //s:files")
	w.contains(w.run(spec.KindStackFilesFix, check.ExitOK), "s/README.md\n", "s/env/prod.handover.tfvars.json\n")
	readme, err := os.ReadFile(filepath.Join(w.tree, "s/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	w.contains(string(readme), "# S\n\nText.\n\n<!-- BEGIN_PREVIEWS -->\n", "\n### dev\n\n| size |\n| ---: |\n| 1 |\n\n### prod\n", "<!-- END_PREVIEWS -->\n\nMore.\n")

	w.spec.Files = append(w.spec.Files, w.file("s/env/dev.handover.tfvars.json"), w.file("s/env/prod.handover.tfvars.json"))
	if said := w.run(spec.KindStackFiles, check.ExitOK); said != "" {
		t.Errorf("said %q of files that are in order", said)
	}
	if said := w.run(spec.KindStackFilesFix, check.ExitOK); said != "" {
		t.Errorf("wrote %q again", said)
	}
	w.write("s/env/prod.tfvars", "size = 21\n")
	w.contains(w.run(spec.KindStackFiles, check.ExitFinding), "s/env/prod.handover.tfvars.json:3", `-    "size": 20`, `+    "size": 21`)
	w.write("s/env/prod.tfvars", "size = 0\n")
	w.contains(w.run(spec.KindStackFiles, check.ExitFinding), "size must be above 0.")
}

func TestHandoverOfWhatIsNotKnown(t *testing.T) {
	w := newStackWorld(t, "later")
	w.contains(w.run(spec.KindStackFiles, check.ExitFailed), `//s:dev.preview: handing over output "later": its value is not known`)
}

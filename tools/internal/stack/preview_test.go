//go:build bazel

package stack_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// update rewrites the goldens: go test -tags bazel ./tools/internal/stack -run Preview -update.
var update = flag.Bool("update", false, "rewrite the goldens")

// snapshots makes the providers of the world the third-party ones of which the
// repository has schemas. There is no program of any of them.
func (w *world) snapshots() {
	w.t.Helper()
	files := strings.Fields(os.Getenv("SCHEMAS"))
	if len(files) == 0 {
		w.t.Fatal("SCHEMAS is not set: run this test with Bazel, or set it to the snapshots' absolute paths")
	}
	for _, file := range files {
		if !filepath.IsAbs(file) {
			file = filepath.Join(os.Getenv("TEST_SRCDIR"), file)
		}
		s, err := schema.Read(file)
		if err != nil {
			w.t.Fatal(err)
		}
		w.spec.Providers = append(w.spec.Providers, spec.Provider{
			Label: "@tofu_providers//:" + s.Address[strings.LastIndex(s.Address, "/")+1:], Address: s.Address, Version: s.Version,
			Platform: "linux_amd64", Schema: file, Lock: "bazel run //tofu:lock",
		})
	}
}

// previewWorld has the stack of testdata/preview/name.
func previewWorld(t *testing.T, name string) *world {
	t.Helper()
	w := newWorld(t, nil)
	dir := filepath.Join("testdata", "preview", name)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(filepath.Dir(path)) == "want" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		w.write(filepath.ToSlash(rel), string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.snapshots()
	return w
}

// golden compares a text with testdata/preview/name/want/file.
func golden(t *testing.T, name, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", "preview", name, "want", file)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got; rewrite with -update):\n%s", path, diff)
	}
}

// untouched checks that a preview wrote nothing but what it printed.
func untouched(t *testing.T, w *world) {
	t.Helper()
	for _, name := range []string{"state", "home"} {
		entries, err := os.ReadDir(w.path(name))
		if err != nil && !os.IsNotExist(err) || len(entries) > 0 {
			t.Errorf("the preview wrote into %s: %v, %v", name, entries, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "fw-*")); err != nil || len(left) > 0 {
		t.Errorf("the preview left %v, %v", left, err)
	}
}

// quiet gives the test a directory for temporary files of its own, and takes
// from it all that a plan may need and a preview must not.
func quiet(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("", "p-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("TEST_TMPDIR", "")
	t.Setenv("TMPDIR", dir)
	for _, name := range []string{"https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"} {
		t.Setenv(name, "http://127.0.0.1:1")
	}
}

// The stack has what real ones have: a module, count, for_each, data sources,
// write-only arguments from ephemeral resources, a backend, sensitive values.
func TestPreview(t *testing.T) {
	for _, format := range []string{"text", "json", "markdown"} {
		t.Run(format, func(t *testing.T) {
			quiet(t)
			w := previewWorld(t, "platform")
			w.spec.Stack.Backend = spec.Backend{Type: "s3", Config: map[string]string{"bucket": "b", "region": "nowhere"}}
			r := w.must(0, nil, "preview", "--format", format, "--var", "password=hush-hush")
			golden(t, "platform", format, withoutSchemas(t, format, r.stdout))
			for _, bad := range []string{"hush", "fw-", "zz_flywheel", `"_"`, " _ ", "workspace"} {
				if strings.Contains(r.stdout+r.stderr, bad) {
					t.Errorf("%q must not be in the output:\n%s%s", bad, r.stdout, r.stderr)
				}
			}
			if format != "markdown" && !strings.Contains(r.stdout, "registry.example.com/app:1.0") {
				t.Error("what the configuration says must be in the plan")
			}
			untouched(t, w)
		})
	}
}

// withoutSchemas is a preview without what every new version of a provider or of
// OpenTofu changes: the attributes of its resources.
func withoutSchemas(t *testing.T, format, text string) string {
	t.Helper()
	switch format {
	case "json":
		var summary map[string]any
		if err := json.Unmarshal([]byte(text), &summary); err != nil {
			t.Fatal(err)
		}
		plan := summary["plan"].(map[string]any)
		var actions []string
		for _, c := range plan["resource_changes"].([]any) {
			r := c.(map[string]any)
			actions = append(actions, fmt.Sprint(r["address"], r["change"].(map[string]any)["actions"]))
		}
		summary["plan"] = actions
		data, err := json.MarshalIndent(summary, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		return string(data) + "\n"
	case "text":
		attribute := regexp.MustCompile(`^ +([+}]|<=)|^ {6}|^$`)
		var lines []string
		for line := range strings.Lines(text) {
			if !attribute.MatchString(strings.TrimRight(line, "\n")) {
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, "")
	}
	return text
}

// With a state, changes and removals are shown, and what is moved.
func TestPreviewAgainstState(t *testing.T) {
	quiet(t)
	w := previewWorld(t, "stateful")
	state := filepath.Join("testdata", "preview", "stateful", "want", "before.state.json")
	abs, err := filepath.Abs(state)
	if err != nil {
		t.Fatal(err)
	}
	r := w.must(0, nil, "preview", "--state", abs, "--format", "markdown")
	golden(t, "stateful", "markdown", r.stdout)
	r = w.must(0, nil, "preview", "--state", abs, "--format", "markdown", "--replace", "random_pet.kept")
	golden(t, "stateful", "replaced", r.stdout)
	r = w.must(0, []string{"0 to add, 0 to change, 4 to destroy"}, "preview", "--state", abs, "--destroy")
	if strings.Contains(r.stdout+r.stderr, "hush") {
		t.Errorf("a sensitive value of the state is shown:\n%s%s", r.stdout, r.stderr)
	}
	untouched(t, w)
}

// Whatever reads is put off: in both syntaxes, of providers by other names, of
// ephemeral resources in providers' settings, and with what a state has of it.
func TestPreviewReadsNothing(t *testing.T) {
	for _, args := range [][]string{nil, {"--state"}} {
		quiet(t)
		w := previewWorld(t, "mixed")
		w.spec.Stack.Backend.Type = "http"
		if args != nil {
			abs, err := filepath.Abs(filepath.Join("testdata", "preview", "mixed", "want", "before.state.json"))
			if err != nil {
				t.Fatal(err)
			}
			args = append(args, abs)
		}
		r := w.must(0, nil, "preview", append(args, "--format=json", "--var=pass=hush-hush-hush-hush")...)
		var got struct {
			NotRead   []string `json:"not_read"`
			Created   []struct{ Address string }
			Forgotten []struct{ Address string }
		}
		if err := json.Unmarshal([]byte(r.stdout), &got); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"data.helm_template.t", "data.kubernetes_config_map_v1.j", "data.kubernetes_resources.r", "data.kubernetes_secret_v1.s",
			"ephemeral.random_password.q", "ephemeral.random_password.tok",
		}
		if diff := cmp.Diff(want, got.NotRead); diff != "" {
			t.Errorf("not read (-want +got):\n%s", diff)
		}
		if len(got.Created) != 3 || len(got.Forgotten) != len(args)/2 {
			t.Errorf("created %v, forgotten %v", got.Created, got.Forgotten)
		}
		if strings.Contains(r.stdout+r.stderr, "hush") {
			t.Errorf("a secret is shown:\n%s%s", r.stdout, r.stderr)
		}
		untouched(t, w)
	}
}

func TestPreviewFails(t *testing.T) {
	const head = `terraform {
  required_providers {
    random = { source = "hashicorp/random" }
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}
`
	for _, tc := range []struct {
		name, reason string
		main         string
		args         []string
		code         int
		want         []string
	}{
		{"precondition", "a rule that fails without cluster fails here", `variable "one" { default = 1 }
resource "random_pet" "a" {
  lifecycle {
    precondition {
      condition     = var.one > 2
      error_message = "One is not more."
    }
  }
}`, nil, 1, []string{"main.tf:11", "One is not more."}},
		{"variable validation", "so do rules of variables", `variable "v" {
  default = 3
  validation {
    condition     = var.v < 3
    error_message = "Too much."
  }
}`, nil, 1, []string{"main.tf:7", "Too much."}},
		{"a value's place", "rules do not say where the mistake is", `variable "v" {
  default = {}
  type    = object({ a = optional(number, 1) })
  validation {
    condition     = var.v.a < 3
    error_message = "Too much."
  }
}`, []string{"--var", "v={a=4}"}, 1, []string{"main.tf:7", "Too much.", "Set at\n    --var v: v"}},
		{"no value", "as plan says it", `variable "v" {}`, nil, 2, []string{`variable "v"`, "main.tf:7"}},
		{"unknown variable", "as plan says it", ``, []string{"--var", "w=1"}, 2, []string{`"w"`}},
		{"type", "a hint needs names that the configuration does not have", `resource "random_pett" "a" {}`, nil, 1,
			[]string{"main.tf:7", "Invalid resource type", `Did you mean "random_pet"?`}},
		{"attribute", "the schema is checked", "resource \"random_pet\" \"a\" {\n  lengthh = 2\n}", nil, 1, []string{"main.tf:8", "Unsupported argument"}},
		{"provider", "there is no init to run", "data \"http_get\" \"x\" {}", nil, 1, []string{"main.tf:7", "no target gives it"}},
		{"count of data", "what is not read is not made up", `data "kubernetes_config_map_v1" "c" {
  metadata { name = "c" }
}
resource "random_pet" "a" {
  count = length(data.kubernetes_config_map_v1.c.data)
}`, nil, 1, []string{"main.tf:11", "Invalid count argument", "A preview reads no data sources"}},
		{"state", "only a state is one", ``, []string{"--state", "none.tfstate"}, 2, []string{"--state", "none.tfstate"}},
		{"destroy", "of nothing", ``, []string{"--destroy"}, 2, []string{"--destroy needs --state FILE"}},
		{"format", "there are three", ``, []string{"--format=yaml"}, 2, []string{`--format "yaml": want text or json or markdown`}},
		{"no state directory", "there is none to name", ``, []string{"--state-dir=x"}, 2, []string{"--state-dir"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			quiet(t)
			w := newWorld(t, map[string]string{"main.tf": head + tc.main})
			w.snapshots()
			r := w.run("preview", tc.args...)
			r.check(t, tc.code, tc.want, tc.reason)
			if r.stdout != "" {
				t.Errorf("nothing is to be printed as a result:\n%s", r.stdout)
			}
			untouched(t, w)
		})
	}
}

// The same must come out whether the provider's types are filtered or not, and
// each time again.
func TestPreviewIsReproducible(t *testing.T) {
	quiet(t)
	w := previewWorld(t, "platform")
	w.spec.Stack.Backend.Type = "s3"
	first := w.must(0, nil, "preview", "--format=json", "--var=password=x-secret")
	second := w.must(0, nil, "preview", "--format=json", "--var=password=x-secret")
	if diff := cmp.Diff(first.stdout, second.stdout); diff != "" {
		t.Errorf("two previews differ:\n%s", diff)
	}
}

func TestPlanSummary(t *testing.T) {
	w := demo(t)
	r := w.must(0, []string{"Saved. To apply exactly this plan"}, "plan", "--format=json")
	var summary struct {
		V       int
		Preview bool
		Counts  struct{ Add int }
		Created []struct{ Address string }
		Outputs []struct {
			Name  string
			Value any
		}
	}
	if err := json.Unmarshal([]byte(r.stdout), &summary); err != nil {
		t.Fatalf("stdout is not the summary alone: %v\n%s", err, r.stdout)
	}
	if summary.V != 1 || summary.Preview || summary.Counts.Add != 1 || len(summary.Created) != 1 || summary.Created[0].Address != "terraform_data.greeting" {
		t.Errorf("summary = %+v", summary)
	}
	if i := slices.IndexFunc(summary.Outputs, func(o struct {
		Name  string
		Value any
	}) bool {
		return o.Name == "secret"
	}); i < 0 || summary.Outputs[i].Value != nil || strings.Contains(r.stdout, "hush") {
		t.Errorf("the sensitive output must be listed without its value:\n%s", r.stdout)
	}
	r = w.must(0, nil, "plan", "--format=markdown")
	if !strings.HasPrefix(r.stdout, "## Plan: `//tofu/stacks/demo:demo`, environment `dev`\n\n**1 to add, 0 to change, 0 to destroy**\n") {
		t.Errorf("markdown:\n%s", r.stdout)
	}
	w.must(2, []string{"--format and --json exclude each other"}, "plan", "--format=json", "--json")
	w.must(0, []string{"Applying the plan saved at"}, "apply")
}

//go:build bazel

// Package examples_test builds the example workspaces as a user of the rules
// would, with a real Bazel, whole and with mistakes in them.
package examples_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// A workspace is a copy of an example, with a Bazel server of its own.
type workspace struct {
	dir, outputBase string
}

func newWorkspace(t *testing.T, example string) *workspace {
	t.Helper()
	root := sourceTree(t)
	tmp := t.TempDir()
	w := &workspace{dir: filepath.Join(tmp, example), outputBase: filepath.Join(tmp, "out")}
	if err := os.CopyFS(w.dir, os.DirFS(filepath.Join(root, "examples", example))); err != nil {
		t.Fatal(err)
	}
	w.edit(t, "MODULE.bazel", `path = "../.."`, `path = "`+root+`"`)
	// The outer build's OpenTofu and TFLint, as a host's: nothing is fetched or built again.
	const extension = `tofu = use_extension("@flywheel//build/tofu:extensions.bzl", "tofu")`
	if data, err := os.ReadFile(filepath.Join(w.dir, "MODULE.bazel")); err == nil && !strings.Contains(string(data), extension) {
		w.append(t, "MODULE.bazel", "\n"+extension+"\n")
	}
	w.append(t, "MODULE.bazel", `
tofu.toolchain(
    path = "`+testenv.Path(t, "TOFU")+`",
    method = "host",
    version = "`+version(t, "TOFU", "OpenTofu v", "version")+`",
)
tofu.lint(
    path = "`+testenv.Path(t, "TFLINT")+`",
    method = "host",
    version = "`+version(t, "TFLINT", "TFLint version ", "--version")+`",
)
`)
	t.Cleanup(func() {
		w.bazel(t, 0, "clean", "--expunge")
	})
	return w
}

// version asks the program that an environment variable names for its version, which
// follows prefix in the first line of the answer.
func version(t *testing.T, name, prefix, arg string) string {
	t.Helper()
	cmd := exec.Command(testenv.Path(t, name), arg)
	// Neither looks for updates or for a user's configuration.
	cmd.Env = []string{"CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE=/dev/null", "TFLINT_DISABLE_VERSION_CHECK=1", "HOME=" + t.TempDir()}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	v, ok := strings.CutPrefix(first, prefix)
	if !ok {
		t.Fatalf("%v says %q, which does not begin with %q", cmd.Args, first, prefix)
	}
	return v
}

// bazel runs a Bazel command, wants its exit code and returns all it printed.
func (w *workspace) bazel(t *testing.T, code int, args ...string) string {
	t.Helper()
	cmd := exec.Command(testenv.Path(t, "BAZEL"), append([]string{"--output_base=" + w.outputBase, "--max_idle_secs=60"}, args...)...)
	cmd.Dir = w.dir
	// Not this test's own surroundings, which would change what the inner actions see.
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "TEST_") && !strings.HasPrefix(v, "RUNFILES") && !strings.HasPrefix(v, "XML_OUTPUT_FILE") && !strings.HasPrefix(v, "TESTBRIDGE") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatalf("starting %v: %v", cmd.Args, err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit code %d, want %d\n%s", cmd.Args, got, code, out.String())
	}
	return out.String()
}

func (w *workspace) edit(t *testing.T, file, old, new string) {
	t.Helper()
	path := filepath.Join(w.dir, file)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	w.write(t, file, strings.Replace(string(data), old, new, 1))
}

func (w *workspace) append(t *testing.T, file, text string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, file))
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, file, string(data)+text)
}

func (w *workspace) write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, file), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A mistake is an edit of the example and what the user must be told of it.
type mistake struct {
	name           string
	file, old, new string
	command        []string
	code           int
	want           []string
}

func mistakes() []mistake {
	const test, buildFailed, testFailed = "test", 1, 3
	const tofu, host, release = "@flywheel//build/tofu", "method = \"host\",\n    version = \"", "method = \"release\",\n    version = \""
	return []mistake{
		{
			name: "source that is no module", file: "stacks/hello/main.tf", old: "../../modules/greeting", new: "../../modules/greetings",
			command: []string{"build", "//stacks/hello:module"}, code: buildFailed,
			want: []string{"stacks/hello/main.tf:13", "../../modules/greetings", "deps"},
		},
		{
			name: "dep left out", file: "stacks/hello/BUILD.bazel", old: `    deps = ["//modules/greeting"],` + "\n", new: "",
			command: []string{"build", "//stacks/hello:module"}, code: buildFailed,
			want: []string{"stacks/hello/main.tf:13", `"//modules/greeting"`, "stacks/hello/BUILD.bazel"},
		},
		{
			name: "dep not used", file: "stacks/hello/main.tf", old: "source = \"../../modules/greeting\"\n\n  name = var.name", new: "source = \"./\"",
			command: []string{"build", "//stacks/hello:module"}, code: buildFailed,
			want: []string{"//modules/greeting", "stacks/hello/BUILD.bazel"},
		},
		{
			name: "dep in another repository", file: "stacks/hello/BUILD.bazel", old: `"//modules/greeting"`, new: `"@flywheel//tofu/modules/client-config"`,
			command: []string{"build", "//stacks/hello:module"}, code: buildFailed,
			want: []string{"//stacks/hello:module: dep @@flywheel", "client-config is in another repository", "copy it into this repository"},
		},
		{
			name: "unformatted file", file: "stacks/hello/env/dev.tfvars", old: "name = ", new: "name    = ",
			command: []string{test, "//stacks/hello:fmt_test"}, code: testFailed,
			want: []string{"stacks/hello/env/dev.tfvars", "bazel run //stacks/hello:fmt"},
		},
		{
			name: "invalid module, as a test", file: "modules/greeting/main.tf", old: "var.name", new: "var.nome",
			command: []string{test, "//modules/greeting:validate_test"}, code: testFailed,
			want: []string{"modules/greeting/main.tf:2", "nome"},
		},
		{
			name: "invalid module, as a build", file: "modules/greeting/main.tf", old: "var.name", new: "var.nome",
			command: []string{"build", "//modules/greeting:validate"}, code: buildFailed,
			want: []string{"modules/greeting/main.tf:2", "nome"},
		},
		{
			name: "finding of the linter", file: "modules/greeting/variables.tf", old: "  description = \"Who is greeted.\"\n", new: "",
			command: []string{test, "//modules/greeting:lint_test"}, code: testFailed,
			want: []string{"modules/greeting/variables.tf:1:1", "`name` variable has no description (terraform_documented_variables)", "# tflint-ignore: terraform_documented_variables"},
		},
		{
			name: "finding of a house rule", file: "modules/greeting/versions.tf", old: "terraform {", new: "terraform {\n  backend \"local\" {}",
			command: []string{test, "//modules/greeting:lint_test"}, code: testFailed,
			want: []string{"modules/greeting/versions.tf:2:3", "A module has a backend block (flywheel_no_backend_block)"},
		},
		{
			name: "failing unit test", file: "modules/greeting/greeting.tftpl", old: "Hello", new: "Hullo",
			command: []string{test, "//modules/greeting:test"}, code: testFailed,
			want: []string{"modules/greeting/tests/greeting.tftest.hcl:7", "greets_by_name", "Unexpected greeting: Hullo"},
		},
		{
			name: "file not declared as data", file: "modules/greeting/BUILD.bazel", old: `    data = ["greeting.tftpl"],` + "\n", new: "",
			command: []string{test, "//modules/greeting:test"}, code: testFailed,
			want: []string{"modules/greeting/main.tf:2", "greeting.tftpl"},
		},
		{
			name: "unknown variable", file: "stacks/hello/env/dev.tfvars", old: "name = ", new: "nome = ",
			command: []string{"run", "//stacks/hello:dev.plan"}, code: 2,
			want: []string{"stacks/hello/env/dev.tfvars:1", "nome"},
		},
		{
			name: "workspace without a name", file: "MODULE.bazel", old: `module(name = "minimal")`, new: "",
			command: []string{"build", "//stacks/hello:hello"}, code: buildFailed,
			want: []string{"//stacks/hello:hello: MODULE.bazel has no module(name = …)"},
		},
		{
			name: "two OpenTofus", file: "MODULE.bazel", old: "tofu.toolchain(", new: "tofu.toolchain(version = \"1.12.6\")\ntofu.toolchain(",
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"module minimal: more than one tofu.toolchain(…)"},
		},
		{
			name: "OpenTofu of another version", file: "MODULE.bazel", old: host, new: host + "0.",
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{", wanted 0.", "install that version"},
		},
		{
			name: "version with a v", file: "MODULE.bazel", old: host, new: host + "v",
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"write it without the v"},
		},
		{
			name: "two TFLints", file: "MODULE.bazel", old: "tofu.lint(", new: "tofu.lint(version = \"0.64.0\")\ntofu.lint(",
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"module minimal: more than one tofu.lint(…): a build has one TFLint"},
		},
		{
			name: "checksum of TFLint", file: "MODULE.bazel", old: "tofu.lint(", new: "tofu.lint(\n    sha256 = {\"linux_amd64\": \"00\"},",
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{`tofu.lint(sha256 = …): linux_amd64: "00" is no hexadecimal SHA-256`},
		},
		{
			name: "OpenTofu that is not there", file: "MODULE.bazel", old: "tofu.toolchain(\n    path = \"", new: "tofu.toolchain(\n    path = \"/nowhere",
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"no OpenTofu on this host: /nowhere/", "choose another method"},
		},
		{
			name: "label without target", file: "MODULE.bazel", old: `method = "host"`, new: `method = "label"`,
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"needs tofu = <label of the program>"},
		},
		{
			name: "OpenTofu of unknown version", file: "MODULE.bazel", old: host, new: release + "0.",
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"no checksum is known", "Known versions: "},
		},
		{
			name: "empty checksum", file: "MODULE.bazel", old: host, new: `sha256 = {"linux_amd64": ""},` + "\n    " + release,
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{`linux_amd64: "" is no hexadecimal SHA-256`},
		},
		{
			name: "OpenTofu that is another file", file: "MODULE.bazel", old: host, new: `urls = ["file:///etc/hosts"],` + "\n    " + release,
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"SHA-256 of file:///etc/hosts is "},
		},
		{
			name: "OpenTofu that cannot be had", file: "MODULE.bazel", old: host, new: `urls = ["file:///nowhere"],` + "\n    " + release,
			command: []string{"build", tofu}, code: buildFailed,
			want: []string{"cannot be downloaded from file:///nowhere", "choose another method"},
		},
		{
			name: "environment with a verb's name", file: "stacks/hello/BUILD.bazel", old: `"dev": [`, new: `"plan": [`,
			command: []string{"build", "//stacks/hello:hello"}, code: buildFailed,
			want: []string{`environment "plan" has the name of a verb`},
		},
		{
			name: "environment that is no name", file: "stacks/hello/BUILD.bazel", old: `"dev": [`, new: `"de/v": [`,
			command: []string{"build", "//stacks/hello:hello"}, code: buildFailed,
			want: []string{`environment "de/v": want letters, digits, - and _`},
		},
		{
			name: "no environment", file: "stacks/hello/BUILD.bazel", old: "environments = {\n        \"dev\": [\"env/dev.tfvars\"],\n        \"prod\": [\"env/prod.tfvars\"],\n    }", new: "environments = {}",
			command: []string{"build", "//stacks/hello:hello"}, code: buildFailed,
			want: []string{"environments is empty"},
		},
	}
}

func TestMinimal(t *testing.T) {
	w := newWorkspace(t, "minimal")
	state := "--state-dir=" + t.TempDir()
	t.Run("whole", func(t *testing.T) {
		w.bazel(t, 0, "test", "//...")
		w.bazel(t, 0, "run", "//:fmt")
	})
	t.Run("environments are apart", func(t *testing.T) {
		w.bazel(t, 0, "run", "//stacks/hello:dev.plan", "--", state)
		out := w.bazel(t, 0, "run", "//stacks/hello:dev.apply", "--", state)
		contains(t, out, "Hello, developer!")
		w.bazel(t, 0, "run", "//stacks/hello:prod.apply", "--", state, "--auto-approve")
		contains(t, w.bazel(t, 0, "run", "//stacks/hello:dev.output", "--", state, "text"), "Hello, developer!")
		contains(t, w.bazel(t, 0, "run", "//stacks/hello:prod.output", "--", state, "text"), "Hello, world!")
		w.bazel(t, 0, "run", "//stacks/hello:dev.destroy", "--", state, "--auto-approve")
		contains(t, w.bazel(t, 0, "run", "//stacks/hello:prod.state", "--", state, "list"), "module.greeting.terraform_data.this")
		w.bazel(t, 0, "run", "//stacks/hello:prod.destroy", "--", state, "--auto-approve")
	})
	for _, m := range mistakes() {
		t.Run(m.name, func(t *testing.T) { w.make(t, m, state) })
	}
}

// make makes the mistake, reads the message, and undoes it. Flags are the run targets'.
func (w *workspace) make(t *testing.T, m mistake, flags ...string) {
	t.Helper()
	before, err := os.ReadFile(filepath.Join(w.dir, m.file))
	if err != nil {
		t.Fatal(err)
	}
	w.edit(t, m.file, m.old, m.new)
	defer w.write(t, m.file, string(before))
	args := append([]string{}, m.command...)
	if args[0] == "test" {
		args = append(args, "--test_output=errors")
	}
	if args[0] == "run" {
		args = append(append(args, "--"), flags...)
	}
	contains(t, w.bazel(t, m.code, args...), m.want...)
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("does not say %q:\n%s", part, text)
		}
	}
}

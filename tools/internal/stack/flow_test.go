//go:build bazel

package stack_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const demoMain = `terraform {
  backend "local" {}
}
variable "greeting" {
  type = string
}
variable "count_of" {
  type    = number
  default = 1
}
variable "names" {
  type    = list(string)
  default = []
}
resource "terraform_data" "greeting" {
  input = "${var.greeting} ${var.count_of}"
}
output "services" {
  value = [{ service = "greeter", url = "http://127.0.0.1:1", where = "pid 1", detail = terraform_data.greeting.output }]
}
output "files" {
  value = { ".bazelrc" = "build --config=${terraform_data.greeting.output}\n", ".config/nix/nix.conf" = "substituters = x\n" }
}
output "secret" {
  value     = "hush-${var.greeting}"
  sensitive = true
}
`

func demo(t *testing.T) *world {
	w := newWorld(t, map[string]string{"main.tf": demoMain, "env/dev.tfvars": "greeting = \"hello\"\n"})
	w.spec.Stack.Summary, w.spec.Stack.ClientConfig = "services", "files"
	return w
}

func TestPlanThenApplyExactlyThatPlan(t *testing.T) {
	w := demo(t)
	w.must(1, []string{"1 to add, 0 to change, 0 to destroy", `bazel run //tofu/stacks/demo:dev.apply`}, "plan", "--detailed-exitcode")
	for _, name := range []string{"plan.tfplan", "plan.json"} {
		if info, err := os.Stat(w.env(name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v; want 0600", name, info, err)
		}
	}
	r := w.must(0, []string{"Applying the plan saved at", "Apply complete", "greeter"}, "apply")
	if !strings.HasPrefix(r.stdout, "SERVICE  URL") || strings.Contains(r.stdout, "Apply complete") {
		t.Errorf("stdout must hold the table first, and not tofu's progress:\n%s", r.stdout)
	}
	if strings.Contains(r.stdout+r.stderr, "hush") {
		t.Error("a sensitive output was printed")
	}
	if w.exists("plan.tfplan") || w.exists("plan.json") || w.exists("draft.tfplan") {
		t.Error("an applied plan must be gone")
	}
	if got := w.read(w.env("client_config/.bazelrc")); got != "build --config=hello 1\n" {
		t.Errorf("client configuration = %q", got)
	}
	start := time.Now()
	w.must(0, []string{"No changes.", "greeter", "substituters = x"}, "apply", "--auto-approve")
	t.Logf("apply without changes took %s", time.Since(start))
	w.must(0, []string{"No changes."}, "plan", "--detailed-exitcode")
	w.must(0, []string{"No changes."}, "apply")
}

func TestApplyAsks(t *testing.T) {
	w := demo(t)
	w.must(2, []string{"no terminal to ask on", "--auto-approve"}, "apply")
	w.stdin = "no\n"
	w.must(1, []string{"nothing was changed", "Environment:  dev", "1 to add"}, "apply")
	if w.exists("terraform.tfstate") && w.read(w.env("terraform.tfstate")) != "" || w.exists("draft.tfplan") {
		t.Error("a refused plan must leave nothing")
	}
	w.stdin = "yes\n"
	w.must(0, []string{"Apply complete"}, "apply")
	w.must(0, []string{"Destroyed:    terraform_data.greeting"}, "destroy")
	if w.exists("client_config") {
		t.Error("client_config must go with the stack")
	}
}

func TestPrivateFiles(t *testing.T) {
	w := demo(t)
	w.must(0, nil, "apply", "--auto-approve", "--var", "count_of=2")
	w.must(0, nil, "apply", "--auto-approve", "--var", "count_of=3")
	if w.exists("flags.tfvars.json") {
		t.Error("the values of --var must not stay behind")
	}
	err := filepath.WalkDir(w.path("state"), func(path string, d fs.DirEntry, err error) error {
		info, statErr := d.Info()
		if err != nil || statErr != nil {
			return err
		}
		inWork := strings.HasPrefix(path, w.env("work"))
		if !inWork && info.Mode().IsRegular() && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, want 0600", path, info.Mode())
		}
		if d.IsDir() && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v, want 0700", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRefusedPlans(t *testing.T) {
	rows := []struct {
		name, reason string
		disturb      func(w *world)
		args         []string
		want         string
	}{
		{"edited bytes", "a hand-edited plan is not the reviewed one",
			func(w *world) { flipByte(w, w.env("plan.tfplan")) }, nil, "plan.tfplan was changed after it was saved"},
		{"edited record", "the record must not be talked into fitting",
			func(w *world) {
				text := strings.Replace(w.read(w.env("plan.json")), `"environment": "dev"`, `"environment": "prod"`, 1)
				overwrite(w, w.env("plan.json"), text)
			}, nil, "plan.json was changed"},
		{"record missing", "a plan without its origin cannot be judged",
			func(w *world) { os.Remove(w.env("plan.json")) }, nil, "without plan.json"},
		{"configuration changed", "the plan is stale",
			func(w *world) { w.write("main.tf", demoMain+"\n# more\n") }, nil, "tofu/stacks/demo/main.tf changed after it was made"},
		{"variable file changed", "the plan is stale",
			func(w *world) { w.write("env/dev.tfvars", "greeting = \"bye\"\n") }, nil, "env/dev.tfvars changed after it was made"},
		{"file added", "a new file may change everything",
			func(w *world) { w.write("more.tf", "# empty\n") }, nil, "more.tf is new since it was made"},
		{"other --var", "the plan was made for other values",
			func(*world) {}, []string{"--var", "count_of=7"}, "--var count_of is new since it was made"},
		{"other target", "the plan was made for other resources",
			func(*world) {}, []string{"--target=terraform_data.greeting"}, "it was made with options none"},
		{"state moved on", "somebody applied in between",
			func(w *world) { moveState(w) }, nil, "the state changed after it was made"},
		{"other environment", "a plan of another environment, copied",
			func(w *world) { becomeProd(w) }, nil, `it was made for environment "dev", this is "prod"`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := demo(t)
			w.must(0, nil, "plan")
			row.disturb(w)
			args := append([]string{"--auto-approve"}, row.args...)
			w.must(1, []string{"the saved plan is refused", row.want, ".plan", "--discard-plan"}, "apply", args...)
			if !w.exists("plan.tfplan") {
				t.Errorf("%s: the refused plan must stay for inspection", row.reason)
			}
			w.must(0, []string{"Apply complete"}, "apply", append(args, "--discard-plan")...)
		})
	}
}

func TestSavedPlanKeepsItsValues(t *testing.T) {
	w := demo(t)
	w.must(0, nil, "plan", "--var", "count_of=7")
	w.must(0, []string{"Apply complete", "hello 7"}, "apply")
}

func TestOutdatedPlanOfNothing(t *testing.T) {
	w := demo(t)
	w.must(0, nil, "apply", "--auto-approve")
	w.must(0, []string{"No changes"}, "plan")
	w.write("main.tf", demoMain+"\n# more\n")
	w.must(0, []string{"out of date", "left aside", "No changes"}, "apply", "--auto-approve")
}

// TestRemediesCanBeCopied: a command in a message is about the same
// environment as the run that says it.
func TestRemediesCanBeCopied(t *testing.T) {
	w := demo(t)
	dir := w.path("my state")
	args := []string{"--state-dir=" + dir, "--var=count_of=2", "--var-file=my.tfvars"}
	overwrite(w, w.path("my.tfvars"), "names = []\n")
	flags := " -- '--state-dir=" + dir + "'"
	w.must(2, []string{"bazel run //tofu/stacks/demo:dev.plan" + flags + " --var-file=my.tfvars --var=count_of=…"}, "apply", args...)
	w.must(0, []string{"bazel run //tofu/stacks/demo:dev.apply" + flags + "\n"}, "plan", args...)
	t.Setenv("PATH", "/nowhere")
	t.Setenv("BUILD_WORKSPACE_DIRECTORY", w.top)
	launcher := w.path("tools", "bazel")
	if err := errors.Join(os.Mkdir(filepath.Dir(launcher), 0o755), os.WriteFile(launcher, nil, 0o755)); err != nil {
		t.Fatal(err)
	}
	w.must(0, []string{"Usage: tools/bazel run //tofu/stacks/demo:dev.plan"}, "plan", "--help")
}

func flipByte(w *world, path string) {
	data := []byte(w.read(path))
	data[len(data)/2] ^= 1
	overwrite(w, path, string(data))
}

func overwrite(w *world, path, text string) {
	w.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func moveState(w *world) {
	dir := w.path("aside")
	for _, step := range [][2]string{{w.env("plan.tfplan"), dir + ".tfplan"}, {w.env("plan.json"), dir + ".json"}} {
		if err := os.Rename(step[0], step[1]); err != nil {
			w.t.Fatal(err)
		}
	}
	w.must(0, nil, "apply", "--auto-approve", "--var", "count_of=5")
	os.Rename(dir+".tfplan", w.env("plan.tfplan"))
	os.Rename(dir+".json", w.env("plan.json"))
}

func becomeProd(w *world) {
	plan, record := w.read(w.env("plan.tfplan")), w.read(w.env("plan.json"))
	w.spec.Stack.Environment = "prod"
	if err := os.MkdirAll(w.env(""), 0o700); err != nil {
		w.t.Fatal(err)
	}
	overwrite(w, w.env("plan.tfplan"), plan)
	overwrite(w, w.env("plan.json"), record)
}

func TestDestroyPlan(t *testing.T) {
	w := demo(t)
	w.must(0, nil, "apply", "--auto-approve")
	w.must(0, []string{"1 to destroy", "dev.destroy"}, "plan", "--destroy")
	w.must(1, []string{"it is a plan to destroy, not to apply"}, "apply", "--auto-approve")
	w.must(0, []string{"Applying the plan saved", "Destroyed:"}, "destroy")
	w.must(0, []string{"No changes."}, "destroy", "--auto-approve")
	w.must(0, nil, "apply", "--auto-approve")
	w.must(0, nil, "plan")
	w.must(0, []string{"left aside"}, "destroy", "--auto-approve")
	if w.exists("plan.tfplan") || w.exists("plan.json") {
		t.Error("a plan of a destroyed stack is stale and must go")
	}
}

func TestOutputAndState(t *testing.T) {
	w := demo(t)
	w.must(0, []string{"the state has no outputs", "dev.apply"}, "output")
	w.must(3, []string{"the state has no outputs", "dev.apply"}, "output", "--raw", "secret")
	w.must(0, []string{"{}"}, "output", "--json")
	w.must(0, nil, "apply", "--auto-approve")
	if r := w.must(0, nil, "output"); strings.Contains(r.stdout, "hush") || !strings.Contains(r.stdout, "<sensitive>") {
		t.Errorf("output = %s", r.stdout)
	}
	if r := w.must(0, nil, "output", "secret", "--raw"); r.stdout != "hush-hello" {
		t.Errorf("raw output = %q", r.stdout)
	}
	if r := w.must(0, nil, "state", "list"); strings.TrimSpace(r.stdout) != "terraform_data.greeting" {
		t.Errorf("state list = %q", r.stdout)
	}
	w.must(0, nil, "state", "rm", "terraform_data.greeting")
	w.must(0, nil, "refresh")
	w.stdin = "1 + 2\n"
	if r := w.must(0, nil, "console"); strings.TrimSpace(r.stdout) != "3" {
		t.Errorf("console = %q", r.stdout)
	}
}

func TestUsage(t *testing.T) {
	rows := []struct {
		name, verb string
		args       []string
		want       []string
	}{
		{"unknown flag", "plan", []string{"--wrong"}, []string{"--wrong", "--detailed-exitcode", "--state-dir", "Usage: bazel run //tofu/stacks/demo:dev.plan"}},
		{"stray argument", "apply", []string{"now"}, []string{`unexpected argument "now"`}},
		{"bad duration", "apply", []string{"--lock-timeout=soon"}, []string{"--lock-timeout", "soon"}},
		{"no subcommand", "state", nil, []string{"list, show"}},
		{"unknown subcommand", "state", []string{"frob"}, []string{`"frob"`, "list, show"}},
		{"raw without name", "output", []string{"--raw"}, []string{"NAME"}},
		{"unknown verb", "frob", nil, []string{"frob"}},
		{"install and remove", "client_config", []string{"--install", "--remove"}, []string{"exclude each other"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := demo(t)
			w.must(2, row.want, row.verb, row.args...)
		})
	}
	w := demo(t)
	if r := w.must(0, []string{"Exit codes", "--auto-approve"}, "apply", "--help"); r.stderr != "" {
		t.Errorf("help belongs on stdout, got on stderr: %s", r.stderr)
	}
}

func TestClientConfigVerb(t *testing.T) {
	w := demo(t)
	w.must(3, []string{"nothing is deployed", "dev.apply"}, "client_config")
	overwrite(w, w.path("home", ".bazelrc"), "build --mine")
	w.must(0, nil, "apply", "--auto-approve")
	w.must(0, []string{"+build --config=hello 1"}, "client_config", "--diff")
	w.must(0, []string{"updated " + w.path("home", ".bazelrc"), "created " + w.path("home", ".config/nix/nix.conf")}, "client_config", "--install")
	installed := w.read(w.path("home", ".bazelrc"))
	w.must(0, []string{"unchanged " + w.path("home", ".bazelrc")}, "client_config", "--install")
	if again := w.read(w.path("home", ".bazelrc")); again != installed {
		t.Errorf("a second install changed %q to %q", installed, again)
	}
	w.must(0, []string{"still installed", "--remove"}, "destroy", "--auto-approve")
	w.must(0, []string{"removed", "deleted"}, "client_config", "--remove")
	if got := w.read(w.path("home", ".bazelrc")); got != "build --mine" {
		t.Errorf("after --remove: %q", got)
	}
}

func TestGeneratedBackend(t *testing.T) {
	w := newWorld(t, map[string]string{"main.tf": "resource \"terraform_data\" \"a\" {}\n"})
	w.must(0, nil, "apply", "--auto-approve")
	if !bytes.Contains([]byte(w.read(w.env("terraform.tfstate"))), []byte("terraform_data")) {
		t.Error("the state is not in the environment's directory")
	}
}

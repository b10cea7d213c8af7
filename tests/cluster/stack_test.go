//go:build bazel

package cluster_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// A stack is one of tofu/stacks, deployed with a state of the test's own.
type stack struct {
	cluster *cluster
	name    string
	state   string
	said    bytes.Buffer // all that its run targets printed
}

func newStack(t *testing.T, c *cluster, name string) *stack {
	t.Helper()
	return &stack{cluster: c, name: name, state: t.TempDir()}
}

// run calls a run target, as "bazel run //tofu/stacks/<name>:<environment>.<verb> -- <args>" would.
func (s *stack) run(t *testing.T, verb string, args ...string) string {
	t.Helper()
	target, args := s.command(verb, args...)
	out, err := s.start(target, args)
	if verb != "state" { // it is looked at beside
		s.said.WriteString(out)
	}
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", target, args, err, out)
	}
	return out
}

func (s *stack) command(verb string, args ...string) (string, []string) {
	target := filepath.Join("tofu/stacks", s.name, s.cluster.environment+"."+verb)
	return target, append([]string{"--state-dir=" + s.state}, args...)
}

// start returns what a run target prints on standard output; in err's place what it prints besides, too.
func (s *stack) start(target string, args []string) (string, error) {
	var out, errs bytes.Buffer
	cmd := s.process(target, args)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	s.said.Write(errs.Bytes())
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, &errs)
	}
	return out.String(), err
}

func (s *stack) process(target string, args []string) *exec.Cmd {
	cmd := exec.Command("./"+target, args...)
	cmd.Dir = testenv.Workspace()
	// At home is the kubeconfig, and Helm keeps its files there. What run targets take for the source tree has the hand-over's files.
	cmd.Env = append(os.Environ(), "TOFURUN_SPEC="+target+".json", "HOME="+s.cluster.home, "BUILD_WORKSPACE_DIRECTORY="+cmd.Dir)
	if os.Getenv("TF_VAR_state_passphrase") == "" {
		cmd.Env = append(cmd.Env, "TF_VAR_state_passphrase=a state that the test throws away")
	}
	return cmd
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (s *stack) apply(t *testing.T) { s.run(t, "apply", "--auto-approve") }

// destroy takes everything away; in prod it must not where there are volumes.
func (s *stack) destroy(t *testing.T) {
	if s.cluster.environment != "prod" || s.name == "bazel-cache" {
		s.run(t, "destroy", "--auto-approve")
		return
	}
	target, args := s.command("destroy", "--auto-approve")
	if out, err := s.start(target, args); err == nil || !strings.Contains(out+err.Error(), "prevent_destroy") {
		t.Errorf("prod was destroyed, or was not for another reason than prevent_destroy: %v\n%s", err, out)
	}
}

func (s *stack) unchanged(t *testing.T) {
	var plan struct {
		Changes *bool
		Counts  json.RawMessage
	}
	if err := json.Unmarshal([]byte(s.run(t, "plan", "--format=json")), &plan); err != nil {
		t.Fatal(err)
	}
	if plan.Changes == nil || *plan.Changes {
		t.Errorf("what was just applied would be changed: %s\n%s", plan.Counts, s.run(t, "plan"))
	}
}

// keepsSecrets looks for what is in the cluster's Secrets where it must not be. Only lengths and names are told.
func (s *stack) keepsSecrets(t *testing.T) {
	places := map[string]string{"state": s.run(t, "state", "pull"), "plan and log": s.said.String()}
	if !strings.Contains(places["state"], `"resources"`) {
		t.Fatal("the state is not as it was expected, and nothing can be said of it")
	}
	secrets := s.cluster.secrets(t)
	if s.name != "platform" && len(secrets) == 0 {
		t.Fatal("no Secret is in the cluster: nothing was looked for")
	}
	for name, value := range secrets {
		quoted, _ := json.Marshal(value)
		for place, text := range places {
			if strings.Contains(text, value) || strings.Contains(text, strings.Trim(string(quoted), `"`)) {
				t.Errorf("the value of %s is in the %s of stack %s", name, place, s.name)
			}
		}
	}
}

func (s *stack) handsOver() bool {
	return exists(filepath.Join(testenv.Workspace(), "tofu/stacks", s.name, s.cluster.environment+".handover"))
}

// handover compares the deployed stack's outputs with the file that other stacks were given.
func (s *stack) handover(t *testing.T) { s.run(t, "handover", "--check") }

// rotate makes another password by the one variable that is for it, and no other.
func (s *stack) rotate(t *testing.T) {
	before := s.cluster.secrets(t)
	s.run(t, "apply", "--auto-approve", "--var=credentials={revision=2}")
	after := s.cluster.secrets(t)
	for _, name := range []string{"bazel-cache/bazel-cache-writer/password", "bazel-cache/bazel-cache-htpasswd/htpasswd"} {
		if before[name] == "" || before[name] == after[name] {
			t.Errorf("%s is as before", name)
		}
		delete(before, name)
	}
	for name, value := range before {
		if after[name] != value {
			t.Errorf("%s has changed, too", name)
		}
	}
	s.keepsSecrets(t)
}

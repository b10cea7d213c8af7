//go:build bazel

package stack_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// inS3 keeps the world's state on a real S3 server, and returns the path of its lock.
func (w *world) inS3() string {
	w.t.Helper()
	server := testenv.StartS3(w.t)
	server.SetCredentials(w.t)
	w.t.Setenv("AWS_ENDPOINT_URL_S3", "http://"+server.Address)
	w.spec.Stack.Backend = spec.Backend{Type: "s3", File: w.file("dev.tfbackend", `bucket = "`+server.Bucket+`"
key                         = "demo/dev.tfstate"
region                      = "us-east-1"
use_lockfile                = true
use_path_style              = true
skip_credentials_validation = true
skip_metadata_api_check     = true
skip_region_validation      = true
skip_requesting_account_id  = true
`)}
	return filepath.Join(server.Dir, server.Bucket, "demo", "dev.tfstate.tflock")
}

// lockID is that of the lock which the server has.
func (w *world) lockID(path string) string {
	w.t.Helper()
	var lock struct{ ID string }
	if err := json.Unmarshal([]byte(w.read(path)), &lock); err != nil || lock.ID == "" {
		w.t.Fatalf("the lock %s: %v", path, err)
	}
	return lock.ID
}

func TestLockOfAKilledApply(t *testing.T) {
	w := newThings(t)
	lock := w.inS3()
	w.kill()
	id := w.lockID(lock)

	r := w.must(3, []string{"tofu plan failed", "OperationTypeApply, ID " + id, "--lock-timeout=10m",
		"If it was killed, remove its lock: bazel run //tofu/stacks/demo:dev.unlock -- " + id + "\n"}, "plan", "--lock-timeout=0s")
	if host, _ := os.Hostname(); !regexp.MustCompile(`The state is locked by \S+@` + host + ` since \d{4}-\d\d-\d\d `).MatchString(r.stderr) {
		t.Errorf("who has the lock, and since when? Got\n%s", r.stderr)
	}
	for _, verb := range []string{"apply", "destroy"} {
		r := w.must(3, []string{"dev.unlock -- " + id}, verb, "--auto-approve", "--lock-timeout=0s")
		if strings.Contains(r.stderr, "What was done") {
			t.Errorf("%s: nothing was done, and that is not what it says:\n%s", verb, r.stderr)
		}
	}
	w.must(3, []string{"dev.unlock -- " + id}, "state", "rm", "-lock-timeout=0s", "kubernetes_thing.first")

	w.must(2, []string{"want one LOCK_ID", "Usage: bazel run //tofu/stacks/demo:dev.unlock -- [FLAGS] LOCK_ID"}, "unlock")
	w.must(2, []string{"want one LOCK_ID"}, "unlock", id, "x")
	w.must(2, []string{"no terminal to ask on", "--force"}, "unlock", id)
	w.stdin = "y\n"
	w.must(1, []string{"Environment:  dev", "Lock:         " + id, "nothing was changed"}, "unlock", id)
	w.must(3, []string{"does not match"}, "unlock", "--force", "00000000-0000-0000-0000-000000000000")
	if w.lockID(lock) != id {
		t.Fatal("the lock is gone, and nobody has said yes to that")
	}
	w.stdin = "yes\n"
	r = w.must(0, []string{"See what is left: bazel run //tofu/stacks/demo:dev.plan"}, "unlock", id)
	if _, err := os.Stat(lock); err == nil || r.stdout != "" {
		t.Errorf("the lock is there still, or stdout has a word: %v, %q", err, r.stdout)
	}
	w.stdin = ""
	w.must(0, []string{"was killed before its state was saved", "2 to import, 1 to add"}, "plan")
	w.must(3, []string{"tofu force-unlock failed"}, "unlock", "--force", id)
}

// A run of this machine that is at work keeps its lock.
func TestUnlockOfARunAtWork(t *testing.T) {
	w := slow(t)
	lock := w.inS3()
	cmd, out := w.start("apply", "--auto-approve")
	await(t, w.path("begun"))
	w.must(3, []string{"is in use by process"}, "unlock", "--force", "--lock-timeout=0s", w.lockID(lock))
	overwrite(w, w.path("go"), "")
	if err := cmd.Wait(); err != nil {
		t.Errorf("the apply has lost its lock: %v\n%s", err, out())
	}
}

func TestUnlockOfALocalFile(t *testing.T) {
	w := demo(t)
	w.must(2, []string{"the state is a file of this machine"}, "unlock", "--force", "x")
}

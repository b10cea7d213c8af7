//go:build bazel

package cluster_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// halfway is what a killed apply has begun to make.
func halfway() map[string][]string {
	return map[string][]string{
		"bazel-cache": {"deployment", "bazel-cache", "--namespace=bazel-cache"},
	}
}

// killed starts an apply and ends it as a power cut would, halfway. The next apply is to go on from there.
func (s *stack) killed(t *testing.T) {
	target, args := s.command("apply", "--auto-approve")
	cmd := s.process(target, args)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if _, _, there := s.cluster.get(halfway()[s.name]...); there {
			break
		}
		if time.Now().After(deadline) {
			t.Errorf("the apply has not made %v", halfway()[s.name])
			break
		}
	}
	testenv.KillTree(cmd.Process.Pid)
	if err := cmd.Wait(); err == nil {
		t.Error("the apply had come to its end before it was killed")
	}
}

// unlocked removes the lock that the killed apply has left on the state in S3, as a plan says.
func (s *stack) unlocked(t *testing.T) {
	target, args := s.command("plan", "--lock-timeout=0s")
	_, err := s.start(target, args)
	if err == nil {
		t.Fatal("the state is not locked")
	}
	said := regexp.MustCompile(`The state is locked by \S+@\S+ since [\s\S]* remove its lock: .*:prod\.unlock -- --state-dir=\S+ (\S+)`).FindStringSubmatch(err.Error())
	if said == nil {
		t.Fatalf("who has the lock, and what is to be done? It says\n%v", err)
	}
	s.run(t, "unlock", "--force", said[1])
}

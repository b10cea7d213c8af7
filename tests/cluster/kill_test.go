//go:build bazel

package cluster_test

import (
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

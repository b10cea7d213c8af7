//go:build bazel

// Package cluster_test deploys every stack on a cluster that is there, with the real
// providers, as a user would: it is run by hand, since nothing here can bring a cluster.
package cluster_test

import (
	"strings"
	"testing"
)

// TestStacks is the life of all stacks: each takes what those before it hand over.
func TestStacks(t *testing.T) {
	c := newCluster(t)
	c.refuseUsed(t)
	c.refuseUnready(t)
	t.Cleanup(func() { c.nothingLeft(t) })

	for _, name := range []string{"platform", "attic", "bazel-cache", "packages"} {
		s := newStack(t, c, name)
		// Also after a failure; the last one first.
		t.Cleanup(func() { s.destroy(t) })
		if halfway()[name] != nil {
			step(t, name+": an apply is killed", s.killed)
		}
		if halfway()[name] != nil && c.environment == "prod" {
			step(t, name+": its lock is removed", s.unlocked)
		}
		if !step(t, name+": apply", s.apply) {
			return // the others need it
		}
		step(t, name+": a second plan changes nothing", s.unchanged)
		step(t, name+": no secret in state, plan and log", s.keepsSecrets)
		if c.environment == "dev" {
			step(t, name+": one variable is one change", s.edited)
		}
		if s.handsOver() {
			step(t, name+": hands over what its file says", s.handover)
		}
		if name == "bazel-cache" && c.environment == "dev" {
			step(t, name+": one variable is another password", s.rotate)
		}
	}
}

func step(t *testing.T, name string, do func(*testing.T)) bool {
	t.Helper()
	return t.Run(strings.ReplaceAll(name, " ", "_"), do)
}

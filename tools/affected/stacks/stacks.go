// Package stacks finds the environments of stacks among affected targets: those
// whose plan a change can change, and those that it removes.
package stacks

import (
	"cmp"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
)

// Stack is one environment of a stack.
type Stack struct {
	// Stack is the stack's label, and Environment the environment's name.
	Stack       string `json:"stack"`
	Environment string `json:"environment"`
	// Plan is the label of the target that plans it.
	Plan string `json:"plan"`
	// Reason is what changed, and Path how the stack is reached from there: the
	// changed target first, the plan last.
	Reason string   `json:"reason"`
	Path   []string `json:"path"`
	// Removed says that it is there no more. Its infrastructure is to be destroyed
	// with the configuration that Commit still has.
	Removed bool   `json:"removed,omitempty"`
	Commit  string `json:"commit,omitempty"`
}

// Find lists the affected and the removed environments, sorted.
func Find(r *determine.Result) []Stack {
	var found []Stack
	for i := range r.After.Below("//") {
		if s, ok := environment(r.After.Brief(i)); ok {
			if _, affected := r.Affected[s.Plan]; affected {
				s.Path, s.Reason = r.Path(s.Plan)
				found = append(found, s)
			}
		}
	}
	for i := range r.Before.Below("//") {
		if s, ok := environment(r.Before.Brief(i)); ok && r.Deleted(s.Plan) {
			s.Removed, s.Commit, s.Reason, s.Path = true, r.Base.ID, "the environment was removed", []string{s.Plan}
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b Stack) int {
		return cmp.Or(cmp.Compare(a.Stack, b.Stack), cmp.Compare(a.Environment, b.Environment))
	})
	return found
}

// environment is what a target plans. A tofu_stack has a rule of class _effect
// for each verb on each environment; that of the verb "plan" stands for it.
func environment(n *graph.Node) (Stack, bool) {
	one := func(name string) string {
		if v := n.Attrs[name]; len(v) == 1 {
			return v[0]
		}
		return ""
	}
	if n.Class != "_effect" || !n.Main() || one("verb") != "plan" || one("stack") == "" || one("environment") == "" {
		return Stack{}, false
	}
	return Stack{Stack: "//" + graph.Package(n.Label) + ":" + one("stack"), Environment: one("environment"), Plan: n.Label}, true
}

// Package output says in several formats which targets are affected.
package output

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/stacks"
)

// Target is an affected or deleted target.
type Target struct {
	// Label, and Kind as "bazel query --output=label_kind" writes it.
	Label string `json:"label"`
	Kind  string `json:"kind"`
	// Tags are the target's tags.
	Tags []string `json:"tags,omitempty"`
	// Test says whether it is a test.
	Test bool `json:"test,omitempty"`
	// Distance is the number of dependencies between it and the nearest change.
	Distance int `json:"distance"`
	// Reason is what changed, and From the dependency that the change comes by;
	// empty where the target itself changed.
	Reason string `json:"reason,omitempty"`
	From   string `json:"from,omitempty"`
}

// Report is all that is to be said.
type Report struct {
	// Base and Head are what was compared: object names, or WORKTREE.
	Base string `json:"base"`
	Head string `json:"head"`
	// Targets are the affected ones, and Deleted those that the change deletes.
	Targets []Target `json:"targets"`
	Deleted []Target `json:"deleted"`
	// Stacks are the affected and removed environments of stacks.
	Stacks []stacks.Stack `json:"stacks"`
	// Notes say where more was taken than may be affected, Failures what could not
	// be loaded.
	Notes    []string `json:"notes"`
	Failures []string `json:"failures"`
	// Total is how many targets there are to choose from.
	Total int `json:"total"`
}

// Filter chooses targets.
type Filter struct {
	// Tests wants tests only.
	Tests bool
	// Kind is matched with the kind; nil for rules of any class.
	Kind *regexp.Regexp
	// Universe are target patterns; a later one counts more, and one with a minus
	// takes away. None for //...
	Universe []string
}

// Check says whether the patterns are understood.
func (f Filter) Check() error {
	for _, p := range f.Universe {
		p = strings.TrimPrefix(p, "-")
		if !strings.HasPrefix(p, "//") {
			return fmt.Errorf("--universe: %q is no absolute target pattern of the main repository, such as //..., //a/..., //a:all or //a:b", p)
		}
	}
	return nil
}

func (f Filter) match(n *graph.Node) bool {
	switch {
	case !n.Main() || n.Kind == "":
		return false
	case f.Tests && !n.Test():
		return false
	case f.Kind != nil && !f.Kind.MatchString(n.KindName()), f.Kind == nil && n.Kind != graph.Rule:
		return false
	}
	in := len(f.Universe) == 0 || strings.HasPrefix(f.Universe[0], "-")
	for _, p := range f.Universe {
		pattern, minus := strings.CutPrefix(p, "-")
		if matches(pattern, n.Label) {
			in = !minus
		}
	}
	return in
}

// matches says whether a target pattern is of a label.
func matches(pattern, label string) bool {
	pkg, name, colon := strings.Cut(strings.TrimPrefix(pattern, "//"), ":")
	own := graph.Package(label)
	if above, recursive := strings.CutSuffix(pkg, "..."); recursive {
		above = strings.TrimSuffix(above, "/")
		return above == "" || own == above || strings.HasPrefix(own, above+"/")
	}
	if !colon {
		name = pkg[strings.LastIndex(pkg, "/")+1:]
	}
	return own == pkg && (name == "all" || name == "*" || name == "all-targets" || label == "//"+pkg+":"+name)
}

// New makes the report of a result.
func New(r *determine.Result, f Filter) Report {
	rep := Report{Base: r.Base.ID, Head: r.Head.ID, Targets: []Target{}, Deleted: []Target{}, Stacks: []stacks.Stack{}, Notes: []string{}, Failures: []string{}}
	if rep.Head == "" {
		rep.Head = determine.Worktree
	}
	rep.Notes = append(rep.Notes, r.Notes...)
	rep.Failures = append(rep.Failures, r.Failures...)
	rep.Stacks = append(rep.Stacks, stacks.Find(r)...)
	for i := range r.After.Below("//") {
		n := r.After.Brief(i)
		if !f.match(n) {
			continue
		}
		rep.Total++
		if why, ok := r.Affected[n.Label]; ok {
			_, reason := r.Path(n.Label)
			rep.Targets = append(rep.Targets, Target{n.Label, n.KindName(), n.Attrs["tags"], n.Test(), why.Distance, reason, why.From})
		}
	}
	if r.Before == r.After { // Nothing is deleted.
		return rep
	}
	for i := range r.Before.Below("//") {
		if n := r.Before.Brief(i); f.match(n) && r.Deleted(n.Label) {
			rep.Deleted = append(rep.Deleted, Target{Label: n.Label, Kind: n.KindName(), Tags: n.Attrs["tags"], Test: n.Test()})
		}
	}
	return rep
}

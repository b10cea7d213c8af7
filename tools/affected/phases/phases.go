// Package phases tells changes of .bzl files that matter while Bazel loads packages
// from those that matter only when it analyses targets. What implements a rule is not
// called before: a change there makes no other targets, and the rules whose it is
// are known without Bazel.
//
// It follows what names refer to, from changed statements on, over files that load
// others. Where it cannot tell, it says so, and Bazel has to.
package phases

import (
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
)

// Code is what is looked at.
type Code struct {
	// Loads is what files load; it is the same before and after the change.
	Loads loads.Graph
	// Before and After are a file's content in the two states.
	Before, After func(label string) ([]byte, error)
	// Main says whether an apparent repository name is the main repository's.
	Main func(repo string) bool
}

// Effect is what changes of .bzl files do.
type Effect struct {
	// Loading are the labels of the files that may give those that load them other
	// values, or functions that do something else when they are called.
	Loading map[string]bool
	// Rules are the classes of rules that are implemented otherwise.
	Rules map[string]bool
}

// A level is how much another value matters.
type level int

const (
	same level = iota
	// implemented is of a value that does the same as long as packages are loaded,
	// such as a rule whose implementation changed, and a macro that calls it.
	implemented
	// other is of a value that may do anything.
	other
)

// Of is the effect of changed contents of the files with the given labels; false where
// it cannot be told.
func Of(c Code, changed []string) (Effect, bool) {
	a := &analysis{Code: c, files: map[string]*file{}, effect: Effect{map[string]bool{}, map[string]bool{}}}
	var queue []string
	for _, label := range append(slices.Clone(changed), c.Loads.Users(changed)...) {
		isChanged := slices.Contains(changed, label)
		if last(label) && !isChanged {
			continue
		}
		if !bzl(label) || !a.read(label, isChanged) {
			return Effect{}, false
		}
		queue = append(queue, label)
	}
	// Levels only rise, so that it ends.
	for len(queue) > 0 {
		label := queue[0]
		queue = queue[1:]
		risen, ok := a.follow(a.files[label])
		if !ok {
			return Effect{}, false
		}
		if risen {
			for user, f := range a.files {
				if slices.ContainsFunc(f.loads, func(l load) bool { return l.file == label }) {
					queue = append(queue, user)
				}
			}
		}
	}
	return a.effect, true
}

// bzl says whether a label is of a file that is looked at.
func bzl(label string) bool {
	return strings.HasPrefix(label, "//") && (strings.HasSuffix(label, ".bzl") || strings.HasSuffix(label, ".scl"))
}

// last says whether nobody takes names from a file: a BUILD file, for which all that
// counts is whether what it loads is the same, or one that others judge.
func last(label string) bool {
	base := path.Base(loads.Path(label))
	return base == "BUILD" || base == "BUILD.bazel" || label == module.Label || label == loads.Others
}

type analysis struct {
	Code
	files  map[string]*file
	effect Effect
}

// follow raises the levels of a file's names to what they refer to, and says whether
// any rose.
func (a *analysis) follow(f *file) (risen, ok bool) {
	for _, l := range f.loads {
		if from := a.files[l.file]; from != nil {
			f.raise(l.name, from.levels[l.remote])
		}
	}
	for again := true; again; {
		again = false
		for i := range f.statements {
			s := &f.statements[i]
			now := f.level(s)
			if now != same && !s.harmless(now, f.delayed(s)) {
				return false, false
			}
			for _, name := range s.names {
				again = f.raise(name, now) || again
			}
			if s.class != "" && now != same {
				a.effect.Rules[s.class] = true
			}
		}
		risen = risen || again
	}
	for name, l := range f.levels {
		if l == other && f.exports[name] {
			a.effect.Loading[f.label] = true
		}
	}
	return risen || !f.visited(), true
}

// visited says whether a file was followed before, and that it was now.
func (f *file) visited() bool {
	was := f.done
	f.done = true
	return was
}

// level is how much what a statement refers to matters to what it binds.
func (f *file) level(s *statement) level {
	l := same
	for name := range s.refers {
		l = max(l, f.levels[name])
	}
	for name := range s.implementations {
		if f.levels[name] != same {
			l = max(l, implemented)
		}
	}
	if s.makesRules && l != same { // Of which nobody knows the names.
		return other
	}
	for _, name := range s.names {
		l = max(l, f.levels[name])
	}
	return l
}

// delayed says whether all that is another value in a statement is what implements the
// rule that it makes.
func (f *file) delayed(s *statement) bool {
	for name := range s.refers {
		if f.levels[name] != same {
			return false
		}
	}
	return s.class != "" && len(s.implementations) == 1
}

// harmless says whether all that a statement does is to bind its names, and whether it
// does so without fail: a call may change the values of further names, and what is
// computed of other values may be an error, which only Bazel tells.
func (s *statement) harmless(l level, delayed bool) bool {
	switch {
	case l == other:
		return s.literal && len(s.names) > 0
	case s.function || delayed:
		return true
	}
	return !s.calls
}

func (f *file) raise(name string, l level) bool {
	if l <= f.levels[name] {
		return false
	}
	f.levels[name] = l
	return true
}

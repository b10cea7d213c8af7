package matrix

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
)

// Truth is what Bazel makes of a state of the workspace.
type Truth struct {
	// actions are digests over all that decides what a target's actions make, by
	// label and by the configuration that the target is built in.
	actions map[string]map[string]string
	// rules are the rules' definitions.
	rules map[string]string
	// partial says that not all can be loaded or analysed.
	partial bool
}

// Truth asks Bazel.
func (w *Workspace) Truth() (Truth, error) {
	actions, err := w.actions()
	if err != nil {
		return Truth{}, err
	}
	rules, err := w.definitions()
	return Truth{actions: actions, rules: rules}, err
}

// TruthOfBroken asks Bazel about a state that cannot be loaded or analysed whole: it
// tells the rules of the rest, and the actions as far as Bazel tells any.
func (w *Workspace) TruthOfBroken() (Truth, error) {
	w.broken = true
	defer func() { w.broken = false }()
	rules, err := w.definitions()
	if err != nil {
		return Truth{}, err
	}
	actions, err := w.actions()
	if errors.Is(err, errFewActions) {
		err = nil
	}
	return Truth{actions: actions, rules: rules, partial: true}, err
}

// Empty says whether nothing is known of any action.
func (t Truth) Empty() bool { return len(t.actions) == 0 || len(t.rules) == 0 }

// Lost are the labels of rules of packages that have none any more, though their
// BUILD files are still there.
func (w *Workspace) Lost(before, after Truth) []string {
	loaded := map[string]bool{}
	for label := range after.rules {
		loaded[packageOf(label)] = true
	}
	var lost []string
	for label := range before.rules {
		if pkg := packageOf(label); !loaded[pkg] && w.hasBuildFile(pkg) {
			lost = append(lost, label)
		}
	}
	slices.Sort(lost)
	return lost
}

func packageOf(label string) string {
	pkg, _, _ := strings.Cut(strings.TrimPrefix(label, "//"), ":")
	return pkg
}

func (w *Workspace) hasBuildFile(pkg string) bool {
	for _, name := range []string{"/BUILD.bazel", "/BUILD"} {
		if _, err := os.Stat(w.Path(pkg + name)); err == nil {
			return true
		}
	}
	return false
}

// DefinedOtherwise is the reason of rules with other attributes and the same actions.
const DefinedOtherwise = "defined otherwise"

// Affected are the labels of the main repository's rules that a change affects,
// with the reason: new ones, those with other attributes, and those whose actions
// are others in a configuration that they had before.
func (before Truth) Affected(after Truth) map[string]string {
	affected := map[string]string{}
	for label, definition := range after.rules {
		old, known := before.rules[label]
		switch {
		case !known:
			affected[label] = "new"
		case after.actions != nil && !before.unknown(after, label) && differs(before.actions[label], after.actions[label]):
			affected[label] = "made otherwise"
		case old != definition:
			affected[label] = DefinedOtherwise
		}
	}
	return affected
}

// Unaffected are the labels of those that it does not affect, as far as they have
// actions: of others nothing is known but their definitions. Those outside of the universe
// are left out.
func (before Truth) Unaffected(after Truth) []string {
	affected := before.Affected(after)
	labels := slices.Collect(maps.Keys(after.actions))
	labels = slices.DeleteFunc(labels, func(label string) bool {
		return affected[label] != "" || after.rules[label] == "" || before.unknown(after, label)
	})
	slices.Sort(labels)
	return labels
}

// unknown says that a target's actions are told of one state alone, and neither can be
// analysed whole: of a target that fails, Bazel tells some or none as its memory has it.
func (before Truth) unknown(after Truth, label string) bool {
	return before.partial && after.partial && (len(before.actions[label]) == 0) != (len(after.actions[label]) == 0)
}

// differs says whether a target is made otherwise. That it is now built in one more
// configuration, as a tool of somebody, or in one less changes nothing of it, nor
// that a configuration has another name.
func differs(before, after map[string]string) bool {
	common := false
	for configuration, digest := range after {
		old, ok := before[configuration]
		common = common || ok
		if ok && old != digest {
			return true
		}
	}
	return !common && !within(before, after) && !within(after, before)
}

// within says whether all digests of one state are among another's; none are of what
// is not made at all.
func within(some, all map[string]string) bool {
	rest := slices.Collect(maps.Values(all))
	for _, digest := range some {
		i := slices.Index(rest, digest)
		if i < 0 {
			return false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return len(some) > 0 || len(all) == 0
}

package matrix

import (
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
}

// Truth asks Bazel.
func (w *Workspace) Truth() (Truth, error) {
	actions, err := w.actions()
	if err != nil {
		return Truth{}, err
	}
	rules, err := w.definitions()
	return Truth{actions, rules}, err
}

// TruthOfBroken asks Bazel about a state that cannot be loaded whole: it tells the
// rules of the rest, and no actions.
func (w *Workspace) TruthOfBroken() (Truth, error) {
	w.broken = true
	defer func() { w.broken = false }()
	rules, err := w.definitions()
	return Truth{rules: rules}, err
}

// Lost are the labels of rules that are no more though the BUILD files of their
// packages are still there.
func (w *Workspace) Lost(before, after Truth) []string {
	var lost []string
	for label := range before.rules {
		pkg, _, _ := strings.Cut(strings.TrimPrefix(label, "//"), ":")
		if after.rules[label] == "" && w.hasBuildFile(pkg) {
			lost = append(lost, label)
		}
	}
	slices.Sort(lost)
	return lost
}

func (w *Workspace) hasBuildFile(pkg string) bool {
	for _, name := range []string{"/BUILD.bazel", "/BUILD"} {
		if _, err := os.Stat(w.Path(pkg + name)); err == nil {
			return true
		}
	}
	return false
}

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
		case old != definition:
			affected[label] = "defined otherwise"
		case after.actions != nil && differs(before.actions[label], after.actions[label]):
			affected[label] = "made otherwise"
		}
	}
	return affected
}

// Unaffected are the labels of those that it does not affect, as far as they have
// actions: of others nothing is known but their definitions.
func (before Truth) Unaffected(after Truth) []string {
	affected := before.Affected(after)
	labels := slices.Collect(maps.Keys(after.actions))
	labels = slices.DeleteFunc(labels, func(label string) bool { return affected[label] != "" || !strings.HasPrefix(label, "//") })
	slices.Sort(labels)
	return labels
}

// differs says whether a target is made otherwise. That it is now built in one more
// configuration, as a tool of somebody, or in one less changes nothing of it.
func differs(before, after map[string]string) bool {
	common := false
	for configuration, digest := range after {
		old, ok := before[configuration]
		common = common || ok
		if ok && old != digest {
			return true
		}
	}
	return !common && len(before)+len(after) > 0
}

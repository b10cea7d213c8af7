package determine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// visibility makes seeds of the users of targets that others may use now, or may not
// any more. It is an affair of theirs: what is visible is made as before, and so are
// they, unless Bazel refuses them.
func (e *engine) visibility(v *classify.Verdict) {
	for pkg, change := range v.Visibility {
		e.shown(slices.Collect(e.after.Below("//"+pkg+":")), change.Reason, func(user string) bool {
			return admits(change.Before, user) && admits(change.After, user)
		})
	}
	for label, reason := range e.groups {
		before, after := e.before.Node(label), e.after.Node(label)
		if before == nil || after == nil { // The head was looked at once more.
			e.seed(label, reason)
			continue
		}
		e.shown(e.showing(label), reason, func(user string) bool {
			return groups(before.Attrs["packages"], user) && groups(after.Attrs["packages"], user)
		})
	}
}

// shown makes seeds of the users of targets but for those in packages that may use them
// as before.
func (e *engine) shown(targets []int, reason string, may func(pkg string) bool) {
	for _, i := range targets {
		label := e.after.Label(i)
		for user := range e.after.Users(i) {
			pkg := graph.Package(e.after.Label(user))
			if pkg != graph.Package(label) && !may(pkg) {
				e.seed(e.after.Label(user), fmt.Sprintf("it may not see %s as before (%s)", label, reason))
			}
		}
	}
}

// onlyGroup says whether a difference is of the packages in a group. It remembers
// the group, for visibility.
func (e *engine) onlyGroup(d graph.Difference, reason string) bool {
	if d.Before == nil || d.After == nil || d.Before.Kind != graph.PackageGroup || d.After.Kind != graph.PackageGroup || !slices.Equal(d.Before.Inputs, d.After.Inputs) {
		return false
	}
	e.groups[d.Label] = reason
	return true
}

// showing are the targets that a package group shows, by way of others that include it.
// What has it for something else becomes a seed.
func (e *engine) showing(group string) []int {
	var targets []int
	at, _ := e.after.Find(group)
	seen := map[int]bool{at: true}
	for queue := []int{at}; len(queue) > 0; queue = queue[1:] {
		label := e.after.Label(queue[0])
		for user := range e.after.Users(queue[0]) {
			n := e.after.Brief(user)
			switch {
			case seen[user]:
			case n.Kind == graph.PackageGroup:
				queue = append(queue, user)
			case n.Kind == graph.SourceFile || slices.ContainsFunc(n.Attrs["visibility"], func(l string) bool { return graph.Canonical(l) == label }):
				targets = append(targets, user)
			default:
				e.seed(n.Label, e.groups[group])
			}
			seen[user] = true
		}
		targets = append(targets, e.showingByDefault(label)...)
	}
	for _, i := range targets { // What rules make is as visible as they are.
		for user := range e.after.Users(i) {
			if e.after.Kind(user) == graph.GeneratedFile {
				targets = append(targets, user)
			}
		}
	}
	return targets
}

// showingByDefault are the targets of the packages that a group is, or may be, the default
// visibility of.
func (e *engine) showingByDefault(group string) []int {
	var targets []int
	for name, f := range e.snap.Loads() {
		pkg := graph.Package(name)
		if !f.Computed && !slices.ContainsFunc(f.Visibility, func(l string) bool {
			return loads.Resolve(pkg, l, func(repo string) bool { return repo == "" }) == group || strings.HasPrefix(l, "@")
		}) {
			continue
		}
		targets = slices.AppendSeq(targets, e.after.Below("//"+pkg+":"))
	}
	return targets
}

// admits says whether labels of a visibility are known to let a package in.
func admits(labels []string, pkg string) bool {
	return slices.ContainsFunc(labels, func(label string) bool {
		name, what, _ := strings.Cut(strings.TrimPrefix(graph.Canonical(label), "//"), ":")
		switch {
		case !strings.HasPrefix(graph.Canonical(label), "//"):
			return false
		case name == "visibility":
			return what == "public"
		case what == "__subpackages__":
			return below(name, pkg)
		}
		return what == "__pkg__" && pkg == name
	})
}

// groups says whether the packages of a group are known to have a package among them.
func groups(packages []string, pkg string) bool {
	if slices.ContainsFunc(packages, func(p string) bool { return strings.HasPrefix(p, "-") }) {
		return false // It takes some out again.
	}
	return slices.ContainsFunc(packages, func(p string) bool {
		name, deep := strings.CutSuffix(strings.TrimPrefix(graph.Canonical(p), "//"), "...")
		switch {
		case p == "public":
			return true
		case !strings.HasPrefix(graph.Canonical(p), "//"):
			return false
		case deep:
			return below(strings.TrimSuffix(name, "/"), pkg)
		}
		return pkg == name
	})
}

// below says whether a package of the main repository is another or below it.
func below(above, pkg string) bool {
	return !strings.HasPrefix(pkg, "@@") && (above == "" || pkg == above || strings.HasPrefix(pkg, above+"/"))
}

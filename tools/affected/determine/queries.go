package determine

import (
	"path"
	"regexp"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
)

// queries makes seeds of the genqueries that tell more of a package than its targets:
// where they stand in files, or which files it loads. Of that no target's definition
// tells.
func (e *engine) queries(v *classify.Verdict) {
	var telling []string
	for _, g := range []*graph.Graph{e.before, e.after} {
		for i := range g.Queries() {
			if strings.HasPrefix(g.Label(i), "//") && tells(g.Attrs(i)) {
				telling = append(telling, g.Label(i))
			}
		}
	}
	if len(telling) == 0 {
		return
	}
	places := loaded(v)
	for _, label := range telling {
		for _, g := range []*graph.Graph{e.before, e.after} {
			if reason := reachesInto(g, label, places); reason != "" {
				e.seed(label, "it tells what is in files: "+reason)
			}
		}
	}
}

// reachesInto says why one of the places holds something that a target depends on; empty
// if none does.
func reachesInto(g *graph.Graph, label string, places map[string]string) string {
	seen := map[string]bool{label: true}
	for queue := []string{label}; len(queue) > 0; queue = queue[1:] {
		n := g.Node(queue[0])
		if n == nil {
			continue
		}
		for _, input := range n.Inputs {
			for place, reason := range places {
				if strings.HasPrefix(input, place) {
					return reason
				}
			}
			if !seen[input] {
				seen[input] = true
				queue = append(queue, input)
			}
		}
	}
	return ""
}

// loaded are the packages, and whole other repositories, of which files that Bazel loads
// have changed, as labels begin with them, with the reasons.
func loaded(v *classify.Verdict) map[string]string {
	places := map[string]string{}
	for pkg, reason := range v.Packages {
		places["//"+pkg+":"] = reason
	}
	for p := range v.Paths {
		rest, external := strings.CutPrefix(p, "external/")
		base := path.Base(p)
		if external && (base == "BUILD" || base == "BUILD.bazel" || strings.HasSuffix(base, ".bzl")) {
			repo, _, _ := strings.Cut(rest, "/")
			places["@@"+repo+"//"] = p + " changed"
		}
	}
	return places
}

// tells says of the attributes of a genquery whether its answer has more than labels.
func tells(attributes map[string][]string) bool {
	output := regexp.MustCompile(`\b(build|location|proto|streamed_proto|streamed_jsonproto|xml)\b`)
	return output.MatchString(strings.Join(attributes["opts"], " ")) ||
		regexp.MustCompile(`\b(buildfiles|loadfiles)\b`).MatchString(strings.Join(attributes["expression"], " "))
}

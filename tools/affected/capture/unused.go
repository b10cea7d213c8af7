package capture

import (
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
)

// Use notes in targets which of their inputs they use in no configuration, where all
// targets were analysed: those that analysis did not come to, if there is a reason
// for that. Either the target chooses by select(), or the input is one that only some
// targets of the class have, as what aspects want is.
func Use(g *graph.Graph, configured map[string]bazelq.Configured) *graph.Graph {
	nodes := slices.Clone(g.Nodes())
	taken := taken(nodes, configured)
	for i := range nodes {
		n := &nodes[i]
		idle := idle(n, configured[n.Label])
		if len(idle) == 0 {
			continue
		}
		chooses := slices.ContainsFunc(configured[n.Label].Inputs, func(l string) bool { return condition(g, l, 0) })
		n.Unused = slices.DeleteFunc(idle, func(input string) bool {
			target := g.Node(input)
			return target == nil || target.Kind == graph.PackageGroup || !chooses && !taken[[2]string{n.Class, input}]
		})
	}
	return graph.New(nodes)
}

// taken are the inputs that analysis came to, by the classes of the rules they are of, as
// far as other rules of the class have them for nothing.
func taken(nodes []graph.Node, configured map[string]bazelq.Configured) map[[2]string]bool {
	taken := map[[2]string]bool{}
	for i := range nodes {
		for _, input := range idle(&nodes[i], configured[nodes[i].Label]) {
			taken[[2]string{nodes[i].Class, input}] = false
		}
	}
	if len(taken) == 0 {
		return taken
	}
	for i := range nodes {
		for _, input := range configured[nodes[i].Label].Inputs {
			if _, idle := taken[[2]string{nodes[i].Class, input}]; idle && slices.Contains(nodes[i].Inputs, input) {
				taken[[2]string{nodes[i].Class, input}] = true
			}
		}
	}
	return taken
}

// idle are the inputs of a target that its analysis did not come to.
func idle(n *graph.Node, c bazelq.Configured) []string {
	if n.Kind != graph.Rule || c.Digest == (graph.Digest{}) || queries(n) {
		return nil
	}
	others := slices.Concat(n.Attrs["visibility"], n.Attrs["target_settings"])
	return slices.DeleteFunc(slices.Clone(n.Inputs), func(input string) bool {
		_, came := slices.BinarySearch(c.Inputs, input)
		return came || slices.ContainsFunc(others, func(l string) bool { return graph.Canonical(l) == input })
	})
}

// queries says whether a rule takes others by their definitions, or decides what others
// get.
func queries(n *graph.Node) bool {
	switch n.Class {
	case "alias", "bind", "config_setting", "genquery", "test_suite":
		return true
	}
	return Resolves(n.Class) || n.Attrs["build_setting_default"] != nil
}

// maxAliases bounds how far aliases are followed.
const maxAliases = 10

// condition says whether a label is one of a branch of select().
func condition(g *graph.Graph, label string, depth int) bool {
	n := g.Node(label)
	switch {
	case n == nil || depth > maxAliases:
		return false
	case n.Class == "alias":
		return slices.ContainsFunc(n.Inputs, func(l string) bool { return condition(g, l, depth+1) })
	}
	return n.Class == "config_setting" || n.Class == "constraint_value"
}

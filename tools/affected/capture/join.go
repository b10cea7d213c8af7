package capture

import (
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
)

// AnyToolchain is the label of a pseudo target: all toolchains together. What
// has it as an input may depend on any of them.
const AnyToolchain = "any toolchain"

// OtherConfigurations is the label of a pseudo target: what build settings may change
// besides what depends on them. Transitions read them, and give the paths of what they
// lead to other names than before; that of a test may say so in no way.
const OtherConfigurations = "other configurations"

// Join adds to targets how they are configured. What only analysis finds, such
// as toolchains of other repositories, becomes a target too.
func Join(g *graph.Graph, configured map[string]bazelq.Configured) *graph.Graph {
	nodes := slices.Clone(g.Nodes())
	for i := range nodes {
		n := &nodes[i]
		c := configured[n.Label] // Of one that was not analysed it is empty.
		n.Config = c.Digest
		for _, input := range c.Inputs {
			if _, found := slices.BinarySearch(n.Inputs, input); !found && input != n.Label {
				n.Extra = append(n.Extra, input)
			}
		}
		if crosses(n, c) {
			n.Extra = append(n.Extra, OtherConfigurations)
		}
	}
	for label, c := range configured {
		if g.Node(label) == nil {
			n := c.Node
			n.Config = c.Digest
			n.Extra = c.Inputs
			if crosses(&n, c) {
				n.Extra = append(slices.Clone(n.Extra), OtherConfigurations)
			}
			nodes = append(nodes, n)
		}
	}
	return graph.New(nodes)
}

// crosses says whether a target may depend on some that are configured otherwise than
// it, tools apart: by a transition, which is allowed by a label; or by that of a test
// of analysis.
func crosses(n *graph.Node, c bazelq.Configured) bool {
	return c.Crosses || n.Test() || slices.ContainsFunc(n.Inputs, func(input string) bool {
		pkg := graph.Package(input)
		return strings.HasSuffix(pkg, "/function_transition_allowlist") || strings.HasSuffix(pkg, "/function_transition_whitelist")
	})
}

// Assume makes each rule of which it is not known how it is configured depend on
// every toolchain of the graph.
func Assume(g *graph.Graph) *graph.Graph {
	nodes := slices.Clone(g.Nodes())
	any := graph.Node{Label: AnyToolchain}
	for i := range nodes {
		n := &nodes[i]
		if n.Class == "toolchain" {
			any.Inputs = append(any.Inputs, n.Label)
			for _, implementation := range n.Attrs["toolchain"] {
				any.Inputs = append(any.Inputs, graph.Canonical(implementation))
			}
		}
		if n.Kind == graph.Rule && n.Config == (graph.Digest{}) && !Plain(n.Class) && !slices.Contains(n.Extra, AnyToolchain) {
			n.Extra = append(slices.Clone(n.Extra), AnyToolchain)
		}
	}
	return graph.New(append(nodes, any))
}

// Plain says whether rules of a class use no toolchain: those of Bazel itself
// that make nothing.
func Plain(class string) bool {
	switch class {
	case "alias", "config_setting", "filegroup", "test_suite":
		return true
	}
	return Resolves(class)
}

// Resolves says whether rules of a class decide which toolchains and platforms
// others get.
func Resolves(class string) bool {
	switch class {
	case "toolchain", "toolchain_type", "platform", "constraint_setting", "constraint_value":
		return true
	}
	return false
}

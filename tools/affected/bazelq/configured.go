package bazelq

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"google.golang.org/protobuf/encoding/protowire"
)

// Configured is how one target is configured.
type Configured struct {
	// Digest is over its configurations and its dependencies in theirs.
	Digest graph.Digest
	// Inputs are the labels of those dependencies: those of select() that apply,
	// toolchains and execution platforms.
	Inputs []string
	// Node is the target's definition in one of its configurations: for those that
	// only analysis finds, such as toolchains of other repositories.
	Node graph.Node
}

// Configure analyses the expression's targets, in the configuration that a
// build of them would have, and says how each is configured, by label. Problems
// are targets that cannot be analysed, in Bazel's words.
func (b *Bazel) Configure(ctx context.Context, expression string) (map[string]Configured, []string, error) {
	argument, done, err := expressionArgument(expression)
	if err != nil {
		return nil, nil, err
	}
	c := configuredStream{map[string][]string{}, map[string][]string{}, map[string]graph.Node{}}
	err = b.stream(ctx, c.read, "cquery", "--output=streamed_proto", "--keep_going", "--transitions=lite",
		"--implicit_deps", "--tool_deps", "--include_aspects", "--noproto:instantiation_stack", "--proto:rule_inputs_and_outputs",
		"--consistent_labels", "--noproto:default_values", "--noproto:locations", "--proto:include_synthetic_attribute_hash", "--noproto:flatten_selects",
		"--proto:output_rule_attrs="+strings.Join(keptAttributes(), ","), "--proto:include_configurations", argument)
	done()
	var failed *CommandError
	var problems []string
	if errors.As(err, &failed) && failed.Code != -1 && len(c.facts) > 0 {
		problems, err = shown(failed.Messages), nil
	}
	if err != nil {
		return nil, nil, err
	}
	return c.all(), problems, nil
}

// configuredStream is an answer that is being read, by label.
type configuredStream struct {
	facts, inputs map[string][]string
	nodes         map[string]graph.Node
}

func (c configuredStream) read(r io.Reader) error {
	return messages(r, func(msg []byte) error {
		return each(msg, func(num protowire.Number, result []byte) error {
			if num != 1 { // A configuration's own message.
				return nil
			}
			return configuredTarget(result, c.facts, c.inputs, c.nodes)
		})
	})
}

func (c configuredStream) all() map[string]Configured {
	all := make(map[string]Configured, len(c.facts))
	for label, f := range c.facts {
		slices.Sort(c.inputs[label])
		all[label] = Configured{Digest: digest(f), Inputs: slices.Compact(c.inputs[label]), Node: c.nodes[label]}
	}
	return all
}

// configuredTarget reads an analysis.ConfiguredTarget: the target, its
// configuration with the checksum, and the configuration's number, which means
// something in this answer only.
func configuredTarget(msg []byte, facts, inputs map[string][]string, nodes map[string]graph.Node) error {
	var target []byte
	var checksum string
	err := each(msg, func(num protowire.Number, val []byte) error {
		switch num {
		case 1:
			target = val
		case 2:
			return each(val, func(num protowire.Number, val []byte) error {
				if num == 4 {
					checksum = string(val)
				}
				return nil
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	n, _, err := ParseTarget(target)
	if err != nil {
		return err
	}
	// Of several configurations always the same one is taken.
	if old, ok := nodes[n.Label]; !ok || string(n.Digest[:]) < string(old.Digest[:]) {
		nodes[n.Label] = n
	}
	c := configuredParser{facts: []string{"in " + checksum}}
	if err := each(target, c.target); err != nil {
		return err
	}
	facts[c.label] = append(facts[c.label], string(slices.Concat([]byte(checksum), digestBytes(c.facts))))
	inputs[c.label] = append(inputs[c.label], c.inputs...)
	return nil
}

func digestBytes(facts []string) []byte {
	d := digest(facts)
	return d[:]
}

type configuredParser struct {
	label  string
	facts  []string
	inputs []string
}

func (c *configuredParser) target(num protowire.Number, val []byte) error {
	if num < targetRule || num > targetEnvironments {
		return nil
	}
	return each(val, func(field protowire.Number, val []byte) error {
		switch {
		case field == ruleName:
			c.label = canonical(val)
		case num == targetRule && field == ruleConfigured:
			return c.dependency(val)
		}
		return nil
	})
}

// dependency reads a ConfiguredRuleInput: label, checksum and the number of the
// configuration.
func (c *configuredParser) dependency(msg []byte) error {
	var label, checksum string
	err := each(msg, func(num protowire.Number, val []byte) error {
		switch num {
		case 1:
			label = canonical(val)
		case 2:
			checksum = string(val)
		}
		return nil
	})
	c.inputs = append(c.inputs, label)
	c.facts = append(c.facts, label+" in "+checksum)
	return err
}

package bazelq

import (
	"bytes"
	"cmp"
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
	// Crosses says that one of those dependencies is in a configuration for which other
	// paths are used, and which is not that of tools.
	Crosses bool
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
	c := configuredStream{
		facts: map[string][]string{}, inputs: map[string][]string{}, nodes: map[string]graph.Node{},
		pairs: map[string]map[[2]string]bool{}, configurations: map[string]configuration{},
	}
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
	// pairs are the checksums of each target's configuration and of a dependency's.
	pairs map[string]map[[2]string]bool
	// configurations are by checksum.
	configurations map[string]configuration
}

func (c configuredStream) read(r io.Reader) error {
	return messages(r, func(msg []byte) error {
		return each(msg, func(num protowire.Number, result []byte) error {
			if num == 1 {
				return c.target(result)
			}
			return c.configuration(result)
		})
	})
}

func (c configuredStream) all() map[string]Configured {
	all := make(map[string]Configured, len(c.facts))
	for label, f := range c.facts {
		slices.Sort(c.inputs[label])
		all[label] = Configured{Digest: digest(f), Inputs: slices.Compact(c.inputs[label]), Crosses: c.crosses(label), Node: c.nodes[label]}
	}
	return all
}

// target reads an analysis.ConfiguredTarget: the target, its
// configuration with the checksum, and the configuration's number, which means
// something in this answer only.
func (c configuredStream) target(msg []byte) error {
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
	if old, ok := c.nodes[n.Label]; !ok || cmp.Or(bytes.Compare(n.Digest[:], old.Digest[:]), slices.Compare(n.Inputs, old.Inputs)) < 0 {
		c.nodes[n.Label] = n
	}
	p := configuredParser{facts: []string{"in " + checksum}, checksums: map[string]bool{}}
	if err := each(target, p.target); err != nil {
		return err
	}
	c.facts[p.label] = append(c.facts[p.label], string(slices.Concat([]byte(checksum), digestBytes(p.facts))))
	c.inputs[p.label] = append(c.inputs[p.label], p.inputs...)
	for other := range p.checksums {
		if other != checksum && other != "" { // Files are in none.
			if c.pairs[p.label] == nil {
				c.pairs[p.label] = map[[2]string]bool{}
			}
			c.pairs[p.label][[2]string{checksum, other}] = true
		}
	}
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
	// checksums are those of the inputs' configurations.
	checksums map[string]bool
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
	c.inputs, c.checksums[checksum] = append(c.inputs, label), true
	c.facts = append(c.facts, label+" in "+checksum)
	return err
}

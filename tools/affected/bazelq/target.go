package bazelq

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"google.golang.org/protobuf/encoding/protowire"
)

// Numbers of the messages in Bazel's src/main/protobuf/build.proto.
const (
	targetRule, targetSource, targetGenerated, targetGroup, targetEnvironments = 2, 3, 4, 5, 6

	ruleName, ruleClass, ruleAttribute, ruleInput, ruleEnvironment, ruleConfigured = 1, 2, 4, 5, 12, 15

	attributeName, attributeString, attributeStrings = 1, 5, 6

	sourceGroup, sourceVisibility, sourceBroken = 4, 5, 9
)

// keptAttributes are the attributes that nodes keep: filters, edges that are no
// dependencies to Bazel, what tells a stack, and what a genquery tells.
func keptAttributes() []string {
	return []string{"build_setting_default", "environment", "environments", "expression", "opts", "stack", "tags", "target_settings", "toolchain", "verb", "visibility"}
}

// canonical is a label of an answer.
func canonical(val []byte) string { return graph.Canonical(graph.Name(string(val))) }

// each calls do for the fields of a message.
func each(msg []byte, do func(num protowire.Number, val []byte) error) error {
	for len(msg) > 0 {
		num, typ, n := protowire.ConsumeTag(msg)
		if n < 0 {
			return fmt.Errorf("reading Bazel's answer: it is cut off or damaged")
		}
		msg = msg[n:]
		val := msg
		if typ == protowire.BytesType {
			val, n = protowire.ConsumeBytes(msg)
		} else if n = protowire.ConsumeFieldValue(num, typ, msg); n >= 0 {
			val = msg[:n]
		}
		if n < 0 {
			return fmt.Errorf("reading Bazel's answer: it is cut off or damaged")
		}
		msg = msg[n:]
		if err := do(num, val); err != nil {
			return err
		}
	}
	return nil
}

// ParseTarget reads a blaze_query.Target message. Broken says that Bazel marked
// the package of a BUILD file as one with errors.
func ParseTarget(msg []byte) (n graph.Node, broken bool, err error) {
	p := parser{}
	err = each(msg, func(num protowire.Number, val []byte) error {
		switch num {
		case targetRule:
			p.node.Kind = graph.Rule
			return each(val, p.rule)
		case targetSource:
			p.node.Kind = graph.SourceFile
			return each(val, p.source)
		case targetGenerated:
			p.node.Kind = graph.GeneratedFile
			return each(val, p.generated)
		case targetGroup:
			p.node.Kind = graph.PackageGroup
			return each(val, p.group)
		case targetEnvironments:
			p.node.Kind = graph.EnvironmentGroup
			return each(val, p.environments)
		}
		return nil
	})
	if err == nil && p.node.Label == "" {
		err = fmt.Errorf("reading Bazel's answer: a target has no name or is of a kind that this program does not know")
	}
	p.finish()
	return p.node, p.broken, err
}

type parser struct {
	node   graph.Node
	facts  []string
	broken bool
}

func (p *parser) fact(num protowire.Number, val []byte) {
	p.facts = append(p.facts, fmt.Sprintf("%d %s", num, val))
}

func (p *parser) input(val []byte) {
	p.node.Inputs = append(p.node.Inputs, canonical(val))
}

func (p *parser) rule(num protowire.Number, val []byte) error {
	switch num {
	case ruleName:
		p.node.Label = canonical(val)
	case ruleClass:
		p.node.Class = string(val)
	case ruleAttribute:
		p.fact(num, val)
		return p.attribute(val)
	case ruleInput:
		p.input(val)
	case ruleEnvironment:
		p.fact(num, val)
	}
	return nil
}

func (p *parser) attribute(msg []byte) error {
	var name string
	var values []string
	err := each(msg, func(num protowire.Number, val []byte) error {
		switch num {
		case attributeName:
			name = string(val)
		case attributeString, attributeStrings:
			values = append(values, string(val))
		}
		return nil
	})
	if name == "build_setting_default" && len(values) == 0 {
		values = []string{"set"} // Not of type string: that it is there is what counts.
	}
	ofQuery := name == "expression" || name == "opts"
	if err != nil || len(values) == 0 || !slices.Contains(keptAttributes(), name) || ofQuery && p.node.Class != "genquery" {
		return err
	}
	if name == "visibility" || name == "target_settings" {
		for _, label := range values {
			// Pseudo targets are in no package; all others are edges.
			if pkg := graph.Package(graph.Canonical(label)); pkg != "visibility" && !pseudo(label) {
				p.input([]byte(label))
			}
		}
		if name == "visibility" {
			values = slices.DeleteFunc(values, func(label string) bool {
				return graph.Package(graph.Canonical(label)) == "visibility" || pseudo(label)
			})
		}
		if len(values) == 0 {
			return nil
		}
	}
	if p.node.Attrs == nil {
		p.node.Attrs = map[string][]string{}
	}
	p.node.Attrs[name] = values
	return nil
}

// pseudo says whether a label of a visibility is of all of a package.
func pseudo(label string) bool {
	return strings.HasSuffix(label, ":__pkg__") || strings.HasSuffix(label, ":__subpackages__")
}

func (p *parser) source(num protowire.Number, val []byte) error {
	switch num {
	case ruleName:
		p.node.Label = canonical(val)
	case sourceGroup:
		p.input(val)
		p.fact(num, val)
	case sourceVisibility:
		p.fact(num, val)
	case sourceBroken:
		p.broken = len(val) > 0 && val[0] != 0
	}
	return nil
}

func (p *parser) generated(num protowire.Number, val []byte) error {
	switch num {
	case 1:
		p.node.Label = canonical(val)
	case 2:
		p.input(val)
	}
	return nil
}

func (p *parser) group(num protowire.Number, val []byte) error {
	switch num {
	case 1:
		p.node.Label = canonical(val)
	case 2:
		p.fact(num, val)
		if p.node.Attrs == nil {
			p.node.Attrs = map[string][]string{}
		}
		p.node.Attrs["packages"] = append(p.node.Attrs["packages"], string(val))
	case 3:
		p.input(val)
	}
	return nil
}

func (p *parser) environments(num protowire.Number, val []byte) error {
	if num == 1 {
		p.node.Label = canonical(val)
		return nil
	}
	p.fact(num, val)
	p.input(val)
	return nil
}

// finish makes the digest, over sorted facts: their order is Bazel's. What a rule
// depends on follows from its attributes and its class, and is no part of it.
func (p *parser) finish() {
	slices.Sort(p.node.Inputs)
	p.node.Inputs = slices.Compact(p.node.Inputs)
	if p.node.Kind != graph.Rule {
		p.facts = append(p.facts, p.node.Inputs...)
	}
	p.node.Digest = digest(p.facts)
}

func digest(facts []string) graph.Digest {
	facts = slices.Clone(facts)
	slices.Sort(facts)
	h := sha256.New()
	for _, f := range facts {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return graph.Digest(h.Sum(nil)[:16])
}

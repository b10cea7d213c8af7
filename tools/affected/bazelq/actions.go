package bazelq

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/actions"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"google.golang.org/protobuf/encoding/protowire"
)

// Actions analyses the expression's targets, in the configuration that a build of
// them would have, and says by which actions they are made. Problems are those that
// cannot be analysed: of them Bazel tells no actions, or some.
func (b *Bazel) Actions(ctx context.Context, expression string) (made *actions.Answer, problems *Unanalysed, err error) {
	argument, done, err := expressionArgument(expression)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	info, err := b.Info(ctx, "output_base", "workspace")
	if err != nil {
		return nil, nil, err
	}
	var answer *actions.Answer
	read := func(r io.Reader) (err error) {
		answer, err = actions.Read(r, canonical, info["output_base"], info["workspace"])
		return err
	}
	err = b.stream(ctx, read, "aquery", "--output=proto", "--keep_going", "--noinclude_commandline", "--include_artifacts",
		"--include_aspects", "--noinclude_param_files", "--include_file_write_contents", "--consistent_labels", "--implicit_deps", "--tool_deps",
		"--skip_incompatible_explicit_targets", argument)
	var failed *CommandError
	if errors.As(err, &failed) && failed.Code != -1 && answer != nil && !answer.Empty() {
		problems, err = unanalysed(failed.Messages), nil
	}
	return answer, problems, err
}

// Unanalysed are targets that cannot be analysed.
type Unanalysed struct {
	// Labels are theirs, as far as Bazel names them.
	Labels map[string]bool
	// Messages are the first lines of what Bazel says.
	Messages []string
}

func unanalysed(messages []string) *Unanalysed {
	u := &Unanalysed{Labels: map[string]bool{}, Messages: shown(messages)}
	named := regexp.MustCompile(`Analysis of target '([^']+)'`)
	for _, message := range messages {
		if m := named.FindStringSubmatch(message); m != nil {
			u.Labels[canonical([]byte(m[1]))] = true
		}
	}
	return u
}

// Attributes are, by label, a digest over the attributes of each rule of the
// expression as its package gives them: without what its class is made of, and
// without where it was written.
func (b *Bazel) Attributes(ctx context.Context, expression string) (map[string]uint64, error) {
	argument, done, err := expressionArgument(expression)
	if err != nil {
		return nil, err
	}
	defer done()
	all := map[string]uint64{}
	read := func(r io.Reader) error {
		return messages(r, func(msg []byte) error { return attributesOf(msg, all) })
	}
	err = b.stream(ctx, read, "query", "--output=streamed_proto", "--keep_going", "--order_output=no",
		"--noproto:instantiation_stack", "--noproto:rule_inputs_and_outputs", "--consistent_labels", "--noproto:default_values",
		"--noproto:locations", "--noproto:flatten_selects", "--noproto:include_synthetic_attribute_hash", "--proto:output_rule_attrs=all", argument)
	var failed *CommandError
	if errors.As(err, &failed) && failed.Code == codePartial {
		err = nil // What is not told counts as changed.
	}
	return all, err
}

func attributesOf(target []byte, all map[string]uint64) error {
	return each(target, func(num protowire.Number, val []byte) error {
		if num != targetRule {
			return nil
		}
		var label string
		var facts []string
		err := each(val, func(num protowire.Number, val []byte) error {
			switch num {
			case ruleName:
				label = canonical(val)
			case ruleClass:
				facts = append(facts, "class "+string(val))
			case ruleAttribute:
				if name := attributeNamed(val); !strings.HasPrefix(name, "$") && !strings.HasPrefix(name, "generator_") {
					facts = append(facts, fmt.Sprintf("attribute %s", val))
				}
			}
			return nil
		})
		slices.Sort(facts)
		d := digest(facts)
		all[graph.Canonical(label)] = binary.BigEndian.Uint64(d[:])
		return err
	})
}

func attributeNamed(attribute []byte) (name string) {
	_ = each(attribute, func(num protowire.Number, val []byte) error {
		if num == attributeName {
			name = string(val)
		}
		return nil
	})
	return name
}

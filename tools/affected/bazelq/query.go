package bazelq

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"google.golang.org/protobuf/encoding/protowire"
)

// Answer is what Bazel says of targets.
type Answer struct {
	// Nodes are the targets.
	Nodes []graph.Node
	// Problems are what Bazel could not load, in its words; the answer has only
	// the rest. Empty for a whole answer.
	Problems []string
	// Broken are the packages that it marked as ones with errors, sorted.
	Broken []string
}

// Everything is the expression of all targets of the main repository and what
// they may depend on.
const Everything = "deps(//...:all-targets)"

// Packages is the expression of all targets of the given packages of the main
// repository.
func Packages(packages []string) string {
	words := make([]string, len(packages))
	for i, pkg := range packages {
		words[i] = Quote("//" + pkg + ":all-targets")
	}
	return strings.Join(words, " + ")
}

// Quote makes a word of the query language.
func Quote(word string) string {
	if strings.Contains(word, `"`) {
		return "'" + word + "'"
	}
	return `"` + word + `"`
}

// Query asks for the targets of an expression: their definitions, of all
// branches of select(), in no configuration.
func (b *Bazel) Query(ctx context.Context, expression string) (Answer, error) {
	file, err := expressionFile(expression)
	if err != nil {
		return Answer{}, err
	}
	defer os.Remove(file)
	// Each option that a bazelrc could set otherwise is set.
	out, err := b.run(ctx, "query", "--query_file="+file, "--output=streamed_proto", "--keep_going", "--order_output=no",
		"--implicit_deps", "--tool_deps", "--aspect_deps=conservative", "--noproto:instantiation_stack", "--proto:rule_inputs_and_outputs",
		"--consistent_labels", "--noproto:default_values", "--noproto:locations", "--noproto:flatten_selects",
		"--proto:include_synthetic_attribute_hash", "--proto:output_rule_attrs="+strings.Join(keptAttributes(), ","))
	var problems []string
	var failed *CommandError
	if errors.As(err, &failed) && failed.Code == codePartial {
		problems, err = failed.Messages, nil
	}
	if err != nil {
		return Answer{}, err
	}
	a, err := parseStream(out)
	a.Problems = problems
	return a, err
}

// expressionFile keeps long expressions off the command line.
func expressionFile(expression string) (string, error) {
	f, err := os.CreateTemp("", "affected-query-*")
	if err != nil {
		return "", fmt.Errorf("writing a query: %w", err)
	}
	_, err = f.WriteString(expression)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", fmt.Errorf("writing a query: %w", err)
	}
	return f.Name(), nil
}

func parseStream(out []byte) (Answer, error) {
	var a Answer
	err := messages(out, func(msg []byte) error {
		n, broken, err := ParseTarget(msg)
		if err != nil {
			return err
		}
		if broken {
			a.Broken = append(a.Broken, graph.Package(n.Label))
		}
		a.Nodes = append(a.Nodes, n)
		return nil
	})
	slices.Sort(a.Broken)
	a.Broken = slices.Compact(a.Broken)
	return a, err
}

// messages calls do for each of a stream of messages with their lengths.
func messages(out []byte, do func([]byte) error) error {
	for len(out) > 0 {
		msg, n := protowire.ConsumeBytes(out)
		if n < 0 {
			return fmt.Errorf("reading Bazel's answer: it is cut off")
		}
		if err := do(msg); err != nil {
			return err
		}
		out = out[n:]
	}
	return nil
}

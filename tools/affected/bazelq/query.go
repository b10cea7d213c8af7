package bazelq

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
)

// Answer is what Bazel says of targets.
type Answer struct {
	// Nodes are the targets.
	Nodes []graph.Node
	// Problems are what Bazel could not load, in its words; the answer has only
	// the rest. Empty for a whole answer.
	Problems []string
	// Broken are the packages of the main repository that it marked as ones with errors, or
	// said it could not load at all, sorted.
	Broken []string
	// Brief says that it has not what rules depend on.
	Brief bool
}

// Everything is the expression of all targets of the main repository and what
// they may depend on.
const Everything = "deps(//...:all-targets)"

// Built is Everything as a build would have it, for analysis: a running Bazel remembers
// targets in configurations of earlier builds, which are none of this one's.
const Built = "deps(config(//...:all-targets, target))"

// Own is the expression of all targets of the main repository.
const Own = "//...:all-targets"

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
	return b.QueryWithout(ctx, expression, func(string) bool { return false })
}

// QueryBriefly is Query without what rules depend on, which costs Bazel a tenth of the
// answer: the digests are the same, and of a rule whose digest is known the inputs are.
func (b *Bazel) QueryBriefly(ctx context.Context, expression string) (Answer, error) {
	answer, err := b.query(ctx, expression, "--noproto:rule_inputs_and_outputs", func(string) bool { return false })
	answer.Brief = true
	return answer, err
}

// QueryWithout is Query whose answer may lack something: expected says of a message
// of Bazel that it is no problem.
func (b *Bazel) QueryWithout(ctx context.Context, expression string, expected func(message string) bool) (Answer, error) {
	return b.query(ctx, expression, "--proto:rule_inputs_and_outputs", expected)
}

func (b *Bazel) query(ctx context.Context, expression, inputs string, expected func(message string) bool) (Answer, error) {
	argument, done, err := expressionArgument(expression)
	if err != nil {
		return Answer{}, err
	}
	defer done()
	// Each option that a bazelrc could set otherwise is set.
	a := &stream{}
	err = b.stream(ctx, a.read, "query", "--output=streamed_proto", "--keep_going", "--order_output=no",
		"--implicit_deps", "--tool_deps", "--aspect_deps=conservative", "--noproto:instantiation_stack", inputs,
		"--consistent_labels", "--noproto:default_values", "--noproto:locations", "--noproto:flatten_selects",
		"--proto:include_synthetic_attribute_hash", "--proto:output_rule_attrs="+strings.Join(keptAttributes(), ","), argument)
	var failed *CommandError
	if errors.As(err, &failed) && failed.Code == codePartial {
		a.Broken = sorted(append(a.Broken, unloadable(failed.Messages)...))
		a.Problems, err = shown(slices.DeleteFunc(failed.Messages, expected)), nil
	}
	if err != nil {
		return Answer{}, err
	}
	return a.Answer, nil
}

// unloadable are the packages of which messages say that a file they load is missing or
// has errors: of those Bazel tells no target.
func unloadable(messages []string) []string {
	said := regexp.MustCompile(`error loading package '(.*?)': `)
	var packages []string
	for _, message := range messages {
		for _, m := range said.FindAllStringSubmatch(message, -1) {
			if !strings.HasPrefix(m[1], "@") {
				packages = append(packages, m[1])
			}
		}
	}
	return packages
}

func sorted(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// maxArgument is what fits on a command line everywhere.
const maxArgument = 100_000

// expressionArgument is the argument for an expression. A long one is in a file,
// for done to remove.
func expressionArgument(expression string) (argument string, done func(), err error) {
	if len(expression) < maxArgument {
		return expression, func() {}, nil
	}
	f, err := os.CreateTemp("", "affected-query-*")
	if err != nil {
		return "", nil, fmt.Errorf("writing a query: %w", err)
	}
	_, err = f.WriteString(expression)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", nil, fmt.Errorf("writing a query: %w", err)
	}
	return "--query_file=" + f.Name(), func() { os.Remove(f.Name()) }, nil
}

// stream is an answer that is being read.
type stream struct{ Answer }

func (s *stream) read(r io.Reader) error {
	err := messages(r, func(msg []byte) error {
		n, broken, err := ParseTarget(msg)
		if err != nil {
			return err
		}
		if broken {
			s.Broken = append(s.Broken, graph.Package(n.Label))
		}
		s.Nodes = append(s.Nodes, n)
		return nil
	})
	s.Broken = sorted(s.Broken)
	return err
}

// maxMessage bounds what a damaged answer can make us allocate.
const maxMessage = 1 << 30

// messages calls do for each of a stream of messages with their lengths; a
// message is gone after the call.
func messages(r io.Reader, do func([]byte) error) error {
	in := bufio.NewReaderSize(r, 256<<10)
	var msg []byte
	for {
		size, err := binary.ReadUvarint(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || size > maxMessage {
			return errCut
		}
		msg = slices.Grow(msg[:0], int(size))[:size]
		if _, err := io.ReadFull(in, msg); err != nil {
			return errCut
		}
		if err := do(msg); err != nil {
			return err
		}
	}
}

var errCut = errors.New("reading Bazel's answer: it is cut off or damaged")

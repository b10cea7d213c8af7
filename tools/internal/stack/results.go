package stack

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/gloriousflywheel/flywheel/tools/internal/clientconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/texttable"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// outputValue is one output as "tofu output -json" prints it.
type outputValue struct {
	Sensitive bool            `json:"sensitive"`
	Value     json.RawMessage `json:"value"`
}

func (s *session) outputs(ctx context.Context) (map[string]outputValue, error) {
	data, err := s.capture(ctx, tofu.OutputArgs(true, nil))
	if err != nil {
		return nil, err
	}
	var outputs map[string]outputValue
	if err := json.Unmarshal(data, &outputs); err != nil {
		return nil, fmt.Errorf("reading the outputs: %w", err)
	}
	return outputs, nil
}

// showResults prints what runs where, and writes and prints the client
// configuration.
func (s *session) showResults(ctx context.Context) error {
	if s.stack.Summary == "" && s.stack.ClientConfig == "" {
		return nil
	}
	outputs, err := s.outputs(ctx)
	if err != nil {
		return err
	}
	if err := s.showSummary(outputs); err != nil {
		return err
	}
	files, sensitive, err := s.writeClientConfig(outputs)
	if err != nil || files == nil {
		return err
	}
	if err := s.printClientConfig(files, sensitive); err != nil {
		return err
	}
	s.note("\nTo use it from your home directory: %s", s.command("client_config", "--install"))
	return nil
}

func (s *session) showSummary(outputs map[string]outputValue) error {
	if s.stack.Summary == "" {
		return nil
	}
	summary, ok := outputs[s.stack.Summary]
	switch {
	case !ok:
		return missingOutput(s.stack.Summary, "summary", s.stack.Label)
	case summary.Sensitive:
		s.note("Output %q is sensitive and not shown.", s.stack.Summary)
		return nil
	}
	if err := texttable.Write(s.stdout, summary.Value); err != nil {
		return fmt.Errorf("showing output %q: %w", s.stack.Summary, err)
	}
	return nil
}

func missingOutput(name, attribute, label string) error {
	return fmt.Errorf("there is no output %q, which attribute %q of %s names; declare it or correct the attribute", name, attribute, label)
}

// writeClientConfig writes the client configuration's files into the
// environment's directory; files are nil when the stack gives none.
func (s *session) writeClientConfig(outputs map[string]outputValue) (files clientconfig.Files, sensitive bool, err error) {
	if s.stack.ClientConfig == "" {
		return nil, false, nil
	}
	out, ok := outputs[s.stack.ClientConfig]
	if !ok {
		return nil, false, missingOutput(s.stack.ClientConfig, "client_config", s.stack.Label)
	}
	if err := json.Unmarshal(out.Value, &files); err != nil {
		return nil, false, fmt.Errorf("reading output %q: it must map file paths to contents: %w", s.stack.ClientConfig, err)
	}
	if err := clientconfig.WriteDir(s.clientConfigDir(), files); err != nil {
		return nil, false, fmt.Errorf("writing output %q: %w", s.stack.ClientConfig, err)
	}
	return files, out.Sensitive, nil
}

func (s *session) clientConfigDir() string { return s.dir.Join("client_config") }

// printClientConfig prints the files, on stdout, with their places. Of
// sensitive ones only the places are shown.
func (s *session) printClientConfig(files clientconfig.Files, sensitive bool) error {
	for _, p := range files.Paths() {
		text := files[p]
		if sensitive {
			text = "# (sensitive, not shown)"
		}
		if len(text) == 0 || text[len(text)-1] != '\n' {
			text += "\n"
		}
		_, err := fmt.Fprintf(s.stdout, "\n# ~/%s (a copy is in %s/%s)\n%s", p, s.clientConfigDir(), p, text)
		if err != nil {
			return fmt.Errorf("printing the client configuration: %w", err)
		}
	}
	return nil
}

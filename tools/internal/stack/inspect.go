package stack

import (
	"context"
	"fmt"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// output prints the outputs, or one.
func output(ctx context.Context, s *session) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	outputs, err := s.outputs(ctx)
	if err != nil {
		return err
	}
	if len(outputs) == 0 && !s.opts.json {
		// Tofu takes this for a success, and advises to write another configuration.
		none := fmt.Errorf("the state has no outputs; to deploy: %s", s.command("apply"))
		if len(s.opts.args) > 0 {
			return none
		}
		s.note("%v", none)
		return nil
	}
	var extra []string
	if s.opts.raw {
		extra = append(extra, "-raw")
	}
	return s.run(ctx, tofu.OutputArgs(s.opts.json, append(extra, s.opts.args...)), nil, s.stdout)
}

// console opens the expression console on the user's terminal.
func console(ctx context.Context, s *session) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	files, err := s.tofuVarFiles()
	if err != nil {
		return err
	}
	return s.run(ctx, tofu.ConsoleArgs(files, nil), s.stdin, s.stdout)
}

// state passes a subcommand on to tofu.
func state(ctx context.Context, s *session) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	words := append([]string{}, s.opts.args...)
	// Tofu works in another directory than the user.
	if last := len(words) - 1; words[0] == "push" && last > 0 && words[last] != "-" && !strings.HasPrefix(words[last], "-") {
		words[last] = userPath(words[last])
	}
	return s.run(ctx, tofu.StateArgs(words), s.stdin, s.stdout)
}

func isParallelism(option string) bool { return strings.HasPrefix(option, "-parallelism=") }

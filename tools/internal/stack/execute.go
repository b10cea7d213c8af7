package stack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
	"golang.org/x/term"
)

// execute runs a tofu command with effects, its results going to stdout and
// its messages to the user. It returns tofu's exit code, and afterwards makes
// private what tofu wrote. When tofu asks for init, it is given once more, for
// tofu does so before it does anything else.
func (s *session) execute(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) (int, error) {
	code, asksInit, err := s.executeOnce(ctx, args, stdin, stdout)
	if err != nil || code == 0 || !asksInit {
		return code, err
	}
	s.note("Running tofu init, for which tofu asks.")
	if err := s.initAnew(ctx); err != nil {
		return code, err
	}
	code, _, err = s.executeOnce(ctx, args, stdin, stdout)
	return code, err
}

func (s *session) executeOnce(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) (int, bool, error) {
	watch := &initWatch{}
	relay := s.relay(io.MultiWriter(s.stderr, watch))
	code, err := s.runRelayed(ctx, withColour(args, stdout), tofu.IO{Stdin: stdin, Stdout: stdout}, relay)
	return code, watch.asks, errors.Join(err, relay.Flush(), s.protectState(), s.rescueErroredState())
}

// runRelayed runs tofu with its messages going to relay. While it changes
// things, they go to a file first: a pipe would break if this process were
// killed, and tofu with it, before it could save the state.
func (s *session) runRelayed(ctx context.Context, args []string, stdio tofu.IO, relay *relay) (int, error) {
	if args[0] != "apply" {
		stdio.Stderr = relay
		return s.tofu.Run(ctx, args, stdio)
	}
	messages, err := anonymousFile()
	if err != nil {
		return -1, fmt.Errorf("making a file for tofu's messages: %w", err)
	}
	defer messages.Close()
	stdio.Stderr = messages
	code, err := s.tofu.Run(ctx, args, stdio)
	// Tofu's own offset is this file's: it is the same open file.
	if _, seekErr := messages.Seek(0, io.SeekStart); seekErr != nil {
		return code, errors.Join(err, fmt.Errorf("reading tofu's messages: %w", seekErr))
	}
	_, copyErr := io.Copy(relay, messages)
	return code, errors.Join(err, copyErr)
}

// run is execute for commands of which any exit code but 0 is a failure.
func (s *session) run(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	code, err := s.execute(ctx, args, stdin, stdout)
	if err != nil {
		return err
	}
	return s.failed(ctx, code, args)
}

// failed turns a tofu command's exit code into an error.
func (s *session) failed(ctx context.Context, code int, args []string) error {
	switch {
	case code == 0:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("tofu %s was interrupted; its messages are above", args[0])
	}
	return fmt.Errorf("tofu %s failed with exit code %d; its messages are above%s", args[0], code, s.lockRemedy())
}

// capture runs a command without effects and returns what it printed.
func (s *session) capture(ctx context.Context, args []string) ([]byte, error) {
	result, err := s.tofu.Check(ctx, args)
	if err != nil {
		return nil, err
	}
	if result.Code != 0 {
		relay := s.relay(s.stderr)
		relay.Write(result.Stderr)
		relay.Flush()
	}
	return result.Stdout, s.failed(ctx, result.Code, args)
}

// withColour turns tofu's colours off unless they go to a terminal.
func withColour(args []string, stdout io.Writer) []string {
	if f, ok := stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" {
		return args
	}
	words := 1
	if args[0] == "state" {
		words = 2
	}
	rest := append([]string{"-no-color"}, args[words:]...)
	return append(append([]string{}, args[:words]...), rest...)
}

// initWatch looks for tofu's advice to run init.
type initWatch struct {
	asks bool
}

// Write implements io.Writer; the relay writes whole lines.
func (w *initWatch) Write(p []byte) (int, error) {
	for _, advice := range []string{"tofu init", "initialization required", "Inconsistent dependency lock file"} {
		w.asks = w.asks || bytes.Contains(bytes.ToLower(p), []byte(strings.ToLower(advice)))
	}
	return len(p), nil
}

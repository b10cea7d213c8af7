package stack

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"golang.org/x/term"
)

// canAsk says whether there is somebody to ask.
func (s *session) canAsk() bool {
	f, ok := s.stdin.(*os.File)
	if !ok {
		return s.stdin != nil
	}
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// describe says where what is about to happen.
func (s *session) describe(b *planfile.Binding) {
	s.note("\n  Stack:        %s", b.Stack)
	s.note("  Environment:  %s", b.Environment)
	s.note("  Changes:      %s", b.Changes)
	s.addresses("Destroyed:", b.Changes.Destroyed)
	s.addresses("Replaced:", b.Changes.Replaced)
	s.note("")
}

func (s *session) addresses(title string, addresses []string) {
	for _, a := range addresses {
		s.note("  %-13s %s", title, a)
		title = ""
	}
}

// ask asks whether to apply the plan, and returns nil only for "yes".
func (s *session) ask(ctx context.Context, b *planfile.Binding) error {
	question := "Apply exactly this plan? "
	if b.Mode == planfile.ModeDestroy {
		question = "Destroy exactly this? "
	}
	return s.confirm(ctx, question)
}

// confirm asks the question, and returns nil only for "yes".
func (s *session) confirm(ctx context.Context, question string) error {
	fmt.Fprint(s.stderr, question+`Only "yes" is taken for yes: `)
	answer, err := readLine(ctx, s.stdin)
	if err != nil {
		s.note("") // The question's line has no end.
		return err
	}
	if answer != "yes" {
		return finding(errors.New("the answer was not \"yes\"; nothing was changed"))
	}
	return nil
}

// readLine reads one line, or gives up when ctx ends: a read of a terminal
// cannot be interrupted.
func readLine(ctx context.Context, r io.Reader) (string, error) {
	type result struct {
		line string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		line, err := bufio.NewReader(r).ReadString('\n')
		done <- result{strings.TrimSpace(line), err}
	}()
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("waiting for the answer: %w; nothing was changed", context.Cause(ctx))
	case r := <-done:
		if r.err != nil && !errors.Is(r.err, io.EOF) {
			return "", fmt.Errorf("reading the answer: %w", r.err)
		}
		return r.line, nil
	}
}

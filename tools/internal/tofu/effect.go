package tofu

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

// signalGrace is how long an ended context may wait for the signal that ended
// it: both come from the same Ctrl-C, which must be counted once.
const signalGrace = 50 * time.Millisecond

// Run runs a command that may have effects, and always waits for tofu's own
// end: nothing here kills it. An exit code other than 0 is no error.
//
// Ctrl-C reaches tofu exactly once. If stdin is a terminal, tofu is in its
// foreground process group and the terminal itself sends SIGINT, so that one
// is not forwarded. Otherwise tofu has a process group of its own, and SIGINT
// and SIGTERM reach it as SIGINT. A second signal is a second SIGINT, at which
// tofu stops without waiting for its providers. The end of ctx that no signal
// explains is one SIGINT too.
func (t Tofu) Run(ctx context.Context, args []string, stdio IO) (int, error) {
	program, err := t.program()
	if err != nil {
		return -1, err
	}
	cmd := exec.Command(program, t.words(args)...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = t.Env, stdio.Stdin, stdio.Stdout, stdio.Stderr
	shared := isTerminal(stdio.Stdin)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: !shared}

	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := ctx.Err(); err != nil {
		return -1, fmt.Errorf("running tofu %s: %w", args[0], context.Cause(ctx))
	}
	if err := cmd.Start(); err != nil {
		return -1, fmt.Errorf("starting tofu %s: %w", args[0], err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return exitCode(args, forward(ctx, cmd.Process, shared, signals, ended))
}

// forward passes interrupts on until the process ends.
func forward(ctx context.Context, p *os.Process, shared bool, signals <-chan os.Signal, ended <-chan error) error {
	done := ctx.Done()
	for {
		select {
		case err := <-ended:
			return err
		case sig := <-signals:
			// The same signal usually ends ctx as well.
			done = nil
			if !shared || sig != os.Interrupt {
				interrupt(p)
			}
		case <-done:
			done = nil
			select {
			case err := <-ended:
				return err
			case sig := <-signals:
				if !shared || sig != os.Interrupt {
					interrupt(p)
				}
			case <-time.After(signalGrace):
				interrupt(p)
			}
		}
	}
}

// interrupt asks the process to end. Only tofu itself is signalled, never its
// plugins: tofu stops those in order.
func interrupt(p *os.Process) {
	// The only error is that the process has ended, which "ended" tells.
	_ = p.Signal(os.Interrupt)
}

func isTerminal(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && f != nil && term.IsTerminal(int(f.Fd()))
}

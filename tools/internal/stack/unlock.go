package stack

import (
	"context"
	"errors"
	"io"

	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

const unlockHelp = `A run that was killed leaves its lock on a state that is on a server, and the next
run says so: the lock's ID, who took it, when and what for. Remove it only when that
run is dead, for two at once write over each other's state. A run of this machine is
waited for.

`

func unlockFlags(o *options, f *flagSet) {
	f.yes(&o.force, "force", "do not ask")
}

// unlock removes the lock that a dead run has left on the state.
func unlock(ctx context.Context, s *session) error {
	if s.local() {
		return usageError(errors.New("the state is a file of this machine, whose lock ends with the process that holds it: there is nothing to remove"))
	}
	if !s.opts.force && !s.canAsk() {
		return usageError(errors.New("there is no terminal to ask on; pass --force if the run that took the lock is dead"))
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	id := s.opts.args[0]
	if !s.opts.force {
		s.note("\n  Stack:        %s", s.stack.Label)
		s.note("  Environment:  %s", s.stack.Environment)
		s.note("  Lock:         %s\n", id)
		if err := s.confirm(ctx, "Is the run that took it dead, and shall its lock go? "); err != nil {
			return err
		}
	}
	if err := s.run(ctx, tofu.UnlockArgs(id), nil, io.Discard); err != nil {
		return err
	}
	s.note("The lock is removed. See what is left: %s", s.command("plan"))
	return nil
}

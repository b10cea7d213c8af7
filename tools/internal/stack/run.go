// Package stack runs the effects of a stack in one environment: plan, apply,
// destroy, output, refresh, console, state, unlock, handover and client_config; and preview,
// which has none. What is applied
// is exactly the plan that was shown; state stays out of the source tree and
// of bazel-out, private to the user.
package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"syscall"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// The exit codes of every verb.
const (
	exitOK = iota
	// exitFinding: the plan has changes (--detailed-exitcode), a saved plan is
	// refused, the answer was no, the configuration is invalid.
	exitFinding
	// exitUsage: an unknown flag, bad variables, a bad spec.
	exitUsage
	// exitFailed: the work could not be done.
	exitFailed
)

// verb is one thing to do with a stack.
type verb struct {
	// does says what it does, in one line of help.
	does string
	// run does it.
	run func(context.Context, *session) error
	// flags adds the verb's own flags to the common ones.
	flags func(*options, *flagSet)
	// args describes what may stand beside flags; empty for nothing.
	args string
	// more is said in the help, as a paragraph.
	more string
	// variables says that it takes variable values.
	variables bool
	// stateless says that it does not use the environment's directory.
	stateless bool
}

func verbs() map[string]verb {
	return map[string]verb{
		"plan": {does: "show what apply would do, and save that plan for apply", run: plan, flags: planFlags, variables: true},
		"preview": {does: "show what plan would, as far as the providers' schemas tell: without cluster, credentials or state", run: makePreview,
			flags: previewFlags, variables: true, stateless: true, more: previewHelp},
		"apply":   {does: "apply the saved plan, or plan, show, ask and apply", run: apply, flags: applyFlags, variables: true},
		"destroy": {does: "plan the removal of everything, show, ask and remove", run: destroy, flags: applyFlags, variables: true},
		"refresh": {does: "bring the state up to what really is, changing nothing else", run: refresh, flags: targetFlag, variables: true},
		"console": {does: "open the expression console", run: console, variables: true},
		"output":  {does: "print the outputs, or one", run: output, flags: outputFlags, args: "[NAME]"},
		"state": {does: "inspect or repair the state", run: state, args: "SUBCOMMAND [ARGS...]",
			more: "Subcommands: " + stateSubcommands + ".\n\n"},
		"unlock":        {does: "remove the lock that a killed run has left on the state", run: unlock, flags: unlockFlags, args: "LOCK_ID", more: unlockHelp},
		"handover":      {does: "write what other stacks take of this one into the source tree", run: handOver, flags: handoverFlags, more: handoverHelp},
		"client_config": {does: "print the client configuration, or merge it into the home directory", run: clientConfig, flags: clientConfigFlags},
	}
}

// stateSubcommands are tofu's.
const stateSubcommands = "list, show, mv, rm, pull, push, replace-provider"

// Run does what the spec's verb says with the user's flags, and returns the
// exit code: 0 ok, 1 finding or refusal, 2 usage, bad spec or bad variables,
// 3 could not do the job. A stdin that is no *os.File is taken for a person's.
func Run(ctx context.Context, s *spec.Spec, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	what, ok := verbs()[s.Stack.Verb]
	if s.Kind == spec.KindClientConfig {
		what, ok = verbs()["client_config"], true
	}
	if !ok {
		fmt.Fprintf(stderr, "Error: %s: unknown verb %q; want one of %v\n", s.Label, s.Stack.Verb, slices.Sorted(maps.Keys(verbs())))
		return exitUsage
	}
	opts, err := parseFlags(s.Stack, what, args)
	switch {
	case errors.Is(err, errHelp):
		writeHelp(stdout, s.Stack, what)
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "Error: %v\n\n", err)
		writeHelp(stderr, s.Stack, what)
		return exitUsage
	}
	// What tofu and its plugins create is the user's alone from its first moment.
	defer syscall.Umask(syscall.Umask(0o077))
	session := newSession(s, opts, stdin, stdout, stderr)
	defer session.close()
	return session.report(what.run(ctx, session))
}

// exitError is an error with an exit code of its own.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func usageError(err error) error { return &exitError{exitUsage, err} }
func finding(err error) error    { return &exitError{exitFinding, err} }

// errChanges is the finding of plan --detailed-exitcode, which the plan itself
// has already told.
var errChanges = errors.New("the plan has changes")

// report writes the error, if any, and returns the exit code.
func (s *session) report(err error) int {
	if err == nil {
		return exitOK
	}
	if !errors.Is(err, errChanges) {
		fmt.Fprintf(s.stderr, "Error: %s (%s): %v\n", s.stack.Label, s.stack.Environment, err)
	}
	if exit, ok := errors.AsType[*exitError](err); ok {
		return exit.code
	}
	return exitFailed
}

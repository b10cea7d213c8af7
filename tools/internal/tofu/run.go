// Package tofu runs OpenTofu: its environment, its CLI configuration, its
// command lines and its signals.
package tofu

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Tofu is an OpenTofu program in a working directory.
type Tofu struct {
	// Path of the program; a relative one is resolved against the process's
	// working directory.
	Path string
	// Dir is the absolute directory of the configuration (-chdir).
	Dir string
	// Env is tofu's whole environment.
	Env Env
}

// IO is what a command is connected to; nil is nothing (/dev/null).
type IO struct {
	// Stdin, if it is a terminal, makes signals the terminal's business: see Run.
	Stdin io.Reader
	// Stdout and Stderr of the command.
	Stdout, Stderr io.Writer
}

// Result of a command that ran to its end.
type Result struct {
	// Code is the exit code.
	Code int
	// Stdout and Stderr are all that it wrote.
	Stdout, Stderr []byte
}

// stopTimeout is how long an interrupted check may take to stop. Bazel itself
// grants 15 seconds between SIGTERM and SIGKILL.
const stopTimeout = 5 * time.Second

// Check runs a command without effects to its end and returns its output. It
// has no input. When ctx ends it is interrupted, so that it stops its plugins
// too, and killed if that takes long. An exit code other than 0 is no
// error; not being able to run, or death by a signal, is.
func (t Tofu) Check(ctx context.Context, args []string) (Result, error) {
	var out, errOut bytes.Buffer
	program, err := t.program()
	if err != nil {
		return Result{}, err
	}
	cmd := exec.CommandContext(ctx, program, t.words(args)...)
	cmd.Env, cmd.Stdout, cmd.Stderr = t.Env, &out, &errOut
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = stopTimeout
	code, err := exitCode(args, cmd.Run())
	if ctxErr := context.Cause(ctx); ctxErr != nil {
		err = fmt.Errorf("running tofu %s: %w", args[0], ctxErr)
	}
	return Result{Code: code, Stdout: out.Bytes(), Stderr: errOut.Bytes()}, err
}

// program is the absolute path: a bare name must not be looked up on PATH.
func (t Tofu) program() (string, error) {
	abs, err := filepath.Abs(t.Path)
	if err != nil {
		return "", fmt.Errorf("resolving %q: %w", t.Path, err)
	}
	return abs, nil
}

func (t Tofu) words(args []string) []string {
	if t.Dir == "" {
		return args
	}
	return append([]string{"-chdir=" + t.Dir}, args...)
}

// exitCode tells a command's own exit code from not having run properly.
func exitCode(args []string, err error) (int, error) {
	if err == nil {
		return 0, nil
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Exited() {
		return exit.ExitCode(), nil
	}
	return -1, fmt.Errorf("running tofu %s: %w", args[0], err)
}

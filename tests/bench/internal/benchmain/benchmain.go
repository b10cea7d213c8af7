// Package benchmain is what the benchmarks' programs have in common: from the command
// line to the exit code.
package benchmain

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// The exit codes, as each --help lists them.
const (
	OK = iota
	Finding
	Usage
	Failed
)

// Missed is a finding that the output tells.
type Missed struct{}

// Error implements error.
func (Missed) Error() string { return "an aim was missed" }

// Program is a benchmark with options O.
type Program[O any] struct {
	Help string
	// Parse reads the command line; its error may be flag.ErrHelp.
	Parse func(args []string, getenv func(string) string) (O, error)
	// Measure measures, and writes what it found.
	Measure func(ctx context.Context, o O, stdout, log io.Writer) error
	// Finding says whether an error is of what was measured, and not of measuring.
	Finding func(error) bool
	// Interrupted says what becomes of what was made when somebody interrupts it.
	Interrupted string
}

// Main is the whole process.
func (p Program[O]) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := p.Run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run is the whole program; it returns the exit code.
func (p Program[O]) Run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	o, err := p.Parse(args, getenv)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, p.Help)
		return OK
	}
	if err != nil {
		fmt.Fprintf(stderr, "bench: %v\nSee --help.\n", err)
		return Usage
	}
	err = p.Measure(ctx, o, stdout, stderr)
	switch {
	case err == nil:
		return OK
	case ctx.Err() != nil:
		fmt.Fprintf(stderr, "bench: interrupted; %s\n", p.Interrupted)
		return Failed
	case errors.Is(err, Missed{}):
		return Finding
	}
	fmt.Fprintf(stderr, "bench: %v\n", err)
	if p.Finding(err) {
		return Finding
	}
	return Failed
}

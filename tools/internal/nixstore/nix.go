package nixstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Nix is the program nix, and how it is called.
type Nix struct {
	// Program is its path.
	Program string
	// Store is the store as nix's --store takes it; empty for Nix's own choice.
	Store string
	// Args stand behind each subcommand.
	Args []string
	// Stderr is where people read what Nix says while it builds.
	Stderr io.Writer
}

// ErrNoNix is the error where there is no Nix.
var ErrNoNix = errors.New("no Nix")

// Find is the Nix at program, or the one on PATH where that is empty.
func Find(program string) (Nix, error) {
	if program == "" {
		program = "nix"
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return Nix{}, fmt.Errorf("%w: %w; install Nix 2.8 or newer (https://nixos.org/download), or say where it is with --nix or NIXPUSH_NIX", ErrNoNix, err)
	}
	return Nix{Program: path, Stderr: io.Discard}, nil
}

// command is a call of Nix that ends with ctx: asked at first, then killed.
func (n Nix) command(ctx context.Context, subcommand []string, args ...string) *exec.Cmd {
	all := append(slices.Clone(subcommand), "--extra-experimental-features", "nix-command flakes")
	if n.Store != "" {
		all = append(all, "--store", n.Store)
	}
	all = append(all, n.Args...)
	cmd := exec.CommandContext(ctx, n.Program, append(all, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// Error is a call of Nix that ended with an error.
type Error struct {
	// Doing is what it was called for.
	Doing string
	// Code is its exit code; -1 if a signal ended it.
	Code int
	// Text is what it said, unless people saw it already.
	Text string
}

// Error implements error.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: nix ended with exit code %d", e.Doing, e.Code)
	if e.Text != "" {
		text += ":\n" + e.Text
	}
	return text
}

// output runs a call and returns what it writes; handle reads it as it comes.
func (n Nix) output(cmd *exec.Cmd, doing string, handle func(io.Reader) error) error {
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s: starting Nix: %w", doing, err)
	}
	handled := handle(out)
	io.Copy(io.Discard, out) //nolint:errcheck // Nix must not wait for a reader
	if err := ended(doing, cmd.Wait(), quiet(said.String())); err != nil {
		return err
	}
	return handled
}

// ended turns the end of a call into an error.
func ended(doing string, err error, text string) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return &Error{doing, exit.ExitCode(), text}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// quiet is what Nix says without the lines that are about us, not about the user.
func quiet(said string) string {
	lines := slices.DeleteFunc(strings.Split(said, "\n"), func(line string) bool {
		return line == "" || strings.Contains(line, "'--json' without '--json-format'")
	})
	return strings.Join(lines, "\n")
}

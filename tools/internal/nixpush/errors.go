package nixpush

import (
	"context"
	"errors"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
)

// Exit codes.
const (
	ExitOK      = 0
	ExitFinding = 1
	ExitUsage   = 2
	ExitError   = 3
)

// UsageError is for what the user has to correct before anything can be done.
type UsageError struct{ Err error }

// Error implements error.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap is the error itself.
func (e *UsageError) Unwrap() error { return e.Err }

// ErrFinding says that some paths could not be pushed, while the others were.
var ErrFinding = errors.New("not everything was pushed")

// BuildError is a build that failed; Nix has said why.
type BuildError struct{ Nix *nixstore.Error }

// Error implements error.
func (e *BuildError) Error() string { return e.Nix.Error() + " (its messages are above)" }

// Unwrap is Nix's error.
func (e *BuildError) Unwrap() error { return e.Nix }

// ExitCode is the exit code for the error of a push. Nix's own is kept where a build failed.
func ExitCode(err error) int {
	var usage *UsageError
	var build *BuildError
	var unknown *cachetarget.ErrUnknown
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &usage), errors.As(err, &unknown):
		return ExitUsage
	case errors.As(err, &build) && build.Nix.Code > 0:
		return build.Nix.Code
	case errors.Is(err, ErrFinding):
		return ExitFinding
	}
	return ExitError
}

// cancelled makes the error of a cancelled push one for people.
func cancelled(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return errors.New("cancelled: what was uploaded so far is kept; the same command goes on from there")
	}
	return err
}

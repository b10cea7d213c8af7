package stack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// rescueErroredState moves errored.tfstate, in which tofu leaves a new state
// that it could not save, out of the work directory, which does not last.
func (s *session) rescueErroredState() error {
	from := filepath.Join(s.dir.Work(), "w", filepath.FromSlash(s.spec.Root), "errored.tfstate")
	info, err := os.Lstat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking for an unsaved state: %w", err)
	}
	if info.Size() == 0 {
		// Not even this could be written; tofu has printed the state instead.
		s.stateLost = true
		if err := os.Remove(from); err != nil {
			return fmt.Errorf("removing an empty state: %w", err)
		}
		return nil
	}
	to := s.dir.Join("errored.tfstate")
	for i := 2; ; i++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			break
		}
		to = s.dir.Join(fmt.Sprintf("errored.%d.tfstate", i))
	}
	if err := os.Chmod(from, 0o600); err != nil {
		return fmt.Errorf("making the unsaved state private: %w", err)
	}
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("keeping the unsaved state: %w", err)
	}
	return nil
}

func (s *session) erroredStates() ([]string, error) {
	files, err := filepath.Glob(s.dir.Join("errored*.tfstate"))
	if err != nil {
		return nil, fmt.Errorf("looking for unsaved states: %w", err)
	}
	return files, nil
}

// pushErroredState saves the state that an earlier run could not save. Tofu
// takes it only if it is a later version of the state that is there; otherwise
// nothing goes on, for a change to the older state would lose track of what
// exists. Verbs state and unlock go on: they are what repairs this.
func (s *session) pushErroredState(ctx context.Context) error {
	files, err := s.erroredStates()
	if err != nil || len(files) == 0 || s.stack.Verb == "state" || s.stack.Verb == "unlock" {
		return err
	}
	for _, file := range files {
		result, err := s.tofu.Check(ctx, tofu.StateArgs([]string{"push", file}))
		if err != nil {
			return err
		}
		if result.Code != 0 {
			relay := s.relay(s.stderr)
			relay.Write(result.Stderr)
			relay.Flush()
			return fmt.Errorf("an earlier run left a state that could not be saved, in %q, and it still cannot be saved (see above)%s\n"+
				"Save it: %s\nor, if the state that is there is the right one, delete that file", file, s.lockRemedy(), s.command("state", "push", file))
		}
		if err := os.Rename(file, file+".saved"); err != nil {
			return fmt.Errorf("setting the saved state aside: %w", err)
		}
		s.note("The state that an earlier run could not save is saved now; a copy is kept in %q.", file+".saved")
	}
	return s.protectState()
}

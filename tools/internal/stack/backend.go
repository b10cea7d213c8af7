package stack

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// generatedBackend is the file that declares the backend when the
// configuration does not.
const generatedBackend = "flywheel_backend.tf"

// checkBackend compares the configuration's backend block with the spec's.
func (s *session) checkBackend() error {
	b := s.root.Backend
	if b == nil || b.Type == s.stack.Backend.Type {
		return nil
	}
	return fmt.Errorf(`%s: the configuration has backend %q, and %s says %q; change the block to backend %q {} or the target's backend`,
		b.Where, b.Type, s.stack.Label, s.stack.Backend.Type, s.stack.Backend.Type)
}

// checkState refuses a damaged state file, and a state left behind in another
// backend, before anything could overwrite or forget it.
func (s *session) checkState() error {
	current, err := planfile.ReadState(s.dir.State())
	if damaged, ok := errors.AsType[*planfile.DamagedStateError](err); ok {
		return fmt.Errorf("%w\nNothing was changed. %s", damaged, s.stateRemedy())
	}
	if err != nil {
		return err
	}
	if !s.local() && current.Lineage != "" && s.stack.Verb != "state" {
		return fmt.Errorf("the backend is now %q, but the environment's state is still in %q\nMove it: %s, then rename the file",
			s.stack.Backend.Type, s.dir.State(), s.command("state", "push", s.dir.State()))
	}
	return nil
}

// stateRemedy says what to do about a damaged state.
func (s *session) stateRemedy() string {
	backup, again := s.dir.State()+".backup", s.command("plan", s.variableFlags()...)
	if _, err := os.Stat(backup); err != nil {
		return fmt.Sprintf("There is no state from before. Rename the file, run %s and import what exists, or let apply make it anew", again)
	}
	return fmt.Sprintf("The state before the last change is in %q: look at it, then put it in place of the damaged file and run %s", backup, again)
}

// backendConfig is the backend's configuration as given to init.
func (s *session) backendConfig() map[string]string {
	config := maps.Clone(s.stack.Backend.Config)
	if config == nil {
		config = map[string]string{}
	}
	if s.local() {
		config["path"] = s.dir.State()
	}
	return config
}

// declareBackend adds a backend block to a configuration without one.
func (s *session) declareBackend() error {
	if s.root.Backend != nil {
		return nil
	}
	f := hclwrite.NewEmptyFile()
	f.Body().AppendNewBlock("terraform", nil).Body().AppendNewBlock("backend", []string{s.stack.Backend.Type})
	path := filepath.Join(s.rootDir(), generatedBackend)
	if err := atomicfile.Write(path, f.Bytes(), 0o600); err != nil {
		return fmt.Errorf("declaring the backend: %w", err)
	}
	return nil
}

// protectState makes the state files private: tofu creates them readable.
func (s *session) protectState() error {
	files, err := filepath.Glob(s.dir.Join("*tfstate*"))
	if err != nil {
		return fmt.Errorf("listing the state files: %w", err)
	}
	for _, f := range files {
		if err := os.Chmod(f, 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("making the state private: %w", err)
		}
	}
	return nil
}

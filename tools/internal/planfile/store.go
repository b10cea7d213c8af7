package planfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// ErrNone says that no plan is saved.
var ErrNone = errors.New("no saved plan")

// DamagedError says that a saved plan cannot be trusted: a part is missing,
// unreadable, or not what was saved.
type DamagedError struct {
	// Reason completes the sentence "the saved plan is refused: …".
	Reason string
}

// Error implements error.
func (e *DamagedError) Error() string { return e.Reason }

// Store is the place of one environment's saved plan.
type Store struct {
	// Dir is the environment's directory.
	Dir string
}

// PlanPath is the path of the saved plan, in tofu's format.
func (s Store) PlanPath() string { return filepath.Join(s.Dir, "plan.tfplan") }

// BindingPath is the path of the record of what the plan was made from.
func (s Store) BindingPath() string { return filepath.Join(s.Dir, "plan.json") }

// DraftPath is where tofu writes a plan that is not saved yet.
func (s Store) DraftPath() string { return filepath.Join(s.Dir, "draft.tfplan") }

// Seal makes the draft private, and completes b with its hash and its state.
// Call it before the draft is applied or saved.
func (s Store) Seal(b *Binding) error {
	if err := os.Chmod(s.DraftPath(), 0o600); err != nil {
		return fmt.Errorf("making the plan private: %w", err)
	}
	data, err := os.ReadFile(s.DraftPath())
	if err != nil {
		return fmt.Errorf("reading the new plan: %w", err)
	}
	b.V = Version
	b.Plan = Sum(data)
	b.State = stateOf(data)
	return nil
}

// Save makes the sealed draft the saved plan. At every moment the files are
// either the old plan, no plan, or the new plan: the record goes first and
// comes last.
func (s Store) Save(b *Binding) error {
	var err error
	if b.Digest, err = b.ComputeDigest(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding %q: %w", s.BindingPath(), err)
	}
	if err := remove(s.BindingPath()); err != nil {
		return err
	}
	if err := syncFile(s.DraftPath()); err != nil {
		return err
	}
	if err := os.Rename(s.DraftPath(), s.PlanPath()); err != nil {
		return fmt.Errorf("saving the plan: %w", err)
	}
	return atomicfile.Write(s.BindingPath(), append(data, '\n'), 0o600)
}

// Load returns the saved plan's binding after checking that plan and binding
// are the ones that were saved. The error is ErrNone when there is no plan and
// a *DamagedError when it cannot be trusted.
func (s Store) Load() (*Binding, error) {
	plan, planErr := os.ReadFile(s.PlanPath())
	record, recordErr := os.ReadFile(s.BindingPath())
	noPlan, noRecord := errors.Is(planErr, fs.ErrNotExist), errors.Is(recordErr, fs.ErrNotExist)
	switch {
	case noPlan && noRecord:
		return nil, ErrNone
	case noPlan:
		return nil, &DamagedError{Reason: "plan.json is there without plan.tfplan"}
	case noRecord:
		return nil, &DamagedError{Reason: "plan.tfplan is there without plan.json, which says what it was made from"}
	}
	if err := errors.Join(planErr, recordErr); err != nil {
		return nil, fmt.Errorf("reading the saved plan: %w", err)
	}
	return verify(plan, record)
}

func verify(plan, record []byte) (*Binding, error) {
	var b Binding
	dec := json.NewDecoder(bytes.NewReader(record))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&b); err != nil {
		return nil, &DamagedError{Reason: fmt.Sprintf("plan.json cannot be read: %v", err)}
	}
	if b.V != Version {
		return nil, &DamagedError{Reason: fmt.Sprintf("plan.json has layout version %d; this program reads version %d", b.V, Version)}
	}
	digest, err := b.ComputeDigest()
	if err != nil {
		return nil, err
	}
	if digest != b.Digest {
		return nil, &DamagedError{Reason: "plan.json was changed after it was saved (its digest does not match)"}
	}
	if Sum(plan) != b.Plan {
		return nil, &DamagedError{Reason: "plan.tfplan was changed after it was saved (its SHA-256 does not match)"}
	}
	return &b, nil
}

// Use turns the saved plan into the draft, to be applied: from then on it is
// no longer saved, so that even a killed apply never applies a plan twice.
func (s Store) Use() error {
	if err := remove(s.BindingPath()); err != nil {
		return err
	}
	if err := os.Rename(s.PlanPath(), s.DraftPath()); err != nil {
		return fmt.Errorf("taking the saved plan: %w", err)
	}
	return nil
}

// Discard removes the saved plan and any draft; that there are none is fine.
func (s Store) Discard() error {
	return errors.Join(remove(s.BindingPath()), remove(s.PlanPath()), s.DropDraft())
}

// DropDraft removes the draft, if there is one.
func (s Store) DropDraft() error { return remove(s.DraftPath()) }

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the old plan: %w", err)
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("opening the new plan: %w", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return fmt.Errorf("flushing the new plan: %w", err)
	}
	return nil
}

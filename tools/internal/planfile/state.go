package planfile

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// stateOf returns the state a plan was made from, which OpenTofu keeps in the
// plan file's "tfstate" entry; nil when it cannot be told, as in an encrypted
// plan. OpenTofu then still refuses a stale plan itself.
func stateOf(plan []byte) *State {
	archive, err := zip.NewReader(bytes.NewReader(plan), int64(len(plan)))
	if err != nil {
		return nil
	}
	f, err := archive.Open("tfstate")
	if err != nil {
		return nil
	}
	defer f.Close()
	var s State
	if err := json.NewDecoder(f).Decode(&s); err != nil {
		return nil
	}
	return &s
}

// DamagedStateError says that a state file cannot be read as a state.
type DamagedStateError struct {
	// Path is the state file.
	Path string
	// Reason says what is wrong with it.
	Reason string
}

// Error implements error.
func (e *DamagedStateError) Error() string {
	return fmt.Sprintf("state file %q is damaged: %s", e.Path, e.Reason)
}

// ReadState returns the identity of the state in a local state file. A file
// that is missing or that OpenTofu only created to lock it is a state not yet
// written; anything else that is not a state is a *DamagedStateError.
func ReadState(path string) (State, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return State{}, nil
	}
	if err != nil {
		return State{}, fmt.Errorf("reading the state: %w", err)
	}
	if len(data) == 0 {
		return emptyState(path)
	}
	var s struct {
		State
		Version   *int            `json:"version"`
		Encrypted json.RawMessage `json:"encrypted_data"`
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return State{}, &DamagedStateError{Path: path, Reason: err.Error()}
	}
	if s.Version == nil && s.Encrypted == nil {
		return State{}, &DamagedStateError{Path: path, Reason: `it has no "version"`}
	}
	return s.State, nil
}

// emptyState tells a new state from a lost one: OpenTofu leaves a backup only
// when there was something to back up.
func emptyState(path string) (State, error) {
	info, err := os.Stat(path + ".backup")
	if err == nil && info.Size() > 0 {
		return State{}, &DamagedStateError{Path: path, Reason: "it is empty, and its backup is not"}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return State{}, fmt.Errorf("reading the state's backup: %w", err)
	}
	return State{}, nil
}

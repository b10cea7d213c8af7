package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/planfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
	"github.com/gloriousflywheel/flywheel/tools/internal/unsaved"
)

// unsavedRecord is what an apply leaves in case that it is killed. It is there for as
// long as tofu applies.
type unsavedRecord struct {
	// V is the layout version, always 1.
	V int `json:"v"`
	// Created is what the apply was to create.
	Created unsaved.IDs `json:"created"`
	// Imported is what it was to import.
	Imported unsaved.IDs `json:"imported"`
}

func (s *session) unsavedPath() string { return s.dir.Join("unsaved.json") }

// eventsPath is where tofu writes what it does, as it does it.
func (s *session) eventsPath() string { return s.dir.Join("unsaved.events.json") }

// record writes what the draft is about to make.
func (s *session) record(ctx context.Context) error {
	shown, err := s.capture(ctx, tofu.ShowArgs(true, s.plans.DraftPath()))
	if err != nil {
		return err
	}
	created, imported, err := unsaved.Planned(shown)
	if err != nil {
		return err
	}
	data, err := json.Marshal(unsavedRecord{V: 1, Created: created, Imported: imported})
	if err != nil {
		return fmt.Errorf("encoding what will be made: %w", err)
	}
	return atomicfile.Write(s.unsavedPath(), data, 0o600)
}

// forgetRecord is for when tofu has come to an end of its own: the state has everything then.
func (s *session) forgetRecord() error {
	for _, path := range []string{s.unsavedPath(), s.eventsPath()} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing the record of an apply: %w", err)
		}
	}
	return nil
}

// takeIn lets a plan import what a killed apply has made and the state does not know.
func (s *session) takeIn(ctx context.Context, mode planfile.Mode, plan tofu.Plan) error {
	left, err := s.leftBehind(ctx)
	if err != nil || len(left) == 0 {
		return err
	}
	if mode == planfile.ModeDestroy {
		s.note("The last apply was killed before its state was saved. A plan to destroy leaves what only that apply knew of; take it in first: %s\n  %s",
			s.command("apply", s.variableFlags()...), strings.Join(left.Addresses(), "\n  "))
		return nil
	}
	there, err := s.importable(ctx, left, plan)
	if err != nil || len(there) == 0 {
		return err
	}
	s.note("The last apply was killed before its state was saved. What it had made is taken in:\n  %s", strings.Join(there.Addresses(), "\n  "))
	return nil
}

// leftBehind are the objects whose making had begun and that the state does not know.
func (s *session) leftBehind(ctx context.Context) (unsaved.IDs, error) {
	data, err := os.ReadFile(s.unsavedPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the record of an apply: %w", err)
	}
	var record unsavedRecord
	if err := json.Unmarshal(data, &record); err != nil {
		return nil, fmt.Errorf("decoding the record of an apply, %q: %w\nIt is of an apply that was killed; without it the next one does not know what that has made", s.unsavedPath(), err)
	}
	// Without a file tofu had not begun.
	events, err := os.ReadFile(s.eventsPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the events of an apply: %w", err)
	}
	begun, installing := record.Created.Begun(events)
	maps.Copy(begun, record.Imported)
	for _, address := range installing.Addresses() {
		s.note("The last apply was killed while Helm was installing %s. If it says that the name is in use, remove its record of that: %s",
			address, unsaved.HelmRecord(installing[address]))
	}
	if len(begun) == 0 {
		return nil, s.forgetRecord()
	}
	known, err := s.tofu.Check(ctx, tofu.StateArgs([]string{"list"}))
	if err != nil {
		return nil, err
	}
	// Before the first state there is nothing to list, and that is an error.
	left := begun.Without(strings.Split(strings.TrimSpace(string(known.Stdout)), "\n"))
	if len(left) == 0 {
		return nil, s.forgetRecord()
	}
	return left, nil
}

// importable are those that a plan can import, and their import blocks are in the staged
// configuration. Some are not there: their making had begun, no more.
func (s *session) importable(ctx context.Context, ids unsaved.IDs, plan tofu.Plan) (unsaved.IDs, error) {
	file := filepath.Join(s.rootDir(), "flywheel_unsaved.tf")
	// It changes nothing; who holds the lock, the real plan tells.
	plan.Out, plan.DetailedExitCode, plan.LockTimeout, plan.Extra = "", false, "", append([]string{"-json", "-lock=false"}, plan.Extra...)
	for len(ids) > 0 {
		blocks, err := ids.Blocks()
		if err != nil {
			return nil, err
		}
		if err := atomicfile.Write(file, blocks, 0o600); err != nil {
			return nil, err
		}
		result, err := s.tofu.Check(ctx, tofu.PlanArgs(plan))
		if err != nil {
			return nil, err
		}
		unwanted := unsaved.Unwanted(result.Stdout)
		for _, address := range unwanted {
			s.note("The last apply was killed after it had begun to make %s (%s), which these variables do not have: it is not taken in, and left to you.", address, ids[address])
		}
		rest := ids.Without(unsaved.Absent(result.Stdout)).Without(unwanted)
		if len(rest) == len(ids) {
			// Other errors are the real plan's to tell.
			return ids, nil
		}
		ids = rest
	}
	if err := os.Remove(file); err != nil {
		return nil, fmt.Errorf("removing import blocks: %w", err)
	}
	return nil, s.forgetRecord()
}

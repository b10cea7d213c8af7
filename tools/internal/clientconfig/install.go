package clientconfig

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Action is what happened, or would happen, to a file.
type Action string

// The actions.
const (
	// Created made a new file.
	Created Action = "created"
	// Updated changed an existing file.
	Updated Action = "updated"
	// Unchanged left the file as it is.
	Unchanged Action = "unchanged"
	// Removed took the block out.
	Removed Action = "block removed from"
	// Deleted removed the file, which held nothing else.
	Deleted Action = "deleted"
	// Absent found no block to remove.
	Absent Action = "absent"
)

// Change is one file's change, computed and not yet made.
type Change struct {
	// Path is the file as the user knows it.
	Path string
	// Action is what happens to it.
	Action Action

	file     file
	newText  string
	toBackup bool
	unbackup bool
}

// PlanInstall computes what merging the files into home changes, without
// changing anything. An error of any file means that none shall be touched.
func PlanInstall(home string, owner Owner, files Files) ([]Change, error) {
	if err := files.Check(); err != nil {
		return nil, err
	}
	return planEach(files.Paths(), func(p string) (Change, error) {
		if err := holdsComments(p); err != nil {
			return Change{}, err
		}
		if hasMarkers(files[p]) {
			return Change{}, fmt.Errorf("client configuration %q has a flywheel marker line of its own", p)
		}
		return planMerge(filepath.Join(home, filepath.FromSlash(p)), owner, files[p])
	})
}

// PlanRemove computes what taking the owner's blocks out of the paths, which
// are relative to home, changes.
func PlanRemove(home string, owner Owner, paths []string) ([]Change, error) {
	return planEach(paths, func(p string) (Change, error) {
		if reason := badPath(p); reason != "" {
			return Change{}, fmt.Errorf("client configuration path %q is refused: %s", p, reason)
		}
		return planCut(filepath.Join(home, filepath.FromSlash(p)), owner)
	})
}

func planEach(paths []string, plan func(string) (Change, error)) ([]Change, error) {
	var changes []Change
	var errs []error
	for _, p := range paths {
		c, err := plan(p)
		changes, errs = append(changes, c), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return changes, nil
}

func planMerge(named string, owner Owner, content string) (Change, error) {
	f, err := openFile(named)
	if err != nil {
		return Change{}, err
	}
	merged, err := merge(f.text, f.exists, owner, content)
	if err != nil {
		return Change{}, place(named, err)
	}
	c := Change{Path: named, Action: Updated, file: f, newText: merged}
	switch {
	case !f.exists:
		c.Action = Created
	case merged == f.text:
		c.Action = Unchanged
	default:
		c.toBackup = !hasMarkers(f.text)
	}
	return c, nil
}

func planCut(named string, owner Owner) (Change, error) {
	f, err := openFile(named)
	if err != nil {
		return Change{}, err
	}
	rest, found, created, err := cut(f.text, owner)
	if err != nil {
		return Change{}, place(named, err)
	}
	c := Change{Path: named, Action: Removed, file: f, newText: rest, unbackup: !hasMarkers(rest)}
	switch {
	case !found:
		c.Action = Absent
	case created && rest == "":
		c.Action = Deleted
	}
	return c, nil
}

// place names the file of a damage, as file:line.
func place(named string, err error) error {
	var damage *Damage
	if errors.As(err, &damage) {
		return fmt.Errorf("%s:%d: %s", named, damage.Line, damage.Reason)
	}
	return fmt.Errorf("reading %q: %w", named, err)
}

// holdsComments refuses formats in which "#" does not start a comment: a block
// there could be neither marked nor found again.
func holdsComments(p string) error {
	formats := []string{".json", ".xml", ".config", ".plist", ".html", ".props", ".targets"}
	if !slices.Contains(formats, strings.ToLower(path.Ext(p))) {
		return nil
	}
	return fmt.Errorf("%q cannot hold a managed block: its format has no # comments; put the printed content into it by hand", p)
}

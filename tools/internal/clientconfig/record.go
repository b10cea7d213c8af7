package clientconfig

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// record maps home directories to the paths, relative to them, that have had a
// block merged. It outlives the configuration, so that blocks can be found
// after the stack is gone.
type record map[string][]string

// Record notes which paths below home have, or are about to have, blocks; none
// forgets home.
func Record(file, home string, paths []string) error {
	r, err := readRecord(file)
	if err != nil {
		return err
	}
	if len(paths) == 0 && r[home] == nil {
		return nil
	}
	if r[home] = slices.Sorted(slices.Values(paths)); len(paths) == 0 {
		delete(r, home)
	}
	return r.write(file)
}

// ReadRecord returns the noted paths below home, in order.
func ReadRecord(file, home string) ([]string, error) {
	r, err := readRecord(file)
	return r[home], err
}

// Homes returns the home directories that have blocks, in order.
func Homes(file string) ([]string, error) {
	r, err := readRecord(file)
	return slices.Sorted(maps.Keys(r)), err
}

func readRecord(file string) (record, error) {
	r := record{}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the record of installed files: %w", err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("reading the record of installed files %q: %w", file, err)
	}
	return r, nil
}

func (r record) write(file string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding the record of installed files: %w", err)
	}
	return atomicfile.Write(file, append(data, '\n'), 0o600)
}

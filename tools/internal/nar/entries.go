package nar

import (
	"cmp"
	"fmt"
	"os"
	"slices"
)

// entry is a name in a directory, and the name that the archive has for it.
type entry struct {
	name string
	file os.DirEntry
}

// entries are those of a directory in the archive's order, which is that of bytes.
func (d *Dumper) entries(path string) ([]entry, error) {
	files, err := os.ReadDir(path) // sorted
	if err != nil {
		return nil, fmt.Errorf("reading store path: %w", err)
	}
	entries := make([]entry, len(files))
	for i, file := range files {
		entries[i] = entry{d.plain(file.Name()), file}
	}
	if !d.options.CaseHack {
		return entries, nil
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	for i := 1; i < len(entries); i++ {
		if entries[i].name == entries[i-1].name {
			return nil, fmt.Errorf("reading store path: %q has two files for the name %q", path, entries[i].name)
		}
	}
	return entries, nil
}

package nixspec

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// Read reads and checks the spec at file. Every error names the file; the
// caller's exit code for it is 2.
func Read(file string) (*Spec, error) { return spec.ReadFile(file, Decode) }

// Decode decodes and checks one spec.
func Decode(data []byte) (*Spec, error) {
	var s Spec
	if err := spec.Strict(data, Version, &s); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return &s, nil
}

func (s *Spec) check() error {
	var errs []error
	add := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !slices.Contains([]Verb{Push, Build, DryRun, Watch}, s.Verb) {
		add(`field "verb": %q is unknown`, s.Verb)
	}
	if len(s.Pushes) == 0 {
		add(`field "pushes": empty: nothing would be pushed`)
	}
	for i, p := range s.Pushes {
		at := fmt.Sprintf("pushes[%d]", i)
		if len(p.Installables)+len(p.Srcs)+len(p.StorePaths) == 0 {
			add(`field %q: no installables, srcs or store_paths: nothing would be pushed`, at)
		}
		if len(p.Caches) == 0 {
			add(`field %q: empty: nothing would be pushed`, at+".caches")
		}
		for j, in := range p.Installables {
			if (in.Flake == "") == (in.Text == "") {
				add(`field %q: want one of "flake" and "text"`, fmt.Sprintf("%s.installables[%d]", at, j))
			}
			if in.Flake != "" && !filepath.IsLocal(in.Flake) {
				add(`field %q: %q leaves the repository`, fmt.Sprintf("%s.installables[%d].flake", at, j), in.Flake)
			}
		}
		for j, path := range p.StorePaths {
			if !filepath.IsAbs(path) {
				add(`field %q: %q is no absolute path`, fmt.Sprintf("%s.store_paths[%d]", at, j), path)
			}
		}
		for j, f := range p.FlakeFiles {
			if !filepath.IsLocal(f.Dest) {
				add(`field %q: %q leaves the repository`, fmt.Sprintf("%s.flake_files[%d].dest", at, j), f.Dest)
			}
		}
	}
	return errors.Join(errs...)
}

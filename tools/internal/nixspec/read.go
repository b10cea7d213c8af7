package nixspec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Read reads and checks the spec at file. Every error names the file; the
// caller's exit code for it is 2.
func Read(file string) (*Spec, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading spec: %w", err)
	}
	s, err := Decode(data)
	if err != nil {
		return nil, fmt.Errorf("reading spec %q: %w", file, err)
	}
	return s, nil
}

// Decode decodes and checks one spec. Unknown fields, text after the object and
// another layout version are errors.
func Decode(data []byte) (*Spec, error) {
	var head struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, err
	}
	if head.V != Version {
		return nil, fmt.Errorf(`field "v": version %d; this program reads version %d`, head.V, Version)
	}
	var s Spec
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return nil, err
	}
	return &s, s.check()
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
		for j, f := range p.FlakeFiles {
			if !filepath.IsLocal(f.Dest) {
				add(`field %q: %q leaves the repository`, fmt.Sprintf("%s.flake_files[%d].dest", at, j), f.Dest)
			}
		}
	}
	return errors.Join(errs...)
}

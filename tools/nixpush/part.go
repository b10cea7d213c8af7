package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixspec"
)

// A part of a spec is what one push does: items with the same options.
type part struct {
	compression string
	level       int
	verify      bool
	nixArgs     []string
	items       []nixspec.Item
}

// parts sorts the items of a spec by their options, in the order in which each is first named.
func parts(items []nixspec.Item) []*part {
	var all []*part
	for _, item := range items {
		same := func(p *part) bool {
			return p.compression == item.Compression && p.level == item.CompressionLevel && p.verify == item.Verify && slices.Equal(p.nixArgs, item.NixArgs)
		}
		i := slices.IndexFunc(all, same)
		if i < 0 {
			i = len(all)
			all = append(all, &part{compression: item.Compression, level: item.CompressionLevel, verify: item.Verify, nixArgs: item.NixArgs})
		}
		all[i].items = append(all[i].items, item)
	}
	return all
}

// options are those of the command line with what the BUILD file says: a flag that is given wins.
func (p *part) options(o nixpush.Options, given func(flag string) bool) nixpush.Options {
	if !given("compression") {
		o.Compression = p.compression
	}
	if !given("compression-level") {
		o.Level = p.level
	}
	if !given("verify") {
		o.Verify = p.verify
	}
	o.BuildArgs = append(slices.Clone(p.nixArgs), o.BuildArgs...)
	return o
}

// place is where things are when a target runs.
type place struct {
	trees     string // a directory for copies of flakes
	workspace string // the source tree; empty outside of "bazel run"
	storeDir  string
}

// requests turns the items into requests, with their flakes in place.
func (p *part) requests(at place) ([]nixpush.Request, error) {
	var all []nixpush.Request
	for i, item := range p.items {
		r := nixpush.Request{Label: item.Label, StorePaths: slices.Clone(item.StorePaths), Caches: item.Caches, Dir: at.workspace}
		tree, err := p.tree(item, filepath.Join(at.trees, strconv.Itoa(i)), at.workspace)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", item.Label, err)
		}
		for _, in := range item.Installables {
			r.Installables = append(r.Installables, in.Reference(tree, item.InPlace))
		}
		for _, src := range item.Srcs {
			path, err := nixspec.StorePath(at.storeDir, src)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", item.Label, err)
			}
			r.StorePaths = append(r.StorePaths, path)
		}
		all = append(all, r)
	}
	return all, nil
}

// tree is where an item's flakes are evaluated.
func (p *part) tree(item nixspec.Item, copied, workspace string) (string, error) {
	if !item.InPlace {
		return copied, nixspec.Stage(copied, item.FlakeFiles)
	}
	if workspace == "" {
		return "", errors.New("hermetic = False evaluates in the source tree, which only \"bazel run\" knows")
	}
	return workspace, nil
}

// explained adds to a failed build what its flakes do not see.
func (p *part) explained(err error) error {
	var build *nixpush.BuildError
	if !errors.As(err, &build) {
		return err
	}
	for _, item := range p.items {
		if len(item.FlakeFiles) > 0 && !item.InPlace {
			return fmt.Errorf("%w\n%s: its flakes see the files that the target declares and no others: add what is missing to data, or set hermetic = False", err, item.Label)
		}
	}
	return err
}

// nixProgram is the program that a spec names, below the working directory of the target.
func nixProgram(s *nixspec.Spec, given string) (string, error) {
	if given != "" || s.Nix == "" {
		return given, nil
	}
	return filepath.Abs(s.Nix)
}

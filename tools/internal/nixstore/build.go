package nixstore

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Build builds installables in directory dir and returns the store paths of their
// outputs. The paths cannot be collected as garbage as long as the link outLink, or
// those beside it whose names begin like it, are there. What Nix says goes to n.Stderr.
func (n Nix) Build(ctx context.Context, dir, outLink string, installables, args []string) ([]string, error) {
	all := append([]string{"--json", "--print-build-logs", "--out-link", outLink}, args...)
	cmd := n.command(ctx, []string{"build"}, append(append(all, "--"), installables...)...)
	var out bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, n.Stderr
	doing := "building " + strings.Join(installables, " ")
	if err := ended(doing, cmd.Run(), ""); err != nil {
		return nil, err
	}
	paths, err := outputs(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return paths, nil
}

// outputs reads what "nix build --json" writes: an array of derivations with their
// outputs, or of store paths where nothing had to be built.
func outputs(data []byte) ([]string, error) {
	var items []json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return nil, fmt.Errorf("reading what nix build wrote: %w", err)
	}
	var paths []string
	for _, item := range items {
		var built struct {
			DrvPath string             `json:"drvPath"`
			Path    string             `json:"path"`
			Outputs map[string]*string `json:"outputs"`
		}
		var plain string
		if json.Unmarshal(item, &plain) == nil {
			paths = append(paths, plain)
			continue
		}
		if err := json.Unmarshal(item, &built); err != nil {
			return nil, fmt.Errorf("reading what nix build wrote: %w", err)
		}
		if built.Path != "" {
			paths = append(paths, built.Path)
		}
		for name, path := range built.Outputs {
			if path == nil {
				return nil, fmt.Errorf("output %s of %s has no known path", name, built.DrvPath)
			}
			paths = append(paths, *path)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}

// Root keeps store paths from being collected as garbage as long as the links that begin
// with outLink are there. It builds nothing.
func (n Nix) Root(ctx context.Context, outLink string, paths []string) error {
	// Nix before 2.15 takes the name of a derivation for the wish to build it.
	paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return strings.HasSuffix(p, ".drv") })
	for chunk := range slices.Chunk(paths, argumentsAtOnce) {
		outLink += "-"
		cmd := n.command(ctx, []string{"build"}, append([]string{"--out-link", outLink, "--"}, chunk...)...)
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := ended("keeping the garbage collector away from "+chunk[0], cmd.Run(), quiet(said.String())); err != nil {
			return err
		}
	}
	return nil
}

package nixstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// argumentsAtOnce bounds a command line: 200 bytes a path are far from the system's limit.
const argumentsAtOnce = 4000

// Closure is a set of store paths.
type Closure struct {
	// StoreDir is the directory that the paths are in, usually /nix/store.
	StoreDir string
	// Paths are in an order in which each comes after those that it references.
	Paths []Path
	// Roots are the names of the paths that were asked for.
	Roots []string
	// Invalid are the paths that were asked for and are not valid.
	Invalid []string
}

// Closure reads what the store knows of paths and, if recursive, of all that they
// reference: from its database, or by asking Nix where that cannot be. Paths that are not
// valid are left out, and named in the result.
func (n Nix) Closure(ctx context.Context, paths []string, recursive bool) (*Closure, error) {
	c := &Closure{}
	roots := make([]string, 0, len(paths))
	for _, p := range paths {
		roots = append(roots, strings.TrimRight(p, "/"))
	}
	slices.Sort(roots)
	roots = slices.Compact(roots)
	if n.direct(ctx, c, roots, recursive) == nil {
		return c, c.finish(roots)
	}
	if recursive {
		if err := n.pathInfo(ctx, c, roots, true); err == nil {
			return c, c.finish(roots)
		} else if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(e.Text, "is not valid") && !strings.Contains(e.Text, "don't know how to build") {
			return nil, err
		}
	}
	valid, err := n.valid(ctx, c, roots)
	if err != nil || !recursive || len(valid) == 0 {
		return c, errors.Join(err, c.finish(valid))
	}
	*c = Closure{Invalid: c.Invalid}
	if err := n.pathInfo(ctx, c, valid, true); err != nil {
		return nil, err
	}
	return c, c.finish(valid)
}

// valid tells the valid ones of paths, and reads what the store knows of them.
func (n Nix) valid(ctx context.Context, c *Closure, paths []string) ([]string, error) {
	*c = Closure{}
	var invalid *InvalidPathError
	if err := n.pathInfo(ctx, c, paths, false); errors.As(err, &invalid) {
		c.Invalid = invalid.Paths
	} else if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return slices.Contains(c.Invalid, p) }), nil
}

// pathInfo adds what Nix knows of paths to c.
func (n Nix) pathInfo(ctx context.Context, c *Closure, paths []string, recursive bool) error {
	args := []string{"--json"}
	if recursive {
		args = append(args, "--recursive")
	}
	seen := map[string]bool{}
	var invalid []string
	for chunk := range slices.Chunk(paths, argumentsAtOnce) {
		cmd := n.command(ctx, []string{"path-info"}, append(args, append([]string{"--"}, chunk...)...)...)
		err := n.output(cmd, "asking Nix for the closure", func(r io.Reader) error {
			dir, err := ParsePathInfo(r, func(p Path) {
				if !seen[p.Base] {
					seen[p.Base] = true
					c.Paths = append(c.Paths, p)
				}
			})
			c.StoreDir = cmp.Or(dir, c.StoreDir)
			return err
		})
		var bad *InvalidPathError
		if errors.As(err, &bad) {
			invalid = append(invalid, bad.Paths...)
		} else if err != nil {
			return err
		}
	}
	if len(invalid) > 0 {
		return &InvalidPathError{invalid}
	}
	return nil
}

// finish sets what follows from the paths.
func (c *Closure) finish(roots []string) error {
	for _, r := range roots {
		c.Roots = append(c.Roots, r[strings.LastIndexByte(r, '/')+1:])
	}
	return c.sort()
}

// sort puts references first.
func (c *Closure) sort() error {
	index := make(map[string]int, len(c.Paths))
	for i := range c.Paths {
		index[c.Paths[i].Base] = i
	}
	order := make([]Path, 0, len(c.Paths))
	state := make([]byte, len(c.Paths)) // 1: below its referrer on the stack, 2: done
	type frame struct{ path, next int }
	var stack []frame
	for start := range c.Paths {
		if state[start] == 0 {
			stack = append(stack, frame{start, 0})
		}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			state[top.path] = 1
			references := c.Paths[top.path].References
			if top.next == len(references) {
				state[top.path] = 2
				order = append(order, c.Paths[top.path])
				stack = stack[:len(stack)-1]
				continue
			}
			reference := references[top.next]
			top.next++
			next, found := index[reference]
			switch {
			case !found || next == top.path || state[next] == 2:
			case state[next] == 1:
				return fmt.Errorf("reading the closure: %s and %s reference each other", c.Paths[top.path].Base, reference)
			default:
				stack = append(stack, frame{next, 0})
			}
		}
	}
	c.Paths = order
	return nil
}

package phases

import (
	"slices"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// valid says whether a changed file can be loaded as far as it takes no running: where
// it cannot, Bazel reports it. Of what Bazel has beside the language's own names, that
// counts as there which the file used before, and what all Bazels have.
func valid(label string, before, after []byte) bool {
	old, err := new(syntax.FileOptions).Parse(label, before, 0)
	if err != nil {
		return false
	}
	known := map[string]bool{}
	for _, name := range []string{"DefaultInfo", "Label", "OutputGroupInfo", "depset", "json", "native", "select", "struct"} {
		known[name] = true
	}
	if resolve.File(old, func(name string) bool { known[name] = true; return true }, universal) != nil {
		return false
	}
	tree, err := new(syntax.FileOptions).Parse(label, after, 0)
	return err == nil && plain(tree) && resolve.File(tree, func(name string) bool { return known[name] }, universal) == nil
}

// universal says whether a name is the language's, in Bazel too.
func universal(name string) bool {
	return starlark.Universe.Has(name) && !slices.Contains([]string{"bytes", "chr", "ord", "set"}, name)
}

// plain says whether a file has only what Bazel's language has too.
func plain(tree *syntax.File) bool {
	ok := true
	syntax.Walk(tree, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Literal:
			ok = ok && n.Token != syntax.BYTES
		case *syntax.Ident:
			for _, r := range n.Name {
				ok = ok && r < 0x80
			}
		}
		return ok
	})
	return ok
}

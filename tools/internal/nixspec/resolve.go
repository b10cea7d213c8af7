package nixspec

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Reference is the installable as `nix build` takes it. tree is where the
// flake's repository stands: a staged copy, or the source tree where inPlace is true.
//
// A staged flake below the top is named by its directory in the tree, so that
// files which stand beside and above it are part of its source.
func (i Installable) Reference(tree string, inPlace bool) string {
	if i.Text != "" {
		return i.Text
	}
	if inPlace {
		return filepath.Join(tree, i.Flake) + "#" + i.Attribute
	}
	reference := "path:" + tree
	if i.Flake != "." {
		reference += "?dir=" + queryEscape(filepath.ToSlash(i.Flake))
	}
	return reference + "#" + i.Attribute
}

// queryEscape escapes what would end the value of a query parameter, or be decoded in it.
func queryEscape(s string) string {
	return strings.NewReplacer("%", "%25", "&", "%26", "#", "%23", "?", "%3F", "+", "%2B", " ", "%20").Replace(s)
}

// StorePath is the path in the store that holds file, which may be a link into the
// store or a file of a link's target. The error names file.
func StorePath(storeDir, file string) (string, error) {
	real, err := filepath.EvalSymlinks(file)
	if err != nil {
		return "", fmt.Errorf("resolving %s: %w", file, err)
	}
	real, err = filepath.Abs(real)
	if err != nil {
		return "", fmt.Errorf("resolving %s: %w", file, err)
	}
	below, ok := strings.CutPrefix(real, strings.TrimSuffix(storeDir, "/")+"/")
	if !ok {
		return "", fmt.Errorf("%s is %s, which is not in the Nix store %s: srcs are files of store paths, or links to them", file, real, storeDir)
	}
	name, _, _ := strings.Cut(below, "/")
	return filepath.Join(storeDir, name), nil
}

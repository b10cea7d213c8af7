package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// sourceDir holds the Go code that flake.nix builds.
const sourceDir = "tools"

// inputs are what "go mod vendor" reads of the main module: its tree follows from
// go.mod, go.sum and the packages of other modules that its files import.
type inputs struct {
	files   map[string][]byte // go.mod, go.sum and Go files, by slash-separated path
	imports []string          // sorted, each once
}

func readInputs(root string) (*inputs, error) {
	in := &inputs{files: map[string][]byte{}}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		in.files[name] = data
	}
	err := filepath.WalkDir(filepath.Join(root, sourceDir), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && ignored(d.Name()) {
			return filepath.SkipDir
		}
		if !d.Type().IsRegular() || !strings.HasSuffix(path, ".go") || ignored(d.Name()) {
			return nil
		}
		return in.add(root, path)
	})
	if err != nil {
		return nil, fmt.Errorf("reading Go files: %w", err)
	}
	slices.Sort(in.imports)
	in.imports = slices.Compact(in.imports)
	return in, nil
}

// ignored says whether the go command passes over files and directories of this name.
func ignored(name string) bool {
	return name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func (in *inputs) add(root, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), rel, data, parser.ImportsOnly)
	if err != nil {
		return err
	}
	in.files[filepath.ToSlash(rel)] = data
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("%s: import %s: %w", rel, spec.Path.Value, err)
		}
		if foreign(name) {
			in.imports = append(in.imports, name)
		}
	}
	return nil
}

// foreign says whether a package is of another module: the standard library has no
// dot in its first element, and ours is known by name.
func foreign(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return strings.Contains(first, ".") && !strings.HasPrefix(name, "github.com/gloriousflywheel/flywheel/")
}

// digest is the SHA-256, in hexadecimal, of everything that the vendor tree follows from.
func (in *inputs) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "go.mod %x\ngo.sum %x\n", sha256.Sum256(in.files["go.mod"]), sha256.Sum256(in.files["go.sum"]))
	for _, name := range in.imports {
		fmt.Fprintf(h, "import %s\n", name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

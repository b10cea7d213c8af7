package capture

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/bazelbuild/buildtools/build"
)

var errNotPlain = errors.New("it has more than files")

// plain says whether a repository has files alone: nothing to load, and no rules but
// those that only name files. Then what it is made from changes what its files are, and
// no other target than those that use them.
func plain(dir string) bool {
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
		return false // Not there, or not its own.
	}
	return filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && starlark(e.Name()) && !onlyNames(file) {
			err = errNotPlain
		}
		return err
	}) == nil
}

// onlyNames says whether a BUILD file has no rules but those that name files.
func onlyNames(file string) bool {
	data, err := os.ReadFile(file)
	if err != nil || filepath.Ext(file) == ".bzl" || filepath.Ext(file) == ".scl" {
		return false
	}
	tree, err := build.ParseBuild(file, data)
	if err != nil {
		return false
	}
	for _, stmt := range tree.Stmt {
		switch s := stmt.(type) {
		case *build.CommentBlock, *build.StringExpr:
		case *build.CallExpr:
			switch name, _ := s.X.(*build.Ident); {
			case name == nil:
				return false
			case name.Name != "exports_files" && name.Name != "filegroup" && name.Name != "package" && name.Name != "licenses":
				return false
			}
		default:
			return false
		}
	}
	return true
}

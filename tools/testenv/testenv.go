// Package testenv finds what a test needs of its surroundings: the real programs and
// files that Bazel hands to it, and free addresses.
package testenv

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// Path returns the absolute path of the file that environment variable name
// tells: absolute as it is (a test run by hand), otherwise a runfiles path as
// $(rlocationpath …) writes it. It ends the test where there is no such file:
// an integration test without its program would test nothing.
func Path(t testing.TB, name string) string {
	t.Helper()
	path := os.Getenv(name)
	if path == "" {
		t.Fatalf("environment variable %s is not set: run this test with Bazel, or set it to an absolute path", name)
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(os.Getenv("TEST_SRCDIR"), path)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("environment variable %s: %v", name, err)
	}
	return path
}

// Workspace is the directory of the main repository's runfiles: where
// "bazel run" starts a program.
func Workspace() string {
	return filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("TEST_WORKSPACE"))
}

// SourceTree is the directory of the sources themselves: the place that the MODULE.bazel
// among the runfiles, which environment variable MODULE_BAZEL tells, links to. For tests
// tagged local.
func SourceTree(t testing.TB) string {
	t.Helper()
	file, err := filepath.EvalSymlinks(Path(t, "MODULE_BAZEL"))
	if err != nil {
		t.Fatalf("finding the source tree: %v", err)
	}
	return filepath.Dir(file)
}

// FreeAddresses returns n different loopback addresses on which nothing listens.
func FreeAddresses(t testing.TB, n int) []string {
	t.Helper()
	var addresses []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() // when all are chosen: a closed one could be given again
		addresses = append(addresses, l.Addr().String())
	}
	return addresses
}

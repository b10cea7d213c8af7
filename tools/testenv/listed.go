package testenv

import (
	"os"
	"strings"
	"testing"
)

// Listed are the files that environment variable name lists, as $(rlocationpaths …)
// writes them, below the main repository's runfiles: into them it changes the directory,
// to which paths in such files are relative. It ends the test where there is none.
func Listed(t *testing.T, name string) []string {
	t.Helper()
	files := strings.Fields(os.Getenv(name))
	if len(files) == 0 {
		t.Fatalf("environment variable %s lists no files: run this test with Bazel", name)
	}
	t.Chdir(Workspace())
	for i, file := range files {
		_, files[i], _ = strings.Cut(file, "/")
	}
	return files
}

package moduledocs_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/moduledocs"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/google/go-cmp/cmp"
)

// update rewrites the golden tables: go test ./tools/internal/moduledocs -update.
func update() bool { return flag.Lookup("update").Value.String() == "true" }

func init() { flag.Bool("update", false, "rewrite the golden tables") }

// files are those of a directory of testdata, all but the wanted tables.
func files(t *testing.T, dir string) []spec.File {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("testdata", dir))
	if err != nil {
		t.Fatal(err)
	}
	var list []spec.File
	for _, e := range entries {
		if e.Name() != "want.md" {
			list = append(list, spec.File{Path: filepath.Join("testdata", dir, e.Name()), Dest: "m/x/" + e.Name()})
		}
	}
	return list
}

func TestTables(t *testing.T) {
	for _, tc := range []struct{ name, reason string }{
		{"all", "each kind of row, and text that could break a table"},
		{"types", "types are as written; defaults are JSON"},
		{"overrides", "what tofu would see counts, not what is written first"},
		{"tofu", "x.tofu hides x.tf; tests and hidden files do not count"},
		{"json", "JSON configuration says the same"},
		{"nothing", "empty sections say so, as terraform-docs' do"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, diags, err := moduledocs.Tables("m/x", files(t, tc.name))
			if err != nil || diags != nil {
				t.Fatal(err, diags)
			}
			golden := filepath.Join("testdata", tc.name, "want.md")
			if update() {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got; rewrite with -update):\n%s", tc.reason, diff)
			}
		})
	}
}

// The golden files show what is meant; this holds whatever they show: a row is
// one line with as many cells as its table's head.
func TestRowsAreWhole(t *testing.T) {
	for _, dir := range []string{"all", "types", "overrides", "tofu", "json"} {
		tables, _, err := moduledocs.Tables("m/x", files(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, line := range lines(tables) {
			switch n := pipes(line); {
			case line == "":
				want = 0
			case line[0] != '|':
			case want == 0:
				want = n
			case n != want:
				t.Errorf("%s: %d cell borders, want %d: %s", dir, n, want, line)
			}
		}
	}
}

func TestSyntaxError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, []byte("variable \"a\" {\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tables, diags, err := moduledocs.Tables("m", []spec.File{{Path: path, Dest: "m/a.tf"}})
	if err != nil || tables != "" || len(diags) != 1 || diags[0].Place() != "m/a.tf:1:14" {
		t.Errorf("tables %q, %+v, %v; want none, for half a module would be documented, and the place m/a.tf:1:14", tables, diags, err)
	}
}

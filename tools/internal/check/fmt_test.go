//go:build bazel

package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

func TestFmt(t *testing.T) {
	const fix = "Fix it with: bazel run //m/x:fmt"
	for _, tc := range []struct {
		name   string
		reason string
		want   []string
	}{
		{"ok", "canonical files pass", nil},
		{"unformatted", "the finding is a diff with workspace-relative names and the command that fixes it", []string{
			"m/x/main.tf:2: error: ", "--- m/x/main.tf\n", "-  default= \"${var.b}\"\n", "+  default = var.b\n", fix,
			"m/x/tests/a.tftest.hcl:2: error: ", "-      command = plan\n", "+  command = plan\n",
		}},
		{"syntax", "a file that does not parse has its place, and the others are checked all the same", []string{
			"m/x/main.tf:2:10: error: ", "m/x/other.tf:2: error: ", "+  type = string\n", fix}},
		{"no_line_end", "tofu does not ask for a last line end", nil},
		{"json_only", "a check of nothing must not pass", []string{"None of the files is one that tofu formats"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := run(t, fixture(t, spec.KindFmt, tc.name, nil), check.Options{})
			if want := min(len(tc.want), 1); r.code != want {
				t.Errorf("exit code %d, want %d: %s\n%s", r.code, want, tc.reason, r.stderr)
			}
			wantAll(t, r.stderr, tc.want)
			noPaths(t, r.report)
			golden(t, spec.KindFmt, tc.name, r.report)
		})
	}
}

// The file is written here because git would change its line ends.
func TestFmtCarriageReturns(t *testing.T) {
	for _, tc := range []struct {
		name    string
		reason  string
		content string
		want    []string
	}{
		{"canonical", "tofu keeps carriage returns, so there is nothing to fix", "a = 1\r\nb = 2\r\n", nil},
		{"not canonical", "the diff shows them", "a = 1\r\nb= 2\r\n", []string{"m/x/a.tf:2: error: ", "-b= 2␍\n", "+b = 2␍\n"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			top := workspace(t, map[string]string{"a.tf": tc.content})
			s := fixture(t, spec.KindFmt, "ok", nil)
			s.Files = []spec.File{{Path: filepath.Join(top, "a.tf"), Dest: "m/x/a.tf"}}
			r := run(t, s, check.Options{})
			if want := min(len(tc.want), 1); r.code != want {
				t.Errorf("exit code %d, want %d: %s\n%s", r.code, want, tc.reason, r.stderr)
			}
			wantAll(t, r.stderr, tc.want)
		})
	}
}

func TestFmtTwoFilesForOnePlace(t *testing.T) {
	s := fixture(t, spec.KindFmt, "ok", nil)
	s.Files = append(s.Files, spec.File{Path: "testdata/beside.txt", Dest: s.Files[0].Dest})
	r := run(t, s, check.Options{})
	if r.code != check.ExitUsage {
		t.Errorf("exit code %d, want 2", r.code)
	}
	wantAll(t, r.stderr, []string{`"m/x/main.tf": two files for one place: `})
}

func TestFix(t *testing.T) {
	const bad, good = "a= 1\n", "a = 1\n"
	for _, tc := range []struct {
		name   string
		reason string
		files  map[string]string
		given  []string
		code   int
		stdout string
		want   map[string]string
		stderr []string
	}{
		{"given", "only the given files are rewritten", map[string]string{"m/a.tf": bad, "m/b.tf": bad}, []string{"m/a.tf"},
			check.ExitOK, "m/a.tf\n", map[string]string{"m/a.tf": good, "m/b.tf": bad}, nil},
		{"all", "without files the whole workspace, but testdata and hidden directories",
			map[string]string{"a.tfvars": bad, "m/b.tofu": bad, "m/c.tf": good, "m/testdata/d.tf": bad, ".x/e.tf": bad, "m/f.txt": bad}, nil,
			check.ExitOK, "a.tfvars\nm/b.tofu\n", map[string]string{"a.tfvars": good, "m/b.tofu": good, "m/testdata/d.tf": bad, ".x/e.tf": bad, "m/f.txt": bad}, nil},
		{"syntax", "a broken file is a finding and the others are fixed", map[string]string{"a.tf": "a =\n", "b.tf": bad}, nil,
			check.ExitFinding, "b.tf\n", map[string]string{"a.tf": "a =\n", "b.tf": good}, []string{"a.tf:1:4: error: "}},
		{"missing", "a given file that is not in the source tree cannot be fixed", nil, []string{"m/a.tf"}, check.ExitFailed, "", nil, []string{"m/a.tf: no such file in the workspace", "remove it from srcs"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			top := workspace(t, tc.files)
			s := &spec.Spec{V: 1, Kind: spec.KindFmtFix, Label: "//:fmt", Tofu: testenv.Path(t, "TOFU")}
			for _, f := range tc.given {
				s.Files = append(s.Files, spec.File{Path: f, Dest: f})
			}
			r := run(t, s, check.Options{Workspace: top})
			if r.code != tc.code || r.stdout != tc.stdout {
				t.Errorf("exit code %d, stdout %q; want %d, %q: %s\n%s", r.code, r.stdout, tc.code, tc.stdout, tc.reason, r.stderr)
			}
			wantAll(t, r.stderr, tc.stderr)
			for name, want := range tc.want {
				if got, err := os.ReadFile(filepath.Join(top, name)); err != nil || string(got) != want {
					t.Errorf("%s = %q, %v; want %q", name, got, err, want)
				}
			}
		})
	}
}

func TestFixKeepsWhatItMust(t *testing.T) {
	top := workspace(t, map[string]string{"a.tf": "a= 1\n"})
	s := &spec.Spec{V: 1, Kind: spec.KindFmtFix, Label: "//:fmt", Tofu: testenv.Path(t, "TOFU")}
	path := filepath.Join(top, "a.tf")
	if err := os.Chmod(path, 0o440); err != nil {
		t.Fatal(err)
	}
	r := run(t, s, check.Options{Workspace: top})
	if r.code != check.ExitFailed || !strings.Contains(r.stderr, "a.tf: the file is read-only; make it writable (chmod u+w a.tf)") {
		t.Errorf("read-only file: exit code %d, %s", r.code, r.stderr)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if r := run(t, s, check.Options{Workspace: top}); r.code != check.ExitOK {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode = %v, %v; want 0640 as before", info.Mode(), err)
	}
	if r := run(t, s, check.Options{}); r.code != check.ExitFailed || !strings.Contains(r.stderr, "bazel run") {
		t.Errorf("without workspace: exit code %d, %s", r.code, r.stderr)
	}
}

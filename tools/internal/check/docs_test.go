package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/moduledocs"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

const variable = "variable \"a\" {}\n"

// tables are those of a module whose one file is the given text.
func tables(t *testing.T, text string) string {
	t.Helper()
	top := workspace(t, map[string]string{"a.tf": text})
	made, diags, err := moduledocs.Tables("m/x", []spec.File{{Path: filepath.Join(top, "a.tf"), Dest: "m/x/a.tf"}})
	if err != nil || diags != nil {
		t.Fatal(err, diags)
	}
	return moduledocs.Begin + "\n" + made + moduledocs.End + "\n"
}

// docs is a spec for module m/x of the workspace.
func docs(kind spec.Kind, top string) *spec.Spec {
	src, readme := "m/x/a.tf", "m/x/README.md"
	return &spec.Spec{V: 1, Kind: kind, Label: "//m/x:docs", Fix: "bazel run //m/x:docs", Root: "m/x",
		Modules: []spec.Module{{Label: "//m/x:x", Dir: "m/x", Srcs: []spec.File{{Path: filepath.Join(top, src), Dest: src}}}},
		Files:   []spec.File{{Path: filepath.Join(top, readme), Dest: readme}},
	}
}

func TestDocs(t *testing.T) {
	const fix = "ix it with: bazel run //m/x:docs"
	now, old := tables(t, variable), tables(t, "variable \"b\" {}\n")
	for _, tc := range []struct {
		name, reason string
		files        map[string]string
		want         []string
	}{
		{"ok", "tables that are up to date pass", map[string]string{"m/x/a.tf": variable, "m/x/README.md": "# X\n" + now + "more\n"}, nil},
		{"outdated", "a diff and the command", map[string]string{"m/x/a.tf": variable, "m/x/README.md": "# X\n" + old}, []string{
			"m/x/README.md:20: error: The module's tables are not up to date", "+++ m/x/README.md (generated)\n", `-| <a name="input_b">`, `+| <a name="input_a">`, fix}},
		{"no markers", "the remedy says both ways", map[string]string{"m/x/a.tf": variable, "m/x/README.md": "# X\n"}, []string{
			"m/x/README.md:2: error: The README has no place", moduledocs.Begin, "added at the end", fix}},
		{"no README", "the command makes one", map[string]string{"m/x/a.tf": variable}, []string{"m/x/README.md: error: There is no such README", "bazel run //m/x:docs"}},
		{"one marker", "a person must say where the tables end", map[string]string{"m/x/a.tf": variable, "m/x/README.md": "# X\n" + moduledocs.Begin + "\n"}, []string{
			"m/x/README.md:2: error: ", "a beginning and no end"}},
		{"syntax", "of half a module there are no tables", map[string]string{"m/x/a.tf": "variable {\n", "m/x/README.md": now}, []string{"m/x/a.tf:1:"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := run(t, docs(spec.KindDocs, workspace(t, tc.files)), check.Options{})
			if want := min(len(tc.want), 1); r.code != want {
				t.Errorf("exit code %d, want %d: %s\n%s", r.code, want, tc.reason, r.stderr)
			}
			wantAll(t, r.stderr, tc.want)
			noPaths(t, r.report)
		})
	}
}

func TestDocsFix(t *testing.T) {
	now := tables(t, variable)
	place := moduledocs.Begin + "\n" + moduledocs.End + "\n"
	for _, tc := range []struct {
		name, reason string
		all          bool // without a module
		files        map[string]string
		code         int
		stdout       string
		want         map[string]string
		stderr       []string
	}{
		{"given", "the README of the module", false, map[string]string{"m/x/a.tf": variable, "m/x/README.md": "# X\n" + place, "m/y/a.tf": "", "m/y/README.md": place},
			check.ExitOK, "m/x/README.md\n", map[string]string{"m/x/README.md": "# X\n" + now, "m/y/README.md": place}, nil},
		{"no markers", "who names the module wants its tables", false, map[string]string{"m/x/a.tf": variable, "m/x/README.md": "# X\n"},
			check.ExitOK, "m/x/README.md\n", map[string]string{"m/x/README.md": "# X\n\n" + now}, nil},
		{"no README", "it is made", false, map[string]string{"m/x/a.tf": variable},
			check.ExitOK, "m/x/README.md\n", map[string]string{"m/x/README.md": "# x\n\n" + now}, nil},
		{"up to date", "nothing is written", false, map[string]string{"m/x/a.tf": variable, "m/x/README.md": now},
			check.ExitOK, "", map[string]string{"m/x/README.md": now}, nil},
		{"all", "READMEs with markers beside configuration; not others, nor test data", true, map[string]string{
			"m/x/a.tf": variable, "m/x/README.md": place, "m/x/n/b.tofu": variable, "m/x/n/README.md": place, "a.tf.json": "{}",
			"README.md": "# Top\n", "docs/README.md": place, "m/testdata/a.tf": variable, "m/testdata/README.md": place},
			check.ExitOK, "m/x/README.md\nm/x/n/README.md\n", map[string]string{"m/x/README.md": now, "m/x/n/README.md": now,
				"README.md": "# Top\n", "docs/README.md": place, "m/testdata/README.md": place}, nil},
		{"findings", "what cannot be written is told, the rest is written", true, map[string]string{
			"a/a.tf": "variable {\n", "a/README.md": place, "b/a.tf": variable, "b/README.md": moduledocs.End + "\n", "c/a.tf": variable, "c/README.md": place},
			check.ExitFinding, "c/README.md\n", map[string]string{"a/README.md": place, "b/README.md": moduledocs.End + "\n", "c/README.md": now},
			[]string{"a/a.tf:1:", "b/README.md:1: error: The end of the generated tables has no beginning"}},
		{"elsewhere", "a module of another repository is not in the workspace", false, nil,
			check.ExitFailed, "", nil, []string{"m/x/README.md: its directory is not in the workspace"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			top := workspace(t, tc.files)
			s := docs(spec.KindDocsFix, top)
			if tc.all {
				s.Modules, s.Files, s.Root = nil, nil, ""
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

func TestDocsFixKeepsWhatItMust(t *testing.T) {
	top := workspace(t, map[string]string{"m/x/a.tf": variable, "m/x/README.md": "# X\n"})
	readme := filepath.Join(top, "m/x/README.md")
	if err := os.Chmod(readme, 0o440); err != nil {
		t.Fatal(err)
	}
	s := docs(spec.KindDocsFix, top)
	if r := run(t, s, check.Options{Workspace: top}); r.code != check.ExitFailed || !strings.Contains(r.stderr, "make it writable (chmod u+w m/x/README.md)") {
		t.Errorf("read-only file: exit code %d, %s", r.code, r.stderr)
	}
	if err := os.Chmod(readme, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := run(t, s, check.Options{Workspace: top}); r.code != check.ExitOK {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
	if info, err := os.Stat(readme); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v; want 0600 as before", info.Mode(), err)
	}
	if r := run(t, s, check.Options{}); r.code != check.ExitFailed || !strings.Contains(r.stderr, "bazel run") {
		t.Errorf("without workspace: exit code %d, %s", r.code, r.stderr)
	}
}

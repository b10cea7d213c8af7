//go:build bazel

package check_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/google/go-cmp/cmp"
)

// corpusSize is how many files are compared.
const corpusSize = 1200

func init() {
	flag.Uint64("corpus.seed", 1, "seed of the corpus that fmt is compared over")
}

// TestFmtIsTofuFmt compares our check and our fix with the real program, run by
// itself over the same tree: the same files wrong, the same syntax errors, the
// same bytes, the first time and the second.
func TestFmtIsTofuFmt(t *testing.T) {
	seed := flag.Lookup("corpus.seed").Value.(flag.Getter).Get().(uint64)
	t.Logf("seed %d; another one: -corpus.seed=N", seed)
	ours := workspace(t, corpus(t, seed))
	theirs := t.TempDir()
	if err := os.CopyFS(theirs, os.DirFS(ours)); err != nil {
		t.Fatal(err)
	}
	r := run(t, corpusCheck(t, ours), check.Options{})
	// The second round is not idle: on some files tofu fmt needs two.
	for _, round := range []string{"as generated", "once formatted"} {
		written, broken := tofuFmt(t, theirs)
		if round == "as generated" {
			unformatted, bad := findings(r.report)
			same(t, "unformatted", written, unformatted)
			same(t, "syntax errors", broken, bad)
			if len(written) < corpusSize/3 || len(written) > corpusSize*2/3 || len(broken) < 50 {
				t.Error("the corpus is not the mixture that it is meant to be")
			}
		}
		fixed := run(t, &spec.Spec{V: 1, Kind: spec.KindFmtFix, Label: "//:fmt", Tofu: testenv.Path(t, "TOFU")}, check.Options{Workspace: ours})
		_, bad := findings(fixed.report)
		same(t, round+": rewritten", written, strings.Fields(fixed.stdout))
		same(t, round+": syntax errors", broken, bad)
		sameTrees(t, round, theirs, ours)
		t.Logf("%s: %d of %d files rewritten, %d syntax errors", round, len(written), corpusSize, len(broken))
	}
}

// findings are the files that a report calls unformatted, and file:line of the
// syntax errors.
func findings(r report.Report) (unformatted, broken []string) {
	for _, d := range r.Diagnostics {
		if d.Summary == "The file is not in canonical format" {
			unformatted = append(unformatted, d.File)
		} else {
			broken = append(broken, fmt.Sprintf("%s:%d", d.File, d.Line))
		}
	}
	return unformatted, broken
}

// corpus is a tree of files: the seeds as they are, then mutations of them.
func corpus(t *testing.T, seed uint64) map[string]string {
	t.Helper()
	texts := slices.Concat(realFiles(t), oddities())
	m := mutator{rand.New(rand.NewPCG(seed, 0))}
	extensions := []string{".tf", ".tf", ".tofu", ".tfvars", ".tftest.hcl", ".tofutest.hcl"}
	files := map[string]string{}
	for i := range corpusSize {
		text := texts[i%len(texts)]
		if i >= len(texts) {
			text = m.mutate(text, texts)
		}
		files[fmt.Sprintf("d%02d/f%04d%s", i%40, i, extensions[m.IntN(len(extensions))])] = text
	}
	return files
}

// realFiles are the modules of this repository, and the test data of this package.
func realFiles(t *testing.T) []string {
	t.Helper()
	var texts []string
	for _, top := range []string{"../../../tofu", "testdata"} {
		before := len(texts)
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !regexp.MustCompile(`\.(tf|tofu|tfvars|tftest\.hcl)$`).MatchString(path) {
				return err
			}
			text, err := os.ReadFile(path)
			texts = append(texts, string(text))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(texts)-before < 10 {
			t.Fatalf("only %d files in %s: not what modules look like", len(texts)-before, top)
		}
	}
	return texts
}

// corpusCheck is a spec for all files of a tree.
func corpusCheck(t *testing.T, top string) *spec.Spec {
	t.Helper()
	s := &spec.Spec{V: 1, Kind: spec.KindFmt, Label: "//:fmt_test", Fix: "bazel run //:fmt", Tofu: testenv.Path(t, "TOFU")}
	for _, name := range names(t, top) {
		s.Files = append(s.Files, spec.File{Path: filepath.Join(top, name), Dest: name})
	}
	return s
}

// tofuFmt runs the real program over a tree and returns the files that it
// rewrote, and file:line of the syntax errors.
func tofuFmt(t *testing.T, top string) (written, broken []string) {
	t.Helper()
	cmd := exec.Command(testenv.Path(t, "TOFU"), "fmt", "-recursive", "-list=true", "-no-color")
	cmd.Dir = top
	cmd.Env = []string{"TF_CLI_CONFIG_FILE=/dev/null", "CHECKPOINT_DISABLE=1", "TMPDIR=" + t.TempDir()}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// The corpus has syntax errors, of which the exit code tells too.
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	for _, at := range regexp.MustCompile(`(?m)on (\S+) line (\d+)`).FindAllStringSubmatch(stderr.String(), -1) {
		broken = append(broken, at[1]+":"+at[2])
	}
	return strings.Fields(stdout.String()), broken
}

func names(t *testing.T, top string) []string {
	t.Helper()
	all, err := fs.Glob(os.DirFS(top), "*/*")
	if err != nil || len(all) != corpusSize {
		t.Fatalf("%d files, %v; want %d", len(all), err, corpusSize)
	}
	return all
}

func same(t *testing.T, what string, want, got []string) {
	t.Helper()
	set := func(list []string) []string { return slices.Compact(slices.Sorted(slices.Values(list))) }
	if diff := cmp.Diff(set(want), set(got)); diff != "" {
		t.Errorf("%s (-tofu +we):\n%s", what, diff)
	}
}

func sameTrees(t *testing.T, round, theirs, ours string) {
	t.Helper()
	for _, name := range names(t, theirs) {
		want, err := os.ReadFile(filepath.Join(theirs, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(ours, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Errorf("%s: %s differs (-tofu +we):\n%s", round, name, cmp.Diff(string(want), string(got)))
		}
	}
}

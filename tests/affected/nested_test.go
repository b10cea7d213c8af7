//go:build bazel

package affected_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// packages is how many there are with a macro: more than affected asks in full for.
const packages = 120

// nested is a workspace in the directory infra of a repository.
func nested(t *testing.T) (*matrix.Workspace, determine.Options) {
	t.Helper()
	files := map[string]string{
		"MODULE.bazel": "module(name = \"nested\")\n", ".bazelrc": "common --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\n", "defs.bzl": "WORD = \"a\"\n",
		"BUILD": `load(":defs.bzl", "WORD")

genrule(name = "word", outs = ["word.out"], cmd = "echo " + WORD + " > $@")
genrule(name = "odd", srcs = glob(["odd/**"]), outs = ["odd.out"], cmd = "ls > $@")
genrule(name = "linked", srcs = ["linked.txt"], outs = ["linked.out"], cmd = "cat $< > $@")
genrule(name = "crlf", srcs = ["crlf.txt"], outs = ["crlf.out"], cmd = "cat $< > $@")
genrule(name = "user", srcs = ["//many/7:made"], outs = ["user.out"], cmd = "cat $(SRCS) > $@")
`,
		"many.bzl":    "def made(name):\n    native.filegroup(name = name, srcs = [\"BUILD\"], visibility = [\"//:__pkg__\"])\n",
		"odd/a b.txt": "spaces", "odd/line.txt": "", "odd/Case.txt": "case", "odd/\xff.txt": "not UTF-8", "crlf.txt": "one\ntwo\n",
		"../docs/outside.txt": "outside", "../BUILD": "not of the workspace", "../MODULE.bazel": "nor this",
	}
	for i := range packages {
		files[fmt.Sprintf("many/%d/BUILD", i)] = "load(\"//:many.bzl\", \"made\")\n\nmade(name = \"made\")\n\nfilegroup(name = \"other\", srcs = [\"BUILD\"])\n"
	}
	w, err := matrix.New(t.Context(), t.TempDir(), testenv.Path(t, "BAZEL"), "infra", files)
	must(t, err)
	t.Cleanup(func() { must(t, w.Close()) })
	must(t, w.Link("../docs/outside.txt", "linked.txt"))
	return w, options(t, w, commit(t, w))
}

// TestNested asks about a workspace that is not the repository's root.
func TestNested(t *testing.T) {
	w, o := nested(t)
	s := subject{w: w, o: o}
	t.Run("edits", s.inAndAround)
	t.Run("checkouts", s.checkouts)
}

// inAndAround edits files in the workspace and around it.
func (s subject) inAndAround(t *testing.T) {
	w, o := s.start(t)
	move := func(from, to string) func(*matrix.Workspace) error {
		return func(w *matrix.Workspace) error { return os.Rename(w.Path(from), w.Path(to)) }
	}
	for _, tc := range []struct {
		name string
		do   func(*matrix.Workspace) error
		want []string
	}{
		{"source with spaces", matrix.Write("odd/a b.txt", "new"), []string{"//:odd"}},
		{"source whose name is not UTF-8", matrix.Write("odd/\xff.txt", "new"), []string{"//:odd"}},
		{"new file whose name is not UTF-8", matrix.Write("odd/\xfe.txt", "new"), []string{"//:odd"}},
		{"mode alone", func(w *matrix.Workspace) error { return os.Chmod(w.Path("odd/line.txt"), 0o755) }, []string{"//:odd"}},
		{"name in another case", move("odd/Case.txt", "odd/case.txt"), []string{"//:odd"}},
		{"renamed, the same content", move("odd/line.txt", "odd/row.txt"), []string{"//:odd"}},
		{"ends of lines", matrix.Write("crlf.txt", "one\r\ntwo\r\n"), []string{"//:crlf"}},
		{"outside, and a link leads there", matrix.Write("../docs/outside.txt", "new"), []string{"//:linked"}},
		{"outside, what is named as Bazel's own", matrix.All(matrix.Write("../BUILD", "x"), matrix.Write("../MODULE.bazel", "x"), matrix.Write("../.bazelrc", "x"), matrix.Write("../odd/new.txt", "x")), nil},
		{"BUILD file", matrix.Replace("BUILD", `"echo "`, `"echo new "`), []string{"//:word"}},
		{".bzl file", matrix.Write("defs.bzl", "WORD = \"b\"\n"), []string{"//:word"}},
		{".bzl file of many packages", matrix.Replace("many.bzl", `srcs = ["BUILD"]`, "srcs = []"), append(madeLabels(), "//:user")},
		{"module's name", matrix.Write("MODULE.bazel", "module(name = \"other\")\n"), nil},
		{"new package", matrix.Write("new/BUILD", "filegroup(name = \"new\")\n"), []string{"//new:new"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			reset(t, w, o.Base)
			must(t, tc.do(w))
			for _, head := range []string{determine.Worktree, "HEAD"} {
				if head == "HEAD" {
					commit(t, w)
				}
				o.Head = head
				tells(t, o, tc.want)
			}
		})
	}
}

// madeLabels are what the macro makes.
func madeLabels() (labels []string) {
	for i := range packages {
		labels = append(labels, fmt.Sprintf("//many/%d:made", i))
	}
	return labels
}

// tells asks, and compares the rules that are told.
func tells(t *testing.T, o determine.Options, want []string) {
	t.Helper()
	var rules []string
	r := ask(t, o, false)
	for label := range r.Affected {
		if n := r.After.Node(label); n != nil && n.Kind == graph.Rule && n.Main() {
			rules = append(rules, label)
		}
	}
	slices.Sort(rules)
	if !slices.Equal(rules, slices.Sorted(slices.Values(want))) {
		t.Errorf("head %s: told %q, want %q", o.Head, rules, want)
	}
}

// checkouts asks in other checkouts of the repository: by a link, in a work tree of
// git's, and in a clone without history or contents.
func (s subject) checkouts(t *testing.T) {
	w, o := s.start(t)
	must(t, w.Write("crlf.txt", "new"))
	head := commit(t, w)
	places := t.TempDir()
	link, worktree, clone := filepath.Join(places, "link"), filepath.Join(places, "worktree"), filepath.Join(places, "clone")
	must(t, os.Symlink(w.Dir, link))
	git(t, w, "worktree", "add", "-q", "--detach", worktree, head)
	git(t, w, "config", "uploadpack.allowFilter", "true")
	git(t, w, "config", "uploadpack.allowAnySHA1InWant", "true")
	git(t, w, "clone", "-q", "--depth=2", "--filter=blob:none", "file://"+w.Root, clone)
	o.Head = "HEAD"
	for name, dir := range map[string]string{"link": link, "worktree": filepath.Join(worktree, "infra"), "clone": filepath.Join(clone, "infra")} {
		t.Run(name, func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			o.Workspace = dir
			tells(t, o, []string{"//:crlf"})
		})
	}
}

package gitdiff_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/google/go-cmp/cmp"
)

// A clone is a repository made for a test.
type clone struct {
	t   *testing.T
	dir string
}

func newClone(t *testing.T) *clone {
	c := &clone{t, t.TempDir()}
	c.git("init", "-q", "-b", "main")
	return c
}

func (c *clone) git(args ...string) string {
	c.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b",
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_ALLOW_PROTOCOL=file")
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (c *clone) write(path, text string) {
	c.t.Helper()
	path = filepath.Join(c.dir, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c *clone) commit(paths ...string) {
	c.t.Helper()
	for _, p := range paths {
		c.write(p, "content of "+p)
	}
	c.git("add", "-A")
	c.git("commit", "-q", "--allow-empty", "-m", "x")
}

func (c *clone) open() *gitdiff.Repo {
	c.t.Helper()
	r, err := gitdiff.Open(c.t.Context(), c.dir)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c *clone) resolve(rev string) gitdiff.Commit {
	c.t.Helper()
	commit, err := c.open().Resolve(c.t.Context(), rev)
	if err != nil {
		c.t.Fatal(err)
	}
	return commit
}

// summary is "path old>new", so that tables can be read.
func summary(changes []gitdiff.Change) []string {
	out := []string{}
	for _, c := range changes {
		out = append(out, c.Path+" "+c.OldMode+">"+c.NewMode)
	}
	return out
}

func TestDiff(t *testing.T) {
	const file, exe, absent, link, gitlink = gitdiff.ModeFile, gitdiff.ModeExecutable, gitdiff.ModeAbsent, gitdiff.ModeSymlink, gitdiff.ModeGitlink
	for _, tc := range []struct {
		name, reason string
		edit         func(c *clone)
		// committed is the difference of commits; worktree that of the work tree
		// before anything is staged.
		want []string
	}{
		{"nothing", "an empty difference is not an error", func(*clone) {}, []string{}},
		{"content", "the usual case", func(c *clone) { c.write("a", "new") }, []string{"a " + file + ">" + file}},
		{"touched", "a new time is no new content", func(c *clone) { c.write("a", "content of a") }, []string{}},
		{"permission", "actions see the x bit", func(c *clone) { os.Chmod(filepath.Join(c.dir, "a"), 0o755) }, []string{"a " + file + ">" + exe}},
		{"addition", "untracked files count in the work tree", func(c *clone) { c.write("d/new", "") }, []string{"d/new " + absent + ">" + file}},
		{"deletion", "", func(c *clone) { os.Remove(filepath.Join(c.dir, "d/b")) }, []string{"d/b " + file + ">" + absent}},
		{"rename", "globs see a deletion and an addition", func(c *clone) { os.Rename(filepath.Join(c.dir, "a"), filepath.Join(c.dir, "z")) },
			[]string{"a " + file + ">" + absent, "z " + absent + ">" + file}},
		{"ignored", "git does not know it, and no commit will have it", func(c *clone) { c.write("x.ignored", "") }, []string{}},
		{"names", "spaces, quotes, tabs, newlines and Unicode are not quoted", func(c *clone) { c.write("d/ä \"q\"\t\n日本", "") },
			[]string{"d/ä \"q\"\t\n日本 " + absent + ">" + file}},
		{"file becomes link", "its type changes what it is", func(c *clone) {
			os.Remove(filepath.Join(c.dir, "a"))
			os.Symlink("d/b", filepath.Join(c.dir, "a"))
		}, []string{"a " + file + ">" + link}},
		{"file becomes directory", "", func(c *clone) {
			os.Remove(filepath.Join(c.dir, "a"))
			c.write("a/b", "")
		}, []string{"a " + file + ">" + absent, "a/b " + absent + ">" + file}},
		{"submodule", "another commit of it is one entry", func(c *clone) {
			sub := &clone{c.t, filepath.Join(c.dir, "sub")}
			sub.commit("more")
		}, []string{"sub " + gitlink + ">" + gitlink}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClone(t)
			c.write(".gitignore", "*.ignored\n")
			sub := &clone{t, filepath.Join(c.dir, "sub")}
			if err := os.Mkdir(sub.dir, 0o755); err != nil {
				t.Fatal(err)
			}
			sub.git("init", "-q", "-b", "main")
			sub.commit("f")
			c.commit("a", "d/b")
			base := c.resolve("HEAD")
			tc.edit(c)
			got, err := c.open().DiffWorktree(t.Context(), base)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, summary(got)); diff != "" {
				t.Errorf("work tree (%s) (-want +got):\n%s", tc.reason, diff)
			}
			c.git("add", "-A")
			if got, err = c.open().DiffWorktree(t.Context(), base); err != nil || !cmp.Equal(tc.want, summary(got)) {
				t.Errorf("staged: %v, %v; want the same as before", summary(got), err)
			}
			c.commit()
			got, err = c.open().Diff(t.Context(), base, c.resolve("HEAD"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, summary(got)); diff != "" {
				t.Errorf("commits (%s) (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestDiffWorktreeOddStates(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		edit         func(c *clone)
		want         []string
	}{
		{"staged and taken back on disk", "Bazel sees the disk", func(c *clone) {
			c.write("a", "new")
			c.git("add", "a")
			c.write("a", "content of a")
		}, []string{}},
		{"staged addition that is gone from disk", "Bazel does not see it", func(c *clone) {
			c.write("new", "")
			c.git("add", "new")
			os.Remove(filepath.Join(c.dir, "new"))
		}, []string{}},
		{"untracked again but on disk", "it is one change, not a deletion", func(c *clone) { c.git("rm", "-q", "--cached", "a") },
			[]string{"a 100644>100644"}},
		{"assumed unchanged", "git does not look, so it counts as changed", func(c *clone) {
			c.git("update-index", "--assume-unchanged", "a")
			c.write("a", "new")
		}, []string{"a 100644>100644"}},
		{"dirty submodule", "its commit is the same, its files are not", func(c *clone) { c.write("sub/f", "dirty") }, []string{"sub 160000>160000"}},
		{"untracked repository", "git lists none of its files", func(c *clone) {
			os.Mkdir(filepath.Join(c.dir, "other"), 0o755)
			(&clone{c.t, filepath.Join(c.dir, "other")}).git("init", "-q")
			(&clone{c.t, filepath.Join(c.dir, "other")}).commit("f")
		}, []string{"other 000000>160000"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newClone(t)
			os.Mkdir(filepath.Join(c.dir, "sub"), 0o755)
			sub := &clone{t, filepath.Join(c.dir, "sub")}
			sub.git("init", "-q")
			sub.commit("f")
			c.commit("a")
			tc.edit(c)
			got, err := c.open().DiffWorktree(t.Context(), c.resolve("HEAD"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, summary(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

func TestLinksAndSources(t *testing.T) {
	c := newClone(t)
	os.MkdirAll(filepath.Join(c.dir, "ws/d"), 0o755)
	os.Symlink("../a", filepath.Join(c.dir, "ws/d/l"))
	c.commit("a")
	r, err := gitdiff.Open(t.Context(), filepath.Join(c.dir, "ws"))
	if err != nil || r.Prefix != "ws/" {
		t.Fatalf("prefix %q, %v; want ws/", r.Prefix, err)
	}
	links, err := r.Links(t.Context(), c.resolve("HEAD"))
	if diff := cmp.Diff([]gitdiff.Link{{Path: "ws/d/l", Target: "../a"}}, links); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s%v", diff, err)
	}
	for _, source := range []gitdiff.Source{gitdiff.Tree{Repo: r, Commit: c.resolve("HEAD")}, gitdiff.Dir(c.dir)} {
		if data, err := source.Read(t.Context(), "a"); string(data) != "content of a" || err != nil {
			t.Errorf("%T: %q, %v", source, data, err)
		}
		if _, err := source.Read(t.Context(), "none"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%T: %v, want that it does not exist", source, err)
		}
	}
}

func TestMergeBaseAndAncestors(t *testing.T) {
	c := newClone(t)
	c.commit("a")
	fork := c.resolve("HEAD")
	c.git("checkout", "-q", "-b", "topic")
	c.commit("b")
	c.git("checkout", "-q", "main")
	c.commit("c")
	got, err := c.open().MergeBase(t.Context(), c.resolve("main"), c.resolve("topic"))
	if err != nil || got != fork {
		t.Errorf("%v, %v; want %v", got, err, fork)
	}
	list, err := c.open().Ancestors(t.Context(), c.resolve("topic"), 10)
	if diff := cmp.Diff([]gitdiff.Commit{c.resolve("topic"), fork}, list); diff != "" || err != nil {
		t.Errorf("(-want +got):\n%s%v", diff, err)
	}
}

func TestErrors(t *testing.T) {
	c := newClone(t)
	c.commit("a")
	c.commit("b")
	c.git("checkout", "-q", "--orphan", "other")
	c.commit("z")
	shallow := &clone{t, t.TempDir()}
	shallow.git("clone", "-q", "--depth=1", "--branch=main", "file://"+c.dir, ".")
	wantRevisionError(t, "unrelated", "unrelated histories", "--merge-base=false", func() error {
		_, err := c.open().MergeBase(t.Context(), c.resolve("main"), c.resolve("other"))
		return err
	})
	wantRevisionError(t, "unknown", "no revision nowhere", "git fetch", func() error { _, err := c.open().Resolve(t.Context(), "nowhere"); return err })
	wantRevisionError(t, "option", `"--all" is no revision`, "commit", func() error { _, err := c.open().Resolve(t.Context(), "--all"); return err })
	wantRevisionError(t, "shallow", "not in this shallow clone", "--unshallow", func() error {
		_, err := shallow.open().Resolve(t.Context(), c.resolve("main~1").ID)
		return err
	})
	shallow.git("fetch", "-q", "--depth=1", "origin", "other")
	wantRevisionError(t, "shallow merge base", "shallow clone", "--deepen", func() error {
		_, err := shallow.open().MergeBase(t.Context(), shallow.resolve("HEAD"), shallow.resolve("FETCH_HEAD"))
		return err
	})
	if _, err := gitdiff.Open(t.Context(), t.TempDir()); !errors.Is(err, gitdiff.ErrNotRepository) || !strings.Contains(err.Error(), "--workspace") {
		t.Errorf("no repository: %v", err)
	}
}

func wantRevisionError(t *testing.T, name, problem, remedy string, do func() error) {
	t.Helper()
	var revision *gitdiff.RevisionError
	if err := do(); !errors.As(err, &revision) || !strings.Contains(revision.Problem, problem) || !strings.Contains(revision.Remedy, remedy) {
		t.Errorf("%s: %v; want %q and the remedy %q", name, err, problem, remedy)
	}
}

func TestRewritten(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		// before and after are the contents of .gitattributes; empty for none.
		before, after string
		config        []string
		want          []string
	}{
		{"text", "ends of lines are written as they are stored", "", "* text=auto\n", nil, nil},
		{"text, where lines end otherwise", "", "", "*.txt -text\n", []string{"core.autocrlf", "true"}, []string{"a.txt", "d/b.txt"}},
		{"for people", "", "", "*.txt diff=x linguist-generated merge=union\n", nil, nil},
		{"ends of lines", "", "", "*.txt eol=crlf\n", nil, []string{"a.txt", "d/b.txt"}},
		{"in some", "", "*.txt eol=crlf\n", "*.txt eol=crlf\nd/* -text\n", nil, []string{"d/b.txt"}},
		{"filter", "", "", "/a.* filter=lfs\n", nil, []string{"a.md", "a.txt"}},
		{"back", "", "* ident\n", "", nil, []string{"a.md", "a.txt", "d/b.txt"}},
		{"order", "the last one wins, and is the same", "* eol=lf\n*.md ident\n", "*.md ident\n* eol=lf\n", nil, nil},
	} {
		c := newClone(t)
		if tc.config != nil {
			c.git("config", tc.config[0], tc.config[1])
		}
		attributes := func(text string) {
			c.git("rm", "-q", "--ignore-unmatch", "-f", ".gitattributes")
			if text != "" {
				c.write(".gitattributes", text)
			}
			c.commit()
		}
		c.commit("a.txt", "a.md", "d/b.txt", "gone")
		attributes(tc.before)
		base := c.git("rev-parse", "HEAD")
		c.git("rm", "-q", "gone")
		attributes(tc.after)
		r := c.open()
		index := c.git("ls-files", "-s")
		before, after := c.resolve(base), c.resolve("HEAD")
		changes, err := r.Diff(t.Context(), before, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, head := range []gitdiff.Source{gitdiff.Tree{Repo: r, Commit: after}, gitdiff.Dir(c.dir)} {
			got, err := r.Rewritten(t.Context(), changes, gitdiff.Tree{Repo: r, Commit: before}, head)
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, change := range got {
				if change.Path != ".gitattributes" {
					paths = append(paths, change.Path)
				}
			}
			if diff := cmp.Diff(tc.want, paths); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", tc.name, tc.reason, diff)
			}
		}
		if c.git("ls-files", "-s") != index {
			t.Errorf("%s: the index changed", tc.name)
		}
	}
}

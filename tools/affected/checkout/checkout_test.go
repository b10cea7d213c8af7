package checkout_test

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/checkout"
	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/google/go-cmp/cmp"
)

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	os.MkdirAll(filepath.Dir(path), 0o755)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// files are the contents of all files below a directory.
func files(t *testing.T, root string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if e.Type()&fs.ModeSymlink != 0 {
			target, _ := os.Readlink(path)
			found[rel] = "-> " + target
			return nil
		}
		data, err := os.ReadFile(path)
		found[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestPut(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	git(t, other, "init", "-q", "-b", "main")
	write(t, filepath.Join(other, "s"), "sub 1")
	git(t, other, "add", "-A")
	git(t, other, "commit", "-qm", "1")
	git(t, dir, "init", "-q", "-b", "main")
	write(t, filepath.Join(dir, "a"), "a 1")
	write(t, filepath.Join(dir, "ä ö/b"), "b 1")
	write(t, filepath.Join(dir, ".gitignore"), "ignored\n")
	os.Symlink("a", filepath.Join(dir, "l"))
	git(t, dir, "submodule", "--quiet", "add", other, "sub")
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-qm", "1")
	git(t, dir, "rm", "-qr", "ä ö", "l")
	write(t, filepath.Join(dir, "a"), "a 2")
	write(t, filepath.Join(dir, "l/now/a/directory"), "d")
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-qm", "2")
	write(t, filepath.Join(dir, "a"), "dirty")
	write(t, filepath.Join(dir, "untracked"), "u")
	before := git(t, dir, "status", "--porcelain") + git(t, dir, "worktree", "list")

	repo, err := gitdiff.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	area, err := checkout.Open(t.Context(), t.TempDir(), repo, func() { t.Error("it waits for nobody") })
	if err != nil {
		t.Fatal(err)
	}
	defer area.Close()
	modules := files(t, dir)[".gitmodules"]
	one := map[string]string{".gitignore": "ignored\n", ".gitmodules": modules, "a": "a 1", "ä ö/b": "b 1", "l": "-> a", "sub/s": "sub 1"}
	two := map[string]string{".gitignore": "ignored\n", ".gitmodules": modules, "a": "a 2", "l/now/a/directory": "d", "sub/s": "sub 1"}
	for _, step := range []struct {
		rev  string
		want map[string]string
	}{{"HEAD~1", one}, {"HEAD", two}, {"HEAD~1", one}, {"HEAD~1", one}} {
		commit, err := repo.Resolve(t.Context(), step.rev)
		if err != nil {
			t.Fatal(err)
		}
		if missing, err := area.Put(t.Context(), commit); err != nil || len(missing) > 0 {
			t.Fatalf("%v, missing %v", err, missing)
		}
		if diff := cmp.Diff(step.want, files(t, area.Root())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.rev, diff)
		}
		// What Bazel or anyone leaves there is gone or repaired the next time.
		write(t, filepath.Join(area.Root(), "MODULE.bazel.lock"), "left")
		write(t, filepath.Join(area.Root(), "ignored"), "left")
		os.Remove(filepath.Join(area.Root(), "a"))
	}
	if after := git(t, dir, "status", "--porcelain") + git(t, dir, "worktree", "list"); after != before {
		t.Errorf("the user's checkout changed:\n%s\n%s", before, after)
	}
}

func TestMissingSubmodule(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q", "-b", "main")
	write(t, filepath.Join(dir, "a"), "")
	git(t, dir, "add", "a")
	git(t, dir, "update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("1", 40)+",sub")
	git(t, dir, "commit", "-qm", "1")
	repo, err := gitdiff.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	area, err := checkout.Open(t.Context(), t.TempDir(), repo, func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer area.Close()
	commit, _ := repo.Resolve(t.Context(), "HEAD")
	if missing, err := area.Put(t.Context(), commit); err != nil || !slices.Equal(missing, []string{"sub"}) {
		t.Errorf("%v, %v; want that sub is missing", missing, err)
	}
}

func TestOpenWaits(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	git(t, dir, "init", "-q")
	repo, err := gitdiff.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	first, err := checkout.Open(t.Context(), cache, repo, func() {})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := checkout.Open(ctx, cache, repo, func() {}); err == nil {
		t.Fatal("two have it at once")
	}
	second, err := checkout.Open(t.Context(), cache, repo, func() { first.Close() })
	if err != nil {
		t.Fatal(err)
	}
	second.Close()
}

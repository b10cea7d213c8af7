// Package checkout puts commits into a private directory, where Bazel can look at
// them without the user's checkout, its index or the user's Bazel server being
// touched. Nothing is written into the repository: no worktree is registered.
package checkout

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
)

// Area is a private directory for the commits of one repository. It is this
// process's until Close. Its files stay, so that the next commit costs only what
// differs.
type Area struct {
	repo *gitdiff.Repo
	dir  string
	lock *os.File
}

// Open takes the area of a repository below the cache directory. It waits while
// another process has it, after calling waiting once.
func Open(ctx context.Context, cache string, repo *gitdiff.Repo, waiting func()) (*Area, error) {
	sum := sha256.Sum256([]byte(repo.Root))
	a := &Area{repo: repo, dir: filepath.Join(cache, fmt.Sprintf("tree-%x", sum[:6]))}
	if err := os.MkdirAll(a.Root(), 0o755); err != nil {
		return nil, fmt.Errorf("making a private directory for commits: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(a.dir, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("locking the private directory for commits: %w", err)
	}
	for first := true; ; first = false {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			a.lock = f
			return a, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			f.Close()
			return nil, fmt.Errorf("locking the private directory for commits: %w", err)
		}
		if first {
			waiting()
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, context.Cause(ctx)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Root is the directory that has the repository's files.
func (a *Area) Root() string { return filepath.Join(a.dir, "files") }

// OutputBase is the directory for Bazel to work in.
func (a *Area) OutputBase() string { return filepath.Join(a.dir, "output") }

// Close lets others have the area. The lock also ends with the process.
func (a *Area) Close() error { return a.lock.Close() }

// Put makes the files those of a commit. It returns the submodules whose commits
// are not in the user's clone; their directories are empty.
func (a *Area) Put(ctx context.Context, commit gitdiff.Commit) (missing []string, err error) {
	return a.put(ctx, a.repo.Root, "", commit.Tree)
}

// put checks out a tree of the repository at dir below the area's root.
func (a *Area) put(ctx context.Context, dir, at, tree string) (missing []string, err error) {
	target := filepath.Join(a.Root(), at)
	sum := sha256.Sum256([]byte(at))
	index := filepath.Join(a.dir, fmt.Sprintf("index-%x", sum[:6]))
	os.Remove(index + ".lock") // Of a process that was killed: the area is ours.
	if err := os.MkdirAll(target, 0o755); err != nil {
		return nil, fmt.Errorf("checking out into %q: %w", target, err)
	}
	run := func(args ...string) ([]byte, error) { return git(ctx, dir, target, index, args...) }
	if _, err := run("read-tree", "--reset", "-u", tree); err != nil {
		// Nothing that may be there is worth keeping.
		if err := errors.Join(os.RemoveAll(target), os.MkdirAll(target, 0o755), os.RemoveAll(index)); err != nil {
			return nil, fmt.Errorf("checking out into %q: %w", target, err)
		}
		if _, err := run("read-tree", "--reset", "-u", tree); err != nil {
			return nil, err
		}
	}
	if _, err := run("checkout-index", "--all", "--force", "--index"); err != nil {
		return nil, err
	}
	if err := removeUntracked(run, target); err != nil {
		return nil, err
	}
	return a.submodules(ctx, dir, at, tree)
}

// removeUntracked removes files that no commit has: those that Bazel leaves in a
// workspace. Submodules' directories stay.
func removeUntracked(run func(...string) ([]byte, error), target string) error {
	out, err := run("ls-files", "-z", "--others")
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if name == "" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(target, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("clearing the private directory for commits: %w", err)
		}
	}
	return nil
}

func (a *Area) submodules(ctx context.Context, dir, at, tree string) (missing []string, err error) {
	out, err := git(ctx, dir, "", "", "ls-tree", "-r", "-z", tree)
	if err != nil {
		return nil, err
	}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		meta, path, _ := strings.Cut(entry, "\t")
		if !strings.HasPrefix(meta, gitdiff.ModeGitlink) {
			continue
		}
		id, sub := strings.Fields(meta)[2], filepath.Join(dir, filepath.FromSlash(path))
		if _, err := os.Stat(filepath.Join(sub, ".git")); err == nil {
			if out, err := git(ctx, sub, "", "", "rev-parse", "--verify", "--quiet", id+"^{tree}"); err == nil {
				more, err := a.put(ctx, sub, filepath.Join(at, path), strings.TrimSpace(string(out)))
				if err != nil {
					return nil, err
				}
				missing = append(missing, more...)
				continue
			}
		}
		missing = append(missing, filepath.ToSlash(filepath.Join(at, path)))
	}
	return missing, nil
}

// git runs git on the repository at dir, with a work tree and an index of ours.
func git(ctx context.Context, dir, worktree, index string, args ...string) ([]byte, error) {
	argv := []string{"-c", "core.sparseCheckout=false", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"}
	env := append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	if worktree != "" {
		gitDir, err := git(ctx, dir, "", "", "rev-parse", "--absolute-git-dir")
		if err != nil {
			return nil, err
		}
		env = append(env, "GIT_INDEX_FILE="+index, "GIT_WORK_TREE="+worktree, "GIT_DIR="+strings.TrimSpace(string(gitDir)))
		dir = worktree
	}
	cmd := exec.CommandContext(ctx, "git", append(argv, args...)...)
	cmd.Dir, cmd.Env = dir, env
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("running git %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.Bytes(), nil
}

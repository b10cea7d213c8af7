package gitdiff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// contentAttributes are those by which git writes into a file something else than
// what it has stored.
func contentAttributes() []string {
	return []string{"text", "eol", "crlf", "filter", "ident", "working-tree-encoding"}
}

// Rewritten are the files that are in both states and into which git writes something
// else because files named .gitattributes differ, if any of the changes is of one. They
// look like changes of content.
func (r *Repo) Rewritten(ctx context.Context, changes []Change, base, head Source) ([]Change, error) {
	if !slices.ContainsFunc(changes, func(c Change) bool { return path.Base(c.Path) == ".gitattributes" }) {
		return nil, nil
	}
	before, err := r.writes(ctx, base)
	if err != nil {
		return nil, err
	}
	after, err := r.writes(ctx, head)
	if err != nil {
		return nil, err
	}
	var out []Change
	for p, how := range before {
		if now, ok := after[p]; ok && now != how {
			out = append(out, Change{Path: p, OldMode: ModeFile, NewMode: ModeFile})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// writes says how git writes each file of a state.
func (r *Repo) writes(ctx context.Context, state Source) (map[string]string, error) {
	env, args := []string{}, []string{"check-attr", "-z", "--stdin"}
	if tree, ok := state.(Tree); ok { // By an index of our own, which has nothing to do with the user's.
		dir, err := os.MkdirTemp("", "affected-index-*")
		if err != nil {
			return nil, fmt.Errorf("reading .gitattributes: %w", err)
		}
		defer os.RemoveAll(dir)
		env = append(env, "GIT_INDEX_FILE="+filepath.Join(dir, "index"))
		if _, err := r.gitWith(ctx, env, nil, "read-tree", tree.Commit.Tree); err != nil {
			return nil, err
		}
		args = append(args, "--cached")
	}
	files, err := r.gitWith(ctx, env, nil, "ls-files", "-z")
	if err != nil {
		return nil, err
	}
	out, err := r.gitWith(ctx, env, files, append(args, contentAttributes()...)...)
	if err != nil {
		return nil, err
	}
	raw := r.converts(ctx)
	all := map[string]map[string]string{}
	for f := fields(out); len(f) >= 3; f = f[3:] {
		if all[f[0]] == nil {
			all[f[0]] = map[string]string{}
		}
		all[f[0]][f[1]] = f[2]
	}
	how := make(map[string]string, len(all))
	for p, attributes := range all {
		how[p] = writing(attributes, raw)
	}
	return how, nil
}

// writing is what the attributes of a file make git do when it writes it. That it is
// text means nothing where the ends of lines are as they are stored.
func writing(a map[string]string, raw bool) string {
	text, eol := a["text"], a["eol"]
	if eol != "crlf" && !raw {
		text, eol = "", ""
	}
	return strings.Join([]string{text, eol, a["crlf"], a["filter"], a["ident"], a["working-tree-encoding"]}, "\n")
}

// converts says whether git is set to write other ends of lines than are stored.
func (r *Repo) converts(ctx context.Context) bool {
	if runtime.GOOS == "windows" {
		return true
	}
	out, err := r.Git(ctx, "config", "--get-regexp", `^core\.(autocrlf|eol)$`)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return false // Neither is set.
	}
	return err != nil || strings.Contains(string(out), "true") || strings.Contains(string(out), "crlf\n")
}

// gitWith runs git with more in its environment, and with an input.
func (r *Repo) gitWith(ctx context.Context, env []string, in []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir, cmd.Env, cmd.Stdin = r.Root, append(environment(), env...), bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("running git %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}

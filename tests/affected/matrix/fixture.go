package matrix

import (
	"context"
	"fmt"
	"maps"
	"strings"
)

// noCompiler is for machines without a C compiler, which Bazel else looks for.
const noCompiler = "common --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\n"

// Standard makes the workspace that Edits are of, below the directory tmp, and
// commits it.
func Standard(ctx context.Context, tmp, bazel string) (w *Workspace, commit string, err error) {
	return standard(ctx, tmp, bazel, Files(), nil)
}

// Simple is Standard without the names that not every tool can read: those with
// quotes, and with letters beyond ASCII. Edits that are OddlyNamed are not of it.
func Simple(ctx context.Context, tmp, bazel string) (w *Workspace, commit string, err error) {
	return standard(ctx, tmp, bazel, simpleFiles(), nil)
}

func simpleFiles() map[string]string {
	simple := map[string]string{}
	for name, text := range Files() {
		if !strings.HasPrefix(name, oddPackage) {
			simple[strings.ReplaceAll(name, "ä", "a")] = strings.ReplaceAll(text, "mid ä", "mid a")
		}
	}
	return simple
}

// Rare is Simple with what few workspaces have: RareEdits are of it.
func Rare(ctx context.Context, tmp, bazel string) (w *Workspace, commit string, err error) {
	files := simpleFiles()
	maps.Copy(files, rareModules())
	maps.Copy(files, rarities())
	files["MODULE.bazel"] += "include(\"//:more.MODULE.bazel\")\n"
	files[".bazelrc"] += "try-import %workspace%/user.bazelrc\n"
	return standard(ctx, tmp, bazel, files, rareLinks())
}

const oddPackage = "odd 'name' #1/"

func standard(ctx context.Context, tmp, bazel string, files, links map[string]string) (w *Workspace, commit string, err error) {
	w, err = New(ctx, tmp, bazel, "", files)
	if err != nil {
		return nil, "", err
	}
	for _, set := range []map[string]string{{"base/link.txt": "../elsewhere.txt", "linked": "real"}, links} {
		for name, target := range set {
			if err := w.Link(target, name); err != nil {
				return nil, "", err
			}
		}
	}
	if err := w.addSubmodule("sub", map[string]string{
		"BUILD": "exports_files([\"s.txt\"])\n\ngenrule(name = \"in_sub\", srcs = [\"s.txt\"], outs = [\"in_sub.out\"], cmd = \"cat $< > $@\")\n",
		"s.txt": "in the submodule",
	}); err != nil {
		return nil, "", err
	}
	commit, err = w.Commit()
	return w, commit, err
}

// addSubmodule makes a repository beside the workspace and takes it in.
func (w *Workspace) addSubmodule(name string, files map[string]string) error {
	source := &Workspace{Dir: w.Root + "-" + name, Root: w.Root + "-" + name, ctx: w.ctx}
	for file, text := range files {
		if err := source.Write(file, text); err != nil {
			return err
		}
	}
	if _, err := source.Git("init", "-q", "-b", "main"); err != nil {
		return err
	}
	if _, err := source.Git("add", "-A"); err != nil {
		return err
	}
	if _, err := source.Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"); err != nil {
		return err
	}
	_, err := w.Git("submodule", "add", "-q", source.Root, name)
	return err
}

// submodule makes a new commit in the submodule and lets the workspace have it.
func submodule(name, file, text string) func(*Workspace) error {
	return func(w *Workspace) error {
		if err := w.Write(name+"/"+file, text); err != nil {
			return err
		}
		if _, err := w.gitIn(w.Path(name), "add", "-A"); err != nil {
			return err
		}
		if _, err := w.gitIn(w.Path(name), "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"); err != nil {
			return fmt.Errorf("changing the submodule: %w", err)
		}
		return nil
	}
}

// Files are those of a small workspace with a little of everything.
func Files() map[string]string {
	files := map[string]string{
		".gitignore": "bazel-*\nMODULE.bazel.lock\n",
		".bazelrc":   noCompiler + "build --//conf:flavour=plain\ntest --test_output=errors\nbuild:ci --define=x=ci\nimport %workspace%/conf/more.bazelrc\n",
	}
	for _, part := range []map[string]string{modules(), rules(), packages(), oddities()} {
		maps.Copy(files, part)
	}
	return files
}

package matrix

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

var errFewActions = errors.New("it has hardly any actions")

// actions are the digests of Truth: keys of the actions, and contents of all their
// inputs, recursively.
func (w *Workspace) actions() (map[string]map[string]string, error) {
	out, err := w.Bazel("aquery", "deps("+w.targets(":all-targets")+")", "--output=proto", "--noinclude_commandline", "--include_file_write_contents", "--consistent_labels")
	if err != nil {
		return nil, err
	}
	a := actions{
		root: w.Dir, external: filepath.Join(w.OutputBase, "external"), fragments: map[uint64]fragment{}, artifacts: map[uint64]uint64{},
		sets: map[uint64]set{}, targets: map[uint64]string{}, configurations: map[uint64]string{}, made: map[string]*action{}, hashes: map[string]string{},
	}
	if err := a.read(out); err != nil {
		return nil, err
	}
	all := map[string]map[string][]string{}
	for i := range a.all {
		if a.all[i].ofAspect {
			continue // It is whose target wants the aspect: an input of that's actions.
		}
		hash, err := a.action(&a.all[i])
		if err != nil {
			return nil, err
		}
		label := canonical(plain(a.targets[a.all[i].target]))
		if all[label] == nil {
			all[label] = map[string][]string{}
		}
		configuration := a.configurations[a.all[i].config]
		all[label][configuration] = append(all[label][configuration], hash)
	}
	if len(all) < 3 && !w.found {
		return nil, fmt.Errorf("reading the answer of aquery: %w: of %d targets", errFewActions, len(all))
	}
	digests := map[string]map[string]string{}
	for label, byConfiguration := range all {
		digests[label] = map[string]string{}
		for configuration, hashes := range byConfiguration {
			slices.Sort(hashes)
			digests[label][configuration] = fmt.Sprint(hashes)
		}
	}
	return digests, nil
}

// canonical is a label without the main repository's name.
func canonical(label string) string {
	if rest, ok := strings.CutPrefix(label, "@@//"); ok {
		return "//" + rest
	}
	return label
}

// plain undoes that Bazel writes each byte of a name as a character.
func plain(name string) string {
	var raw []byte
	for _, r := range name {
		raw = append(raw, byte(r))
	}
	return string(raw)
}

func (a *actions) path(artifact uint64) string {
	p := ""
	for id := a.artifacts[artifact]; id != 0; id = a.fragments[id].parent {
		p = filepath.Join(plain(a.fragments[id].label), p)
	}
	return p
}

// action is the digest of an action and of all it is made from.
func (a *actions) action(act *action) (string, error) {
	if len(a.made) == 0 {
		for i := range a.all {
			for _, o := range a.all[i].outputs {
				a.made[a.path(o)] = &a.all[i]
			}
		}
	}
	if act.hash != "" || act.being {
		return act.hash, nil
	}
	act.being = true
	seen := map[uint64]bool{}
	files := map[string]bool{}
	for queue := slices.Clone(act.inputs); len(queue) > 0; queue = queue[1:] {
		if seen[queue[0]] {
			continue
		}
		seen[queue[0]] = true
		for _, f := range a.sets[queue[0]].files {
			files[a.path(f)] = true
		}
		queue = append(queue, a.sets[queue[0]].sets...)
	}
	facts := slices.Clone(act.facts)
	for p := range files {
		hash, err := a.file(p)
		if err != nil {
			return "", err
		}
		facts = append(facts, p+" "+hash)
	}
	slices.Sort(facts)
	act.hash = fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, facts)))
	return act.hash, nil
}

// file is the digest of a file, or of all files of a source directory.
func (a *actions) file(p string) (string, error) {
	if maker := a.made[p]; maker != nil {
		return a.action(maker)
	}
	if h, ok := a.hashes[p]; ok {
		return h, nil
	}
	real := filepath.Join(a.root, p)
	if rest, err := filepath.Rel("external", p); err == nil && filepath.IsLocal(rest) {
		real = filepath.Join(a.external, rest)
	}
	h := sha256.New()
	if resolved, err := filepath.EvalSymlinks(real); err == nil {
		real = resolved
	}
	err := filepath.WalkDir(real, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		rel, _ := filepath.Rel(real, file)
		fmt.Fprintf(h, "%q %v %q", rel, info.Mode()&0o100 != 0, data)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprint(h, "none")
		err = nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the input %s: %w", p, err)
	}
	a.hashes[p] = fmt.Sprintf("%x", h.Sum(nil))
	return a.hashes[p], nil
}

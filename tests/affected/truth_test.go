//go:build bazel

package affected_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"google.golang.org/protobuf/encoding/protowire"
)

// actions is an answer of "bazel aquery --output=proto".
type actions struct {
	root, external string
	fragments      map[uint64]fragment
	artifacts      map[uint64]uint64
	sets           map[uint64]set
	targets        map[uint64]string
	all            []action
	made           map[string]*action
	hashes         map[string]string
}

type fragment struct {
	label  string
	parent uint64
}

type set struct{ sets, files []uint64 }

type action struct {
	target   uint64
	ofAspect bool
	facts    []string
	inputs   []uint64
	outputs  []uint64
	hash     string
	being    bool
}

// truth is a digest, by label, over all that decides what the target's actions
// make: keys of the actions, and contents of all their inputs, recursively.
func (w *workspace) truth(t *testing.T) map[string]string {
	t.Helper()
	out := w.bazel(t, "aquery", "deps(//...:all-targets)", "--output=proto", "--noinclude_commandline", "--consistent_labels")
	a := actions{
		root: w.dir, external: filepath.Join(w.outputBase, "external"), fragments: map[uint64]fragment{}, artifacts: map[uint64]uint64{},
		sets: map[uint64]set{}, targets: map[uint64]string{}, made: map[string]*action{}, hashes: map[string]string{},
	}
	if err := a.read(out); err != nil {
		t.Fatal(err)
	}
	byLabel := map[string][]string{}
	for i := range a.all {
		if a.all[i].ofAspect {
			continue // It is whose target wants the aspect: an input of that's actions.
		}
		label := graph.Canonical(plain(a.targets[a.all[i].target]))
		byLabel[label] = append(byLabel[label], a.action(t, &a.all[i]))
	}
	truth := map[string]string{}
	for label, hashes := range byLabel {
		slices.Sort(hashes)
		truth[label] = fmt.Sprint(hashes)
	}
	if len(truth) < 10 {
		t.Fatalf("the truth has %d targets only: it is not read right", len(truth))
	}
	return truth
}

// plain undoes that Bazel writes each byte of a name as a character.
func plain(name string) string {
	var raw []byte
	for _, r := range name {
		raw = append(raw, byte(r))
	}
	return string(raw)
}

func (a *actions) read(msg []byte) error {
	return eachField(msg, func(f field) error {
		var id uint64
		var act action
		var s set
		var frag fragment
		var label string
		var second uint64
		err := eachField(f.val, func(g field) error {
			switch {
			case f.num == 2 && g.num == 1:
				act.target = g.varint()
			case f.num == 2 && g.num == 2:
				act.ofAspect = true
			case f.num == 2 && (g.num == 3 || g.num == 4):
				act.facts = append(act.facts, string(g.val))
			case f.num == 2 && g.num == 8:
				act.inputs = append(act.inputs, numbers(g)...)
			case f.num == 2 && g.num == 9:
				act.outputs = append(act.outputs, numbers(g)...)
			case g.num == 1:
				id = g.varint()
			case f.num == 4 && g.num == 2:
				s.sets = append(s.sets, numbers(g)...)
			case f.num == 4 && g.num == 3:
				s.files = append(s.files, numbers(g)...)
			case g.num == 2 && f.num == 1:
				second = g.varint()
			case g.num == 2:
				label = string(g.val)
			case g.num == 3 && f.num == 8:
				frag.parent = g.varint()
			}
			return nil
		})
		switch f.num {
		case 1:
			a.artifacts[id] = second
		case 2:
			a.all = append(a.all, act)
		case 3:
			a.targets[id] = label
		case 4:
			a.sets[id] = s
		case 8:
			frag.label = label
			a.fragments[id] = frag
		}
		return err
	})
}

type field struct {
	num  protowire.Number
	kind protowire.Type
	val  []byte
}

func (f field) varint() uint64 {
	v, _ := protowire.ConsumeVarint(f.val)
	return v
}

func eachField(msg []byte, do func(field) error) error {
	for len(msg) > 0 {
		num, kind, tag := protowire.ConsumeTag(msg)
		if tag < 0 {
			return errors.New("the answer of aquery is damaged")
		}
		f := field{num: num, kind: kind}
		n := protowire.ConsumeFieldValue(num, kind, msg[tag:])
		if n < 0 {
			return errors.New("the answer of aquery is damaged")
		}
		f.val = msg[tag : tag+n]
		if kind == protowire.BytesType {
			f.val, _ = protowire.ConsumeBytes(msg[tag:])
		}
		msg = msg[tag+n:]
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}

// numbers are a repeated field's, packed or not.
func numbers(f field) []uint64 {
	if f.kind != 2 {
		return []uint64{f.varint()}
	}
	var out []uint64
	for val := f.val; len(val) > 0; {
		n := 0
		for val[n]&0x80 != 0 {
			n++
		}
		out = append(out, field{val: val[:n+1]}.varint())
		val = val[n+1:]
	}
	return out
}

func (a *actions) path(artifact uint64) string {
	p := ""
	for id := a.artifacts[artifact]; id != 0; id = a.fragments[id].parent {
		p = filepath.Join(plain(a.fragments[id].label), p)
	}
	return p
}

// action is the digest of an action and of all it is made from.
func (a *actions) action(t *testing.T, act *action) string {
	if len(a.made) == 0 {
		for i := range a.all {
			for _, o := range a.all[i].outputs {
				a.made[a.path(o)] = &a.all[i]
			}
		}
	}
	if act.hash != "" || act.being {
		return act.hash
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
		facts = append(facts, p+" "+a.file(t, p))
	}
	slices.Sort(facts)
	act.hash = fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, facts)))
	return act.hash
}

func (a *actions) file(t *testing.T, p string) string {
	if maker := a.made[p]; maker != nil {
		return a.action(t, maker)
	}
	if h, ok := a.hashes[p]; ok {
		return h
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
	if err != nil {
		fmt.Fprintf(h, "none")
	}
	a.hashes[p] = fmt.Sprintf("%x", h.Sum(nil))
	return a.hashes[p]
}

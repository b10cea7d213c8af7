package actions

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// Digests are, by label, the digests of each target's own actions: over an
// action's key, environment and the paths of its inputs and outputs, and over no
// file's content. They hold as long as the target is analysed the same.
type Digests map[string][]uint64

// walker goes through an answer once; what it finds out it keeps.
type walker struct {
	*Answer
	// base is what the actions were before; source says whether a file that no
	// action makes has changed.
	base   Digests
	source func(path string) bool

	setDigests map[uint32]uint64
	makers     map[uint32]int // the action that makes an artifact
	setState   map[uint32]bool
	state      map[int]bool
	own        []uint64
}

func (a *Answer) walk() *walker {
	w := &walker{Answer: a, setDigests: map[uint32]uint64{}, makers: map[uint32]int{}, setState: map[uint32]bool{}, state: map[int]bool{}}
	w.own = make([]uint64, len(a.actions))
	for i := range a.actions {
		w.own[i] = w.digest(&a.actions[i])
		for _, o := range a.actions[i].outputs {
			w.makers[o] = i
		}
	}
	return w
}

// Digests are those of the answer's actions, sorted.
func (a *Answer) Digests() Digests {
	w := a.walk()
	all := Digests{}
	for i := range a.actions {
		label := a.label(i)
		all[label] = append(all[label], w.own[i])
	}
	for _, list := range all {
		slices.Sort(list)
	}
	return all
}

// label is the target's that an action is of; those of aspects are kept apart.
func (a *Answer) label(i int) string {
	if a.actions[i].aspect {
		return aspects + a.targets[a.actions[i].target]
	}
	return a.targets[a.actions[i].target]
}

// aspects is before the labels of targets whose aspects have actions.
const aspects = "aspects of "

func (w *walker) digest(act *action) uint64 {
	facts := slices.Clone(act.facts)
	for _, o := range act.outputs {
		facts = append(facts, "out "+w.path(o))
	}
	for _, s := range act.inputs {
		facts = append(facts, fmt.Sprintf("in %x", w.set(s)))
	}
	return sum(facts)
}

// set is the digest of the paths in a depset. The depsets in it are not taken
// apart: large ones are shared by many.
func (w *walker) set(id uint32) uint64 {
	if d, ok := w.setDigests[id]; ok {
		return d
	}
	var facts []string
	for _, artifact := range w.sets[id].artifacts {
		facts = append(facts, w.path(artifact))
	}
	for _, s := range w.sets[id].sets {
		facts = append(facts, fmt.Sprintf("%x", w.set(s)))
	}
	d := sum(facts)
	w.setDigests[id] = d
	return d
}

func sum(facts []string) uint64 {
	slices.Sort(facts)
	h := sha256.New()
	for _, f := range facts {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// changed says whether an action makes something else than before.
func (w *walker) changed(i int) bool {
	if is, ok := w.state[i]; ok {
		return is
	}
	w.state[i] = false
	_, known := slices.BinarySearch(w.base[w.label(i)], w.own[i])
	is := !known || slices.ContainsFunc(w.actions[i].inputs, w.setChanged)
	w.state[i] = is
	return is
}

func (w *walker) setChanged(id uint32) bool {
	if is, ok := w.setState[id]; ok {
		return is
	}
	is := slices.ContainsFunc(w.sets[id].artifacts, w.artifactChanged) || slices.ContainsFunc(w.sets[id].sets, w.setChanged)
	w.setState[id] = is
	return is
}

func (w *walker) artifactChanged(artifact uint32) bool {
	if i, made := w.makers[artifact]; made {
		return w.changed(i)
	}
	return w.source(w.path(artifact))
}

// Outcome is which targets' actions make something else than before.
type Outcome struct {
	// Acts are the labels of targets that have actions of their own, and whether
	// one of these changed, came or went.
	Acts map[string]bool
	// Aspects are the labels of targets with an aspect's action that changed and
	// whose outputs no action of the answer takes: who wants the aspect wants them.
	Aspects map[string]bool
}

// Compare says which of the answer's actions differ from those before. Source
// says whether a file that no action makes, by its path below the execution root,
// has changed.
func (a *Answer) Compare(base Digests, source func(path string) bool) Outcome {
	w := a.walk()
	w.base, w.source = base, source
	out := Outcome{Acts: map[string]bool{}, Aspects: map[string]bool{}}
	count, taken := map[string]int{}, a.taken()
	for i := range a.actions {
		if label := a.label(i); !a.actions[i].aspect {
			out.Acts[label] = w.changed(i) || out.Acts[label]
			count[label]++
		} else if w.changed(i) && !slices.ContainsFunc(a.actions[i].outputs, func(o uint32) bool { return taken[o] }) {
			out.Aspects[a.targets[a.actions[i].target]] = true
		}
	}
	for label, n := range count {
		// One that went leaves the others as they were.
		out.Acts[label] = out.Acts[label] || n != len(base[label])
	}
	return out
}

// taken are the artifacts that are inputs of actions.
func (a *Answer) taken() map[uint32]bool {
	taken := map[uint32]bool{}
	for _, s := range a.sets {
		for _, artifact := range s.artifacts {
			taken[artifact] = true
		}
	}
	return taken
}

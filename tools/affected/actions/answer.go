// Package actions holds what one aquery says of a workspace's actions, and finds
// which targets' actions have changed.
package actions

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"google.golang.org/protobuf/encoding/protowire"
)

// Answer is the actions of an answer of "bazel aquery --output=proto".
type Answer struct {
	// canonical turns a label of the answer into a canonical one.
	canonical func([]byte) string
	// places replaces the paths of this machine.
	places *strings.Replacer

	actions   []action
	artifacts map[uint32]uint32 // to the last fragment of its path
	fragments map[uint32]fragment
	sets      map[uint32]set
	targets   map[uint32]string
	paths     map[uint32]string // of fragments, as far as they were asked for
}

type fragment struct {
	label  string
	parent uint32
}

// set is a depset of artifacts.
type set struct{ sets, artifacts []uint32 }

type action struct {
	target  uint32
	aspect  bool
	facts   []string
	inputs  []uint32 // sets
	outputs []uint32 // artifacts
}

// Numbers of the messages in Bazel's src/main/protobuf/analysis_v2.proto.
const (
	containerArtifact, containerAction, containerTarget, containerSet, containerFragment = 1, 2, 3, 4, 8

	actionTarget, actionAspects, actionKey, actionMnemonic, actionEnvironment, actionInputs, actionOutputs, actionInfo, actionPlatform, actionContents = 1, 2, 3, 4, 7, 8, 9, 11, 14, 17
)

// maxMessage bounds what a damaged answer can make us allocate.
const maxMessage = 1 << 30

var errDamaged = errors.New("reading the answer of aquery: it is cut off or damaged")

// Read reads an answer while it comes. Canonical turns its labels into canonical
// ones. Places are the directories where Bazel works, the paths of which stand in
// some files that it writes: they are no difference.
func Read(r io.Reader, canonical func([]byte) string, places ...string) (*Answer, error) {
	var pairs []string
	for _, p := range places {
		pairs = append(pairs, " "+p+"/", " ")
	}
	a := &Answer{
		canonical: canonical, places: strings.NewReplacer(pairs...), artifacts: map[uint32]uint32{}, fragments: map[uint32]fragment{},
		sets: map[uint32]set{}, targets: map[uint32]string{}, paths: map[uint32]string{},
	}
	in := bufio.NewReaderSize(r, 256<<10)
	var msg []byte
	for {
		tag, err := binary.ReadUvarint(in)
		if errors.Is(err, io.EOF) {
			return a, nil
		}
		num, kind := protowire.DecodeTag(tag)
		if err != nil || kind != protowire.BytesType {
			return nil, errDamaged
		}
		size, err := binary.ReadUvarint(in)
		if err != nil || size > maxMessage {
			return nil, errDamaged
		}
		msg = slices.Grow(msg[:0], int(size))[:size]
		if _, err := io.ReadFull(in, msg); err != nil {
			return nil, errDamaged
		}
		if err := a.message(num, msg); err != nil {
			return nil, err
		}
	}
}

// Empty says whether the answer has no actions at all.
func (a *Answer) Empty() bool { return len(a.actions) == 0 }

// A value is one field of a message.
type value struct {
	number uint32
	bytes  []byte
	packed bool
}

// numbers are a repeated field's, packed or not.
func (v value) numbers() []uint32 {
	if !v.packed {
		return []uint32{v.number}
	}
	var out []uint32
	for b := v.bytes; len(b) > 0; {
		n, size := protowire.ConsumeVarint(b)
		if size < 0 {
			return nil
		}
		out, b = append(out, uint32(n)), b[size:]
	}
	return out
}

func fields(msg []byte, do func(num protowire.Number, v value)) error {
	for len(msg) > 0 {
		num, kind, n := protowire.ConsumeTag(msg)
		if n < 0 {
			return errDamaged
		}
		msg = msg[n:]
		var v value
		switch kind {
		case protowire.VarintType:
			var number uint64
			number, n = protowire.ConsumeVarint(msg)
			v.number = uint32(number)
		case protowire.BytesType:
			v.bytes, n = protowire.ConsumeBytes(msg)
			v.packed = true
		default:
			n = protowire.ConsumeFieldValue(num, kind, msg)
		}
		if n < 0 {
			return errDamaged
		}
		msg = msg[n:]
		do(num, v)
	}
	return nil
}

func (a *Answer) message(num protowire.Number, msg []byte) error {
	switch num {
	case containerAction:
		return a.action(msg)
	case containerArtifact, containerTarget, containerSet, containerFragment:
	default:
		return nil
	}
	var id, second, parent uint32
	var label []byte
	var s set
	err := fields(msg, func(field protowire.Number, v value) {
		switch {
		case field == 1:
			id = v.number
		case field == 2 && num == containerSet:
			s.sets = append(s.sets, v.numbers()...)
		case field == 3 && num == containerSet:
			s.artifacts = append(s.artifacts, v.numbers()...)
		case field == 2:
			second, label = v.number, v.bytes
		case field == 3:
			parent = v.number
		}
	})
	switch num {
	case containerArtifact:
		a.artifacts[id] = second
	case containerTarget:
		a.targets[id] = a.canonical(label)
	case containerSet:
		a.sets[id] = s
	case containerFragment:
		a.fragments[id] = fragment{string(label), parent}
	}
	return err
}

// action reads an action. Its key stands for its command line, which is not asked
// for.
func (a *Answer) action(msg []byte) error {
	var act action
	key, mnemonic, contents := "", "", ""
	err := fields(msg, func(field protowire.Number, v value) {
		switch field {
		case actionTarget:
			act.target = v.number
		case actionAspects:
			act.aspect = true
		case actionInputs:
			act.inputs = append(act.inputs, v.numbers()...)
		case actionOutputs:
			act.outputs = append(act.outputs, v.numbers()...)
		case actionKey:
			key = string(v.bytes)
		case actionMnemonic:
			mnemonic = string(v.bytes)
		case actionContents:
			contents = string(v.bytes)
		case actionEnvironment, actionInfo, actionPlatform:
			act.facts = append(act.facts, fmt.Sprintf("%d %s", field, v.bytes))
		}
	})
	// The keys of two kinds have in them where on the machine the sources are. What
	// they link is told by the content of the first, which the second has as input. That
	// of a third has all names of repositories in it, and its content those that are used.
	switch {
	case mnemonic == "SymlinkTree":
		key = ""
	case mnemonic == "RepoMappingManifest":
		key = contents
	case mnemonic == "SourceSymlinkManifest" && contents != "":
		key = a.places.Replace(contents)
	}
	act.facts = append(act.facts, "key "+key, "mnemonic "+mnemonic)
	a.actions = append(a.actions, act)
	return err
}

// path is an artifact's, relative to the execution root.
func (a *Answer) path(artifact uint32) string { return a.join(a.artifacts[artifact]) }

func (a *Answer) join(id uint32) string {
	if p, ok := a.paths[id]; ok || id == 0 {
		return p
	}
	f := a.fragments[id]
	p := graph.Name(f.label)
	if above := a.join(f.parent); above != "" {
		p = above + "/" + p
	}
	a.paths[id] = p
	return p
}

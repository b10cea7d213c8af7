package matrix

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

// actions is an answer of "bazel aquery --output=proto".
type actions struct {
	root, external string
	fragments      map[uint64]fragment
	artifacts      map[uint64]uint64
	sets           map[uint64]set
	targets        map[uint64]string
	configurations map[uint64]string
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
	config   uint64
	ofAspect bool
	facts    []string
	inputs   []uint64
	outputs  []uint64
	hash     string
	being    bool
}

// read reads an ActionGraphContainer of Bazel's analysis_v2.proto.
func (a *actions) read(msg []byte) error {
	return eachField(msg, func(f field) error {
		switch f.num {
		case 1:
			id, fragment, err := pair(f.val)
			a.artifacts[id] = fragment.varint()
			return err
		case 2:
			return a.readAction(f.val)
		case 3:
			id, label, err := pair(f.val)
			a.targets[id] = string(label.val)
			return err
		case 4:
			return a.readSet(f.val)
		case 5:
			var id uint64
			return eachField(f.val, func(g field) error {
				switch g.num {
				case 1:
					id = g.varint()
				case 4:
					a.configurations[id] = string(g.val)
				}
				return nil
			})
		case 8:
			return a.readFragment(f.val)
		}
		return nil
	})
}

// pair reads a message of a number and one thing more.
func pair(msg []byte) (id uint64, second field, err error) {
	err = eachField(msg, func(g field) error {
		switch g.num {
		case 1:
			id = g.varint()
		case 2:
			second = g
		}
		return nil
	})
	return id, second, err
}

func (a *actions) readAction(msg []byte) error {
	var act action
	key, mnemonic, contents := "", "", ""
	err := eachField(msg, func(g field) error {
		switch g.num {
		case 1:
			act.target = g.varint()
		case 2:
			act.ofAspect = true
		case 3:
			key = string(g.val)
		case 4:
			mnemonic = string(g.val)
		case 5:
			act.config = g.varint()
		case 8:
			act.inputs = append(act.inputs, numbers(g)...)
		case 9:
			act.outputs = append(act.outputs, numbers(g)...)
		case 17:
			contents = string(g.val)
		}
		return nil
	})
	// The key of a manifest of names has all that the workspace calls others by in
	// it; what it writes, and tests read, are the names of what they use.
	if mnemonic == "RepoMappingManifest" {
		key = contents
	}
	act.facts = append(act.facts, key, mnemonic)
	a.all = append(a.all, act)
	return err
}

func (a *actions) readSet(msg []byte) error {
	var id uint64
	var s set
	err := eachField(msg, func(g field) error {
		switch g.num {
		case 1:
			id = g.varint()
		case 2:
			s.sets = append(s.sets, numbers(g)...)
		case 3:
			s.files = append(s.files, numbers(g)...)
		}
		return nil
	})
	a.sets[id] = s
	return err
}

func (a *actions) readFragment(msg []byte) error {
	var id uint64
	var f fragment
	err := eachField(msg, func(g field) error {
		switch g.num {
		case 1:
			id = g.varint()
		case 2:
			f.label = string(g.val)
		case 3:
			f.parent = g.varint()
		}
		return nil
	})
	a.fragments[id] = f
	return err
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

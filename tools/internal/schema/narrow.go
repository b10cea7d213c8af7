package schema

import (
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"google.golang.org/protobuf/encoding/protowire"
)

// Narrow is the snapshot with only those parts of its types that a
// configuration must have, or that the provider computes, or whose names keep
// selects: optional attributes and nested blocks which nobody names are null
// and absent anyway, and cost OpenTofu most of its work. What is within an
// attribute stays whole, for its value may come from anywhere. A message that
// cannot be read is left as it is, for its reader to report.
func (s *Snapshot) Narrow(keep func(name string) bool) *Snapshot {
	n := *s
	n.Schema = []byte{}
	err := wire.Each(s.Schema, func(f wire.Field) error {
		if !slices.Contains([]protowire.Number{fieldResources, fieldDataSources, fieldEphemerals}, f.Num) {
			n.Schema = append(n.Schema, f.Raw...)
			return nil
		}
		// Schemas of map entry, of schema, of block.
		entry, err := narrowWithin(f.Val, []protowire.Number{2, 2}, keep)
		n.Schema = wire.Append(n.Schema, f.Num, entry)
		return err
	})
	if err != nil {
		return s
	}
	return &n
}

// narrowWithin narrows the block that lies at a path of fields.
func narrowWithin(msg []byte, path []protowire.Number, keep func(string) bool) ([]byte, error) {
	var failed error
	out, err := within(msg, path, func(block []byte) []byte {
		var narrowed []byte
		narrowed, failed = narrowBlock(block, keep)
		return narrowed
	})
	if err == nil {
		err = failed
	}
	return out, err
}

func narrowBlock(block []byte, keep func(string) bool) ([]byte, error) {
	out := []byte{}
	err := wire.Each(block, func(f wire.Field) error {
		name := string(wire.Get(f.Val, 1))
		switch {
		case f.Num == 2 && !set(f.Val, 4) && !set(f.Val, 6) && !keep(name):
			// An attribute that is neither required nor computed.
		case f.Num == 3 && mayBeAbsent(f.Val) && !keep(name):
		case f.Num == 3:
			nested, err := narrowWithin(f.Val, []protowire.Number{2}, keep)
			out = wire.Append(out, f.Num, nested)
			return err
		default:
			out = append(out, f.Raw...)
		}
		return nil
	})
	return out, err
}

// mayBeAbsent says whether a nested block is one of a collection that may be
// empty. A single one, or a group, is an object even where nobody writes it.
func mayBeAbsent(nested []byte) bool {
	mode := wire.Get(nested, 3)
	collection := len(mode) == 1 && slices.Contains([]Nesting{NestingList, NestingSet, NestingMap}, Nesting(mode[0]))
	return collection && !set(nested, 4)
}

// set says whether a boolean or a number of a message is not zero.
func set(msg []byte, num protowire.Number) bool {
	v := wire.Get(msg, num)
	return len(v) > 0 && (len(v) > 1 || v[0] != 0)
}

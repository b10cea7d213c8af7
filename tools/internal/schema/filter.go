package schema

import (
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"google.golang.org/protobuf/encoding/protowire"
)

// The maps of GetProviderSchema.Response, the same in protocols 5 and 6.
const (
	fieldResources   protowire.Number = 2
	fieldDataSources protowire.Number = 3
	fieldDiagnostics protowire.Number = 4
	fieldFunctions   protowire.Number = 7
	fieldEphemerals  protowire.Number = 8
	fieldLists       protowire.Number = 9
	fieldStateStores protowire.Number = 10
	fieldActions     protowire.Number = 11
)

// typeMaps are the maps by names of types, which a module may or may not use.
// Functions are not among them: their names stand alone in configuration, and
// there are few.
func typeMaps() []protowire.Number {
	return []protowire.Number{fieldResources, fieldDataSources, fieldEphemerals, fieldLists, fieldStateStores, fieldActions}
}

// Filter is the snapshot with only the types whose names keep selects. The
// provider's own schema, provider_meta, functions and capabilities stay. A
// message that cannot be read is left as it is, for its reader to report.
func (s *Snapshot) Filter(keep func(name string) bool) *Snapshot {
	f := *s
	f.Schema = filter(s.Schema, keep, typeMaps())
	if s.Identity != nil {
		f.Identity = filter(s.Identity, keep, []protowire.Number{1})
	}
	return &f
}

func filter(msg []byte, keep func(string) bool, maps []protowire.Number) []byte {
	out := []byte{}
	err := wire.Each(msg, func(f wire.Field) error {
		if slices.Contains(maps, f.Num) {
			key, _, err := wire.Entry(f.Val)
			if err != nil {
				return err
			}
			if !keep(key) {
				return nil
			}
		}
		out = append(out, f.Raw...)
		return nil
	})
	if err != nil {
		return msg
	}
	return out
}

// WithDataMarker is the snapshot with one more optional string attribute, of
// the given name, in the schema of every data source and ephemeral resource.
func (s *Snapshot) WithDataMarker(name string) (*Snapshot, error) {
	var attribute []byte
	attribute = wire.Append(attribute, 1, []byte(name))
	attribute = wire.Append(attribute, 2, []byte(`"string"`))
	attribute = wire.AppendUint(attribute, 5, 1)

	m := *s
	m.Schema = nil
	err := wire.Each(s.Schema, func(f wire.Field) error {
		if f.Num != fieldDataSources && f.Num != fieldEphemerals {
			m.Schema = append(m.Schema, f.Raw...)
			return nil
		}
		// Schemas of map entry, of schema, of block.
		marked, err := within(f.Val, []protowire.Number{2, 2}, func(block []byte) []byte {
			return wire.Append(slices.Clone(block), 2, attribute)
		})
		m.Schema = wire.Append(m.Schema, f.Num, marked)
		return err
	})
	return &m, err
}

// within changes the message that lies at a path of fields, making it if it is
// absent.
func within(msg []byte, path []protowire.Number, change func([]byte) []byte) ([]byte, error) {
	if len(path) == 0 {
		return change(msg), nil
	}
	var out, inner []byte
	err := wire.Each(msg, func(f wire.Field) error {
		if f.Num == path[0] {
			inner = f.Val
		} else {
			out = append(out, f.Raw...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if inner, err = within(inner, path[1:], change); err != nil {
		return nil, err
	}
	return wire.Append(out, path[0], inner), nil
}

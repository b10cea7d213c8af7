package schema

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"google.golang.org/protobuf/encoding/protowire"
)

// shape says of a message's fields which are dropped and which are messages
// that have a shape of their own. All others are kept as they are.
type shape struct {
	// entry says that the message is an entry of a map.
	entry bool
	drop  []protowire.Number
	down  map[protowire.Number]*shape
}

// shapes are those of the messages which have descriptions, in protocols 5 and
// 6. An attribute's type is JSON in which an attribute may be called
// "description": it is not looked into.
func shapes() (providerSchema, identities *shape) {
	attribute := &shape{drop: []protowire.Number{3, 8}}
	object := &shape{down: map[protowire.Number]*shape{1: attribute}}
	attribute.down = map[protowire.Number]*shape{10: object}
	block := &shape{drop: []protowire.Number{4, 5}}
	nested := &shape{down: map[protowire.Number]*shape{2: block}}
	block.down = map[protowire.Number]*shape{2: attribute, 3: nested}
	schema := &shape{down: map[protowire.Number]*shape{2: block}}
	parameter := &shape{drop: []protowire.Number{5, 6}}
	function := &shape{drop: []protowire.Number{4, 5, 6}, down: map[protowire.Number]*shape{1: parameter, 2: parameter}}
	action := &shape{down: map[protowire.Number]*shape{1: schema}}
	value := func(s *shape) *shape { return &shape{entry: true, down: map[protowire.Number]*shape{2: s}} }
	providerSchema = &shape{down: map[protowire.Number]*shape{
		1: schema, 5: schema,
		fieldResources: value(schema), fieldDataSources: value(schema), fieldEphemerals: value(schema),
		fieldLists: value(schema), fieldStateStores: value(schema), fieldActions: value(action),
		fieldFunctions: value(function),
	}}
	identity := &shape{down: map[protowire.Number]*shape{2: {drop: []protowire.Number{5}}}}
	identities = &shape{down: map[protowire.Number]*shape{1: value(identity)}}
	return providerSchema, identities
}

// Normalise brings a provider's answers into the form that snapshots have:
// without descriptions, and with the entries of maps, which arrive in any
// order, sorted.
func (s *Snapshot) Normalise() error {
	providerSchema, identities := shapes()
	var err error
	if s.Schema, err = normalise(s.Schema, providerSchema); err != nil {
		return fmt.Errorf("reading the schema of %s: %w", s.Address, err)
	}
	if s.Identity != nil {
		if s.Identity, err = normalise(s.Identity, identities); err != nil {
			return fmt.Errorf("reading the identity schemas of %s: %w", s.Address, err)
		}
	}
	return nil
}

// normalise strips a response and sorts its fields; those of one number are a
// map's entries, sorted by key, or a list, whose order stays.
func normalise(msg []byte, sh *shape) ([]byte, error) {
	stripped, err := strip(msg, sh)
	if err != nil {
		return nil, err
	}
	type part struct {
		wire.Field
		key string
	}
	var parts []part
	err = wire.Each(stripped, func(f wire.Field) error {
		p := part{Field: f}
		if down := sh.down[f.Num]; down != nil && down.entry {
			key, _, err := wire.Entry(f.Val)
			if err != nil {
				return err
			}
			p.key = key
		}
		parts = append(parts, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.Num, b.Num), cmp.Compare(a.key, b.key)) })
	out := []byte{}
	for _, p := range parts {
		out = append(out, p.Raw...)
	}
	return out, nil
}

func strip(msg []byte, sh *shape) ([]byte, error) {
	out := make([]byte, 0, len(msg))
	err := wire.Each(msg, func(f wire.Field) error {
		if slices.Contains(sh.drop, f.Num) {
			return nil
		}
		down := sh.down[f.Num]
		if down == nil || f.Type != protowire.BytesType {
			out = append(out, f.Raw...)
			return nil
		}
		inner, err := strip(f.Val, down)
		if err == nil && bytes.Equal(inner, f.Val) {
			out = append(out, f.Raw...)
		} else {
			out = wire.Append(out, f.Num, inner)
		}
		return err
	})
	return out, err
}

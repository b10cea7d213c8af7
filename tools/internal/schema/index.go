package schema

import (
	"errors"
	"fmt"

	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"google.golang.org/protobuf/encoding/protowire"
)

// Kind is a kind of things that a provider offers by name.
type Kind protowire.Number

// The kinds, with their fields in the provider's answer.
const (
	Resource   = Kind(fieldResources)
	DataSource = Kind(fieldDataSources)
	Function   = Kind(fieldFunctions)
	Ephemeral  = Kind(fieldEphemerals)
	List       = Kind(fieldLists)
	StateStore = Kind(fieldStateStores)
	Action     = Kind(fieldActions)
)

// Kinds are all kinds with their names in the plural, for people.
func Kinds() []struct {
	Kind Kind
	Name string
} {
	return []struct {
		Kind Kind
		Name string
	}{
		{Resource, "resources"}, {DataSource, "data_sources"}, {Ephemeral, "ephemeral_resources"}, {Function, "functions"},
		{List, "list_resources"}, {StateStore, "state_stores"}, {Action, "actions"},
	}
}

// Names are the names of a kind, in the order of the snapshot: sorted.
func (s *Snapshot) Names(kind Kind) ([]string, error) {
	var names []string
	err := wire.Each(s.Schema, func(f wire.Field) error {
		if f.Num != protowire.Number(kind) {
			return nil
		}
		key, _, err := wire.Entry(f.Val)
		names = append(names, key)
		return err
	})
	return names, err
}

// Block is the schema of one resource, data source or ephemeral resource.
func (s *Snapshot) Block(kind Kind, name string) (*Block, error) {
	found := errors.New("found")
	var schema []byte
	err := wire.Each(s.Schema, func(f wire.Field) error {
		if f.Num != protowire.Number(kind) {
			return nil
		}
		key, value, err := wire.Entry(f.Val)
		if err == nil && key == name {
			schema, err = value, found
		}
		return err
	})
	switch {
	case errors.Is(err, found):
	case err != nil:
		return nil, fmt.Errorf("reading the schema of %s: %w", s.Address, err)
	default:
		return nil, fmt.Errorf("the schema snapshot of %s has no %q", s.Address, name)
	}
	b, err := ParseBlock(schema, s.Protocol)
	if err != nil {
		return nil, fmt.Errorf("reading the schema of %s in %s: %w", name, s.Address, err)
	}
	return b, nil
}

// Functions are the answers to GetFunctions that the provider's schema implies.
func (s *Snapshot) Functions() ([]byte, error) {
	out := []byte{}
	err := wire.Each(s.Schema, func(f wire.Field) error {
		if f.Num == fieldFunctions {
			out = wire.Append(out, 1, f.Val)
		}
		return nil
	})
	return out, err
}

// Optional says whether the provider's program answers other questions without
// having been asked for its schema.
func (s *Snapshot) Optional() bool {
	optional := wire.Get(s.Schema, 6, 2)
	return len(optional) == 1 && optional[0] == 1
}

// Failure is the first error among the answer's diagnostics; nil if there is
// none. A provider that reports one has no schema to keep.
func (s *Snapshot) Failure() error {
	return wire.Each(s.Schema, func(f wire.Field) error {
		if f.Num != fieldDiagnostics {
			return nil
		}
		var severity uint64
		var summary, detail string
		err := wire.Each(f.Val, func(d wire.Field) error {
			switch d.Num {
			case 1:
				severity = d.Varint()
			case 2:
				summary = string(d.Val)
			case 3:
				detail = string(d.Val)
			}
			return nil
		})
		if err == nil && severity == 1 {
			err = fmt.Errorf("%s: %s", summary, detail)
		}
		return err
	})
}

package serve

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"github.com/zclconf/go-cty/cty"
	"google.golang.org/protobuf/encoding/protowire"
)

// readDataSource answers without reading anything. OpenTofu refuses unknown
// values here, so computed attributes are zero: "", 0, false, no elements. Such
// values let expressions go on where nulls would end them in strings and
// indexes; a warning says that they are made up, or the server's list of what
// was not read.
func (p *provider) readDataSource(request []byte) ([]byte, error) {
	return p.madeUp(schema.DataSource, request, 1, 2)
}

// openEphemeral does the same for an ephemeral resource.
func (p *provider) openEphemeral(request []byte) ([]byte, error) {
	return p.madeUp(schema.Ephemeral, request, 3, 1)
}

func (p *provider) madeUp(kind schema.Kind, request []byte, valueField, diagnostics protowire.Number) ([]byte, error) {
	name := string(wire.Get(request, 1))
	block, err := p.block(kind, name)
	if err != nil {
		return p.failed(diagnostics, err), nil
	}
	ty := p.marked(block.ImpliedType())
	config, err := decode(wire.Get(request, 2), ty)
	if err != nil {
		return p.failed(diagnostics, err), nil
	}
	value, err := encode(cty.UnknownAsNull(fillBlock(block, config)), ty)
	if err != nil {
		return p.failed(diagnostics, err), nil
	}
	response := wire.Append(nil, valueField, value)
	what := "data." + name
	if kind == schema.Ephemeral {
		what = "ephemeral." + name
	}
	if p.options.Synthetic {
		p.notRead.add(p.Address + " " + what)
		return response, nil
	}
	return append(response, p.diagnostic(diagnostics, severityWarning, fmt.Sprintf("%s was not read: its provider is only a schema snapshot", what),
		`What it computes is empty ("", 0, false, no elements). Give it values by a mock_provider or override_data block in the test file. `+p.realMode())...), nil
}

// marked is the type of a data source or ephemeral resource with the data marker.
func (p *provider) marked(ty cty.Type) cty.Type {
	if p.options.DataMarker == "" {
		return ty
	}
	types := maps.Clone(ty.AttributeTypes())
	types[p.options.DataMarker] = cty.String
	return cty.Object(types)
}

// unmarked makes a call about a data source, or another kind that has the data
// marker, without it, and puts it as it was into the state that is returned, if
// the call is to read.
func (p *provider) unmarked(kind schema.Kind, read bool, request []byte, call func([]byte) ([]byte, error)) ([]byte, error) {
	block, err := p.block(kind, string(wire.Get(request, 1)))
	if err != nil {
		return nil, err
	}
	ty := block.ImpliedType()
	config, err := decode(wire.Get(request, 2), p.marked(ty))
	if err != nil {
		return nil, err
	}
	marker := cty.NullVal(cty.String)
	if !config.IsNull() && config.IsKnown() {
		values := config.AsValueMap()
		marker = values[p.options.DataMarker]
		delete(values, p.options.DataMarker)
		config = object(values)
	} else {
		config = cty.NullVal(ty)
	}
	encoded, err := encode(config, ty)
	if err != nil {
		return nil, err
	}
	plain, err := replace(request, 2, encoded)
	if err != nil {
		return nil, err
	}
	response, err := call(plain)
	if err != nil || !read {
		return response, err
	}
	return p.remark(response, ty, marker)
}

// remark puts the marker into the state of a response to ReadDataSource.
func (p *provider) remark(response []byte, ty cty.Type, marker cty.Value) ([]byte, error) {
	state, err := decode(wire.Get(response, 1), ty)
	if err != nil || state.IsNull() {
		return response, nil
	}
	values := state.AsValueMap()
	values[p.options.DataMarker] = marker
	encoded, err := encode(object(values), p.marked(ty))
	if err != nil {
		return nil, err
	}
	return replace(response, 1, encoded)
}

// replace puts another value into a field of a message.
func replace(msg []byte, num protowire.Number, val []byte) ([]byte, error) {
	var out []byte
	err := wire.Each(msg, func(f wire.Field) error {
		if f.Num != num {
			out = append(out, f.Raw...)
		}
		return nil
	})
	return wire.Append(out, num, val), err
}

func fillBlock(b *schema.Block, config cty.Value) cty.Value {
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	values := config.AsValueMap()
	fillAttributes(b.Attributes, values)
	for name, n := range b.Blocks {
		values[name] = planNested(n.Nesting, cty.NilVal, values[name], func(_, v cty.Value) cty.Value { return fillBlock(&n.Block, v) })
	}
	return object(values)
}

func fillAttributes(attributes map[string]*schema.Attribute, values map[string]cty.Value) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a := attributes[name]
		switch v := values[name]; {
		case v.IsNull() && a.Computed:
			values[name] = zero(a.Type)
		case a.Nested != nil:
			values[name] = planNested(a.Nested.Nesting, cty.NilVal, v, func(_, v cty.Value) cty.Value {
				if v.IsNull() || !v.IsKnown() {
					return v
				}
				inner := v.AsValueMap()
				fillAttributes(a.Nested.Attributes, inner)
				return object(inner)
			})
		}
	}
}

// zero is the least value of a type; null where there is none.
func zero(ty cty.Type) cty.Value {
	switch {
	case ty == cty.String:
		return cty.StringVal("")
	case ty == cty.Number:
		return cty.Zero
	case ty == cty.Bool:
		return cty.False
	case ty.IsListType():
		return cty.ListValEmpty(ty.ElementType())
	case ty.IsSetType():
		return cty.SetValEmpty(ty.ElementType())
	case ty.IsMapType():
		return cty.MapValEmpty(ty.ElementType())
	case ty.IsObjectType():
		values := map[string]cty.Value{}
		for name, at := range ty.AttributeTypes() {
			values[name] = zero(at)
		}
		return object(values)
	case ty.IsTupleType():
		values := []cty.Value{}
		for _, et := range ty.TupleElementTypes() {
			values = append(values, zero(et))
		}
		return cty.TupleVal(values)
	}
	return cty.NullVal(ty)
}

package serve

import (
	"fmt"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// plan answers PlanResourceChange from the schema:
//
//   - what the configuration sets is planned as it is;
//   - a computed attribute that it does not set is unknown in an object that is
//     new (the whole resource, or an element of it), and keeps its value in one
//     that was there before: OpenTofu has put it into the proposed state;
//   - what completeManifest adds, which no schema tells;
//   - write-only attributes are null;
//   - a destroy plans nothing, and an unchanged resource no change;
//   - what differs from the state only by not being set where that has a zero
//     value is no change in resources of the older SDK: see settle;
//   - nothing requires replacement: only the provider knows what does.
func (p *provider) plan(request []byte) ([]byte, error) {
	block, err := p.block(schema.Resource, string(wire.Get(request, 1)))
	if err != nil {
		return p.failed(4, err), nil
	}
	prior, err := decode(wire.Get(request, 2), block.ImpliedType())
	if err != nil {
		return p.failed(4, err), nil
	}
	proposed, err := decode(wire.Get(request, 3), block.ImpliedType())
	if err != nil {
		return p.failed(4, err), nil
	}
	if ofSDK(block) {
		proposed = settle(block, prior, proposed)
	}
	resource := string(wire.Get(request, 1))
	planned, err := encode(completeManifest(resource, prior, planBlock(block, prior, proposed)), block.ImpliedType())
	if err != nil {
		return p.failed(4, err), nil
	}
	response := wire.Append(nil, 1, planned)
	response = appendPresent(response, 3, wire.Get(request, 5))
	if ofSDK(block) {
		// It asks OpenTofu to let pass what differs from the configuration.
		response = wire.AppendUint(response, 5, 1)
	}
	return appendPresent(response, 7, wire.Get(request, 8)), nil
}

// decode is the value of a DynamicValue message.
func decode(dynamic []byte, ty cty.Type) (cty.Value, error) {
	if data := wire.Get(dynamic, 1); len(data) > 0 {
		return msgpack.Unmarshal(data, ty)
	}
	if data := wire.Get(dynamic, 2); len(data) > 0 {
		return ctyjson.Unmarshal(data, ty)
	}
	return cty.NullVal(ty), nil
}

// encode is a DynamicValue message of a value.
func encode(v cty.Value, ty cty.Type) ([]byte, error) {
	data, err := msgpack.Marshal(v, ty)
	if err != nil {
		return nil, fmt.Errorf("encoding a value: %w", err)
	}
	return wire.Append(nil, 1, data), nil
}

func planBlock(b *schema.Block, prior, proposed cty.Value) cty.Value {
	if proposed.IsNull() || !proposed.IsKnown() {
		return proposed
	}
	values := proposed.AsValueMap()
	planAttributes(b.Attributes, prior, values)
	for name, n := range b.Blocks {
		values[name] = planNested(n.Nesting, member(prior, name), values[name], func(prior, proposed cty.Value) cty.Value {
			return planBlock(&n.Block, prior, proposed)
		})
	}
	return object(values)
}

func planObject(attributes map[string]*schema.Attribute, prior, proposed cty.Value) cty.Value {
	if proposed.IsNull() || !proposed.IsKnown() {
		return proposed
	}
	values := proposed.AsValueMap()
	planAttributes(attributes, prior, values)
	return object(values)
}

func planAttributes(attributes map[string]*schema.Attribute, prior cty.Value, values map[string]cty.Value) {
	fresh := prior == cty.NilVal || prior.IsNull()
	for name, a := range attributes {
		v := values[name]
		switch {
		case a.WriteOnly:
			values[name] = cty.NullVal(a.Type)
		case v.IsNull() && a.Computed && fresh:
			values[name] = cty.UnknownVal(a.Type)
		case a.Nested != nil:
			values[name] = planNested(a.Nested.Nesting, member(prior, name), v, func(prior, proposed cty.Value) cty.Value {
				return planObject(a.Nested.Attributes, prior, proposed)
			})
		}
	}
}

// planNested plans the objects of a collection, each with the prior one of the
// same place. Elements of sets have no place: one that was there before is as
// it was, any other is new.
func planNested(n schema.Nesting, prior, proposed cty.Value, one func(prior, proposed cty.Value) cty.Value) cty.Value {
	switch {
	case proposed.IsNull() || !proposed.IsKnown():
		return proposed
	case n != schema.NestingList && n != schema.NestingSet && n != schema.NestingMap:
		return one(prior, proposed)
	}
	ty := proposed.Type()
	if ty.IsObjectType() || ty.IsMapType() {
		values := proposed.AsValueMap()
		for key, v := range values {
			values[key] = one(member(prior, key), v)
		}
		if ty.IsObjectType() {
			return object(values)
		}
		if len(values) == 0 {
			return proposed
		}
		return cty.MapVal(values)
	}
	values := proposed.AsValueSlice()
	old := elements(prior)
	for i, v := range values {
		was := cty.NilVal
		switch {
		case !ty.IsSetType() && i < len(old):
			was = old[i]
		case ty.IsSetType() && slices.ContainsFunc(old, v.RawEquals):
			was = v
		}
		values[i] = one(was, v)
	}
	switch {
	case len(values) == 0:
		return proposed
	case ty.IsSetType():
		return cty.SetVal(values)
	case ty.IsTupleType():
		return cty.TupleVal(values)
	}
	return cty.ListVal(values)
}

// object is an object value; one without attributes too.
func object(values map[string]cty.Value) cty.Value { return cty.ObjectVal(values) }

// member is what an object or map had at a key; NilVal for nothing.
func member(v cty.Value, key string) cty.Value {
	switch {
	case v == cty.NilVal || v.IsNull() || !v.IsKnown():
		return cty.NilVal
	case v.Type().IsObjectType() && v.Type().HasAttribute(key):
		return v.GetAttr(key)
	case v.Type().IsMapType() && v.HasIndex(cty.StringVal(key)).True():
		return v.Index(cty.StringVal(key))
	}
	return cty.NilVal
}

// elements are those of a list, set or tuple; none for anything else.
func elements(v cty.Value) []cty.Value {
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() || !v.CanIterateElements() {
		return nil
	}
	return v.AsValueSlice()
}

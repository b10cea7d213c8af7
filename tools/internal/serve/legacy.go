package serve

import (
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/zclconf/go-cty/cty"
)

// ofSDK says whether a resource is of the older SDK, which tells a value that is
// not set from a zero one in its configuration but not in its state. Its
// resources are the ones that have an "id" which may be configured.
func ofSDK(b *schema.Block) bool {
	id := b.Attributes["id"]
	return id != nil && id.Optional && id.Computed && id.Type == cty.String
}

// settle is the proposed state of a resource of the older SDK without changes
// from zero to nothing: they mean nothing to it, and it plans none of them.
func settle(b *schema.Block, prior, proposed cty.Value) cty.Value {
	if prior == cty.NilVal || prior.IsNull() || proposed.IsNull() || !proposed.IsKnown() {
		return proposed
	}
	values := proposed.AsValueMap()
	for name, a := range b.Attributes {
		was := member(prior, name)
		if !a.Computed && !a.WriteOnly && values[name].IsNull() && was != cty.NilVal && was.RawEquals(zero(a.Type)) {
			values[name] = was
		}
	}
	for name, n := range b.Blocks {
		values[name] = settleNested(n, member(prior, name), values[name])
	}
	return object(values)
}

func settleNested(n *schema.NestedBlock, prior, proposed cty.Value) cty.Value {
	one := func(prior, proposed cty.Value) cty.Value { return settle(&n.Block, prior, proposed) }
	if n.Nesting != schema.NestingSet || proposed.IsNull() || !proposed.IsKnown() || proposed.LengthInt() == 0 {
		return planNested(n.Nesting, prior, proposed, one)
	}
	// An element of a set is the one that it equals once it is settled.
	values := proposed.AsValueSlice()
	for i, v := range values {
		if j := slices.IndexFunc(elements(prior), func(was cty.Value) bool { return one(was, v).RawEquals(was) }); j >= 0 {
			values[i] = elements(prior)[j]
		}
	}
	return cty.SetVal(values)
}

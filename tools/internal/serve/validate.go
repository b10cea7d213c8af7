package serve

import (
	"maps"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"github.com/zclconf/go-cty/cty"
	"google.golang.org/protobuf/encoding/protowire"
)

// validate answers the validation of a kind's configuration by what a schema
// alone can tell and OpenTofu leaves to providers: that nobody sets what only
// the provider computes, and which of what is used is deprecated.
func (p *provider) validate(kind schema.Kind) func(request []byte) ([]byte, error) {
	return func(request []byte) ([]byte, error) {
		block, err := p.block(kind, string(wire.Get(request, 1)))
		if err != nil {
			return p.failed(1, err), nil
		}
		ty := block.ImpliedType()
		if kind != schema.Resource {
			ty = p.marked(ty)
		}
		config, err := decode(wire.Get(request, 2), ty)
		if err != nil {
			return p.failed(1, err), nil
		}
		v := &validator{sdk: ofSDK(block)}
		v.block(block, config, nil)
		if block.Deprecated {
			v.deprecated(v.say("Deprecated Resource", "Deprecated"), block.DeprecationMessage, nil)
		}
		return v.response, nil
	}
}

// validator collects the diagnostics of a response, in field 1. A path is the
// steps of an AttributePath message.
type validator struct {
	response []byte
	// sdk says that the words are to be those of the older SDK.
	sdk bool
}

func (v *validator) readOnly(path []byte) {
	v.add(severityError, "Invalid Configuration for Read-Only Attribute",
		"Cannot set value for this attribute as the provider has marked it as read-only. Remove the configuration line setting the value.", path)
}

// deprecated warns, with the provider's own words if its schema has them.
func (v *validator) deprecated(summary, message string, path []byte) {
	if message == "" {
		message = "The provider has marked this as deprecated. Its documentation says what to use instead."
	}
	v.add(severityWarning, summary, message, path)
}

// say is a summary as the older SDK or the newer framework writes it.
func (v *validator) say(sdk, framework string) string {
	if v.sdk {
		return sdk
	}
	return framework
}

func (v *validator) add(severity uint64, summary, detail string, path []byte) {
	d := wire.AppendUint(nil, 1, severity)
	d = wire.Append(d, 2, []byte(summary))
	d = wire.Append(d, 3, []byte(detail))
	if path != nil {
		d = wire.Append(d, 4, path)
	}
	v.response = wire.Append(v.response, 1, d)
}

func (v *validator) block(b *schema.Block, config cty.Value, path []byte) {
	v.attributes(b.Attributes, config, path)
	if config.IsNull() || !config.IsKnown() {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(b.Blocks)) {
		n := b.Blocks[name]
		v.nested(n.Nesting, config.GetAttr(name), step(path, 1, name), func(one cty.Value, path []byte) { v.block(&n.Block, one, path) })
	}
}

func (v *validator) attributes(attributes map[string]*schema.Attribute, config cty.Value, path []byte) {
	if config.IsNull() || !config.IsKnown() {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a, value := attributes[name], config.GetAttr(name)
		if a.Deprecated && value.IsKnown() && !value.IsNull() {
			v.deprecated(v.say("Argument is deprecated", "Attribute Deprecated"), a.DeprecationMessage, step(path, 1, name))
		}
		switch {
		case a.Computed && !a.Optional && !a.Required:
			if !value.IsNull() {
				v.readOnly(step(path, 1, name))
			}
		case a.Nested != nil:
			v.nested(a.Nested.Nesting, value, step(path, 1, name), func(one cty.Value, path []byte) { v.attributes(a.Nested.Attributes, one, path) })
		}
	}
}

// nested visits the objects of a collection. Elements of a set have no place of
// their own.
func (v *validator) nested(n schema.Nesting, config cty.Value, path []byte, visit func(one cty.Value, path []byte)) {
	switch {
	case config.IsNull() || !config.IsKnown():
	case n == schema.NestingMap:
		values := config.AsValueMap()
		for _, key := range slices.Sorted(maps.Keys(values)) {
			visit(values[key], step(path, 2, key))
		}
	case n == schema.NestingList || n == schema.NestingSet:
		for i, one := range config.AsValueSlice() {
			at := path
			if n == schema.NestingList {
				at = wire.Append(slices.Clone(path), 1, wire.AppendUint(nil, 3, uint64(i)))
			}
			visit(one, at)
		}
	default:
		visit(config, path)
	}
}

// step is the path with one more step, by an attribute's name or a key.
func step(path []byte, num protowire.Number, name string) []byte {
	return wire.Append(slices.Clone(path), 1, wire.Append(nil, num, []byte(name)))
}

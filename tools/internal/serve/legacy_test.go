package serve

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/zclconf/go-cty/cty"
)

func sdkBlock() *schema.Block {
	labels := cty.Map(cty.String)
	inner := schema.Block{Attributes: map[string]*schema.Attribute{
		"name":   {Type: cty.String, Optional: true},
		"labels": {Type: labels, Optional: true},
	}}
	return &schema.Block{
		Attributes: map[string]*schema.Attribute{
			"id":    {Type: cty.String, Optional: true, Computed: true},
			"flag":  {Type: cty.Bool, Optional: true},
			"count": {Type: cty.Number, Optional: true},
		},
		Blocks: map[string]*schema.NestedBlock{
			"list": {Block: inner, Nesting: schema.NestingList},
			"set":  {Block: inner, Nesting: schema.NestingSet},
		},
	}
}

func TestSettle(t *testing.T) {
	labels := cty.Map(cty.String)
	inner := func(name string, l cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name), "labels": l})
	}
	none, empty := cty.NullVal(labels), cty.MapValEmpty(cty.String)
	some := cty.MapVal(map[string]cty.Value{"a": cty.StringVal("b")})
	value := func(flag, count cty.Value, nested ...cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{
			"id": cty.StringVal("1"), "flag": flag, "count": count, "list": cty.ListVal(nested), "set": cty.SetVal(nested),
		})
	}
	noFlag, noCount := cty.NullVal(cty.Bool), cty.NullVal(cty.Number)
	for _, tc := range []struct {
		name, reason          string
		prior, proposed, want cty.Value
	}{
		{"zero", "what is not set is zero in the state",
			value(cty.False, cty.Zero, inner("x", empty)), value(noFlag, noCount, inner("x", none)), value(cty.False, cty.Zero, inner("x", empty))},
		{"not zero", "a value that is taken away is a change",
			value(cty.True, cty.NumberIntVal(3), inner("x", some)), value(noFlag, noCount, inner("x", none)), value(noFlag, noCount, inner("x", none))},
		{"set to zero", "so is one that is written",
			value(noFlag, noCount, inner("x", none)), value(cty.False, cty.Zero, inner("x", empty)), value(cty.False, cty.Zero, inner("x", empty))},
		{"other elements", "an element is known by what else it has",
			value(noFlag, noCount, inner("x", empty)), value(noFlag, noCount, inner("y", none), inner("x", none)),
			cty.ObjectVal(map[string]cty.Value{
				"id": cty.StringVal("1"), "flag": noFlag, "count": noCount,
				"list": cty.ListVal([]cty.Value{inner("y", empty), inner("x", none)}),
				"set":  cty.SetVal([]cty.Value{inner("y", none), inner("x", empty)}),
			})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := sdkBlock()
			if got := settle(b, tc.prior, tc.proposed); !got.RawEquals(tc.want) {
				t.Errorf("%s:\n got %#v\nwant %#v", tc.reason, got, tc.want)
			}
		})
	}
	if !ofSDK(sdkBlock()) {
		t.Error("an id that may be configured is the SDK's mark")
	}
	framework := sdkBlock()
	framework.Attributes["id"].Optional = false
	if ofSDK(framework) || ofSDK(&schema.Block{}) {
		t.Error("the framework tells zero from nothing in its states, too")
	}
}

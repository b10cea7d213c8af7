package schema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	"google.golang.org/protobuf/encoding/protowire"
)

// msg makes a message of fields: a string or []byte is of the bytes type, an
// int of the varint type.
func msg(fields ...any) []byte {
	out := []byte{}
	for i := 0; i < len(fields); i += 2 {
		num := protowire.Number(fields[i].(int))
		switch v := fields[i+1].(type) {
		case string:
			out = wire.Append(out, num, []byte(v))
		case []byte:
			out = wire.Append(out, num, v)
		case int:
			out = wire.AppendUint(out, num, uint64(v))
		}
	}
	return out
}

// attribute has a description, or is as one without is written.
func attribute(name, ty string, described bool) []byte {
	if described {
		return msg(1, name, 2, ty, 3, "Words.", 5, 1, 8, 1, 77, "unknown")
	}
	return msg(1, name, 2, ty, 5, 1, 77, "unknown")
}

const objectType = `["object",{"description":"string"}]`

func block(described bool) []byte {
	nested := msg(1, "inner", 2, msg(2, attribute("description", objectType, described)), 3, 2)
	object := msg(1, attribute("deep", `"string"`, described), 3, 1)
	if !described {
		return msg(2, attribute("a", objectType, false), 2, msg(1, "n", 10, object), 3, nested, 6, 1, 7, "Old.")
	}
	return msg(2, attribute("a", objectType, true), 2, msg(1, "n", 10, object, 3, "Words."), 3, nested, 4, "Words.", 5, 1, 6, 1, 7, "Old.")
}

func answers(described bool) *schema.Snapshot {
	sch := msg(1, 3, 2, block(described))
	entry := func(name string) []byte { return msg(1, name, 2, sch) }
	function := msg(1, msg(1, "p", 2, `"string"`), 3, msg(1, `"bool"`))
	if described {
		function = msg(1, msg(1, "p", 2, `"string"`, 5, "Words.", 6, 1), 3, msg(1, `"bool"`), 4, "Words.", 5, "Words.", 6, 1)
	}
	identity := func(name string) []byte {
		if described {
			return msg(1, name, 2, msg(1, 1, 2, msg(1, "i", 2, `"string"`, 5, "Words.")))
		}
		return msg(1, name, 2, msg(1, 1, 2, msg(1, "i", 2, `"string"`)))
	}
	s := &schema.Snapshot{Address: "h/n/t", Version: "1.2.3", Protocol: 6}
	if described {
		s.Schema = msg(6, msg(3, 1, 4, 1), 2, entry("t_b"), 2, entry("t_a"), 7, msg(1, "f", 2, function), 3, entry("t_a"), 1, sch, 99, "unknown")
		s.Identity = msg(1, identity("t_b"), 1, identity("t_a"))
	} else {
		s.Schema = msg(1, sch, 2, entry("t_a"), 2, entry("t_b"), 3, entry("t_a"), 6, msg(3, 1, 4, 1), 7, msg(1, "f", 2, function), 99, "unknown")
		s.Identity = msg(1, identity("t_a"), 1, identity("t_b"))
	}
	return s
}

func TestNormalise(t *testing.T) {
	got := answers(true)
	if err := got.Normalise(); err != nil {
		t.Fatal(err)
	}
	// Types, unknown fields and deprecations stay; maps are sorted.
	if diff := cmp.Diff(answers(false), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again := *got
	if err := again.Normalise(); err != nil || !cmp.Equal(&again, got) {
		t.Errorf("twice is not the same as once (%v)", err)
	}
}

func TestEncode(t *testing.T) {
	for _, tc := range []struct {
		name     string
		identity []byte
	}{{"identity", answers(false).Identity}, {"empty identity", []byte{}}, {"no identity", nil}} {
		t.Run(tc.name, func(t *testing.T) {
			s := answers(false)
			s.Identity = tc.identity
			data, err := s.Encode()
			if err != nil {
				t.Fatal(err)
			}
			again, err := s.Encode()
			if err != nil || !bytes.Equal(data, again) {
				t.Errorf("the same snapshot makes other bytes (%v)", err)
			}
			got, err := schema.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if _, err := (&schema.Snapshot{Address: "h/n/t", Version: "1", Protocol: 7, Schema: []byte{1}}).Encode(); err == nil {
		t.Error("protocol 7 is encoded, and nothing could read it")
	}
}

func TestReadDamaged(t *testing.T) {
	good, err := answers(false).Encode()
	if err != nil {
		t.Fatal(err)
	}
	change := func(at int) []byte {
		b := slices.Clone(good)
		b[at] ^= 0xff
		return b
	}
	for _, tc := range []struct {
		name, want string
		data       []byte
	}{
		{"empty", "no schema snapshot", nil},
		{"other file", "no schema snapshot", []byte("hello, this is text")},
		{"header only", "truncated", good[:8]},
		{"no content", "truncated", good[:9]},
		{"truncated", "truncated or damaged", good[:len(good)-5]},
		{"flipped", "truncated or damaged", change(len(good) / 2)},
		{"bad checksum", "truncated or damaged", change(len(good) - 1)},
		{"newer", "container version 2, and this program reads version 1", append(append([]byte("fwschema"), 2), good[9:]...)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.schema")
			if err := os.WriteFile(file, tc.data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := schema.Read(file)
			for _, part := range []string{tc.want, file, "tofuschema capture"} {
				if err == nil || !strings.Contains(err.Error(), part) {
					t.Errorf("error %v, want one with %q", err, part)
				}
			}
		})
	}
}

func TestFilter(t *testing.T) {
	s := answers(false)
	f := s.Filter(func(name string) bool { return name == "t_b" })
	for _, tc := range []struct {
		kind schema.Kind
		want []string
	}{{schema.Resource, []string{"t_b"}}, {schema.DataSource, nil}, {schema.Function, []string{"f"}}} {
		got, err := f.Names(tc.kind)
		if err != nil || !slices.Equal(got, tc.want) {
			t.Errorf("kind %d: %v, %v; want %v", tc.kind, got, err, tc.want)
		}
	}
	if wire.Get(f.Schema, 1) == nil || wire.Get(f.Schema, 6) == nil || wire.Get(f.Schema, 99) == nil {
		t.Error("the provider's schema, capabilities and unknown fields must stay")
	}
	if bytes.Contains(f.Identity, []byte("t_a")) || !bytes.Contains(f.Identity, []byte("t_b")) {
		t.Error("identities go with their types")
	}
	if got, err := s.Names(schema.Resource); err != nil || len(got) != 2 {
		t.Errorf("the unfiltered snapshot has changed: %v, %v", got, err)
	}
}

func TestDataMarker(t *testing.T) {
	s, err := answers(false).WithDataMarker("mark")
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Block(schema.DataSource, "t_a")
	if err != nil {
		t.Fatal(err)
	}
	if a := b.Attributes["mark"]; a == nil || !a.Optional || a.Type != cty.String || b.Attributes["a"] == nil {
		t.Errorf("attributes %v; want an optional string more", b.Attributes)
	}
	if b, err := s.Block(schema.Resource, "t_a"); err != nil || b.Attributes["mark"] != nil {
		t.Errorf("%v, %v; resources have no marker", b, err)
	}
}

func TestBlock(t *testing.T) {
	attr := func(name string, more ...any) []byte { return msg(append([]any{1, name, 2, `"string"`}, more...)...) }
	members := msg(2, attr("x"))
	anything := msg(2, msg(1, "y", 2, `"dynamic"`))
	nested := func(name string, b []byte, nesting int) []byte { return msg(1, name, 2, b, 3, nesting) }
	blk := msg(
		2, attr("required", 4, 1), 2, attr("optional", 5, 1), 2, attr("computed", 6, 1),
		2, attr("hidden5", 10, 1), 2, msg(1, "hidden6", 2, `"string"`, 11, 1),
		3, nested("single", members, 1), 3, nested("list", members, 2), 3, nested("set", members, 3),
		3, nested("map", members, 4), 3, nested("group", members, 5),
		3, nested("any_list", anything, 2), 3, nested("any_map", anything, 4),
	)
	b, err := schema.ParseBlock(msg(2, blk), 5)
	if err != nil {
		t.Fatal(err)
	}
	if !b.Attributes["required"].Required || !b.Attributes["optional"].Optional || !b.Attributes["computed"].Computed {
		t.Error("the flags are not read")
	}
	if !b.Attributes["hidden5"].WriteOnly || b.Attributes["hidden6"].WriteOnly {
		t.Error("in protocol 5, write_only is field 10")
	}
	x := cty.Object(map[string]cty.Type{"x": cty.String})
	want := map[string]cty.Type{
		"single": x, "list": cty.List(x), "set": cty.Set(x), "map": cty.Map(x), "group": x,
		"any_list": cty.DynamicPseudoType, "any_map": cty.DynamicPseudoType,
	}
	for name, ty := range want {
		if got := b.ImpliedType().AttributeType(name); !got.Equals(ty) {
			t.Errorf("%s is %#v, want %#v", name, got, ty)
		}
	}
	if _, err := schema.ParseBlock(msg(2, msg(2, msg(1, "a", 2, `"nonsense"`))), 6); err == nil || !strings.Contains(err.Error(), `attribute "a"`) {
		t.Errorf("error %v, want one that names the attribute", err)
	}
}

func TestNestedAttributes(t *testing.T) {
	for nesting, want := range map[int]func(cty.Type) cty.Type{
		1: func(t cty.Type) cty.Type { return t }, 2: cty.List, 3: cty.Set, 4: cty.Map,
	} {
		object := msg(1, msg(1, "x", 2, `"number"`, 6, 1), 3, nesting)
		b, err := schema.ParseBlock(msg(2, msg(2, msg(1, "a", 10, object, 11, 1))), 6)
		if err != nil {
			t.Fatal(err)
		}
		a := b.Attributes["a"]
		if !a.Type.Equals(want(cty.Object(map[string]cty.Type{"x": cty.Number}))) || !a.WriteOnly || !a.Nested.Attributes["x"].Computed {
			t.Errorf("nesting %d: %#v", nesting, a)
		}
	}
}

func TestOptional(t *testing.T) {
	for _, tc := range []struct {
		capabilities []byte
		want         bool
	}{{nil, false}, {msg(1, 1), false}, {msg(2, 0), false}, {msg(1, 1, 2, 1), true}} {
		if got := (&schema.Snapshot{Schema: msg(6, tc.capabilities)}).Optional(); got != tc.want {
			t.Errorf("capabilities %v: %v, want %v", tc.capabilities, got, tc.want)
		}
	}
}

func TestFailure(t *testing.T) {
	s := &schema.Snapshot{Schema: msg(4, msg(1, 2, 2, "careful"), 4, msg(1, 1, 2, "broken", 3, "Mend it."))}
	if err := s.Failure(); err == nil || err.Error() != "broken: Mend it." {
		t.Errorf("error %v, want the provider's own", err)
	}
	if err := answers(false).Failure(); err != nil {
		t.Error(err)
	}
}

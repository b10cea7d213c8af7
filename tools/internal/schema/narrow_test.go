package schema_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/google/go-cmp/cmp"
)

func TestNarrow(t *testing.T) {
	attr := func(name string, flags ...any) []byte { return msg(append([]any{1, name, 2, `"string"`}, flags...)...) }
	nested := func(name string, mode int, flags ...any) []byte {
		inner := msg(2, attr("in_"+name, 5, 1), 2, attr("key", 4, 1))
		return msg(append([]any{1, name, 2, inner, 3, mode}, flags...)...)
	}
	block := msg(
		2, attr("required", 4, 1), 2, attr("computed", 6, 1), 2, attr("both", 5, 1, 6, 1), 2, attr("optional", 5, 1), 2, attr("named", 5, 1), 2, attr("unset", 4, 0, 5, 1),
		2, msg(1, "object", 10, msg(1, attr("deep", 5, 1), 3, 1), 4, 1),
		3, nested("list", 2), 3, nested("set", 3), 3, nested("map", 4), 3, nested("named_list", 2), 3, nested("needed", 2, 4, 1), 3, nested("single", 1), 3, nested("group", 5), 3, nested("unnested", 0),
	)
	entry := msg(1, "t", 2, msg(1, 3, 2, block))
	s := &schema.Snapshot{Address: "h/n/t", Version: "1.2.3", Protocol: 6, Schema: msg(1, msg(2, block), 2, entry, 3, entry, 8, entry, 99, "unknown")}
	keep := func(name string) bool { return strings.HasPrefix(name, "named") || name == "in_needed" }
	narrow := s.Narrow(keep)
	for _, kind := range []schema.Kind{schema.Resource, schema.DataSource, schema.Ephemeral} {
		got := parts(t, narrow, kind)
		want := map[string][]string{
			// Optional and not named: gone. Within an attribute nothing is.
			"": {"both", "computed", "named", "object", "required"}, "named_list": {"key"}, "needed": {"in_needed", "key"}, "object": {"deep"},
			// These are objects even where nobody writes them.
			"single": {"key"}, "group": {"key"}, "unnested": {"key"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("kind %d (-want +got):\n%s", kind, diff)
		}
		all := s.Narrow(func(string) bool { return true })
		if diff := cmp.Diff(parts(t, s, kind), parts(t, all, kind)); diff != "" {
			t.Errorf("kind %d: all is kept (-want +got):\n%s", kind, diff)
		}
	}
	damaged := &schema.Snapshot{Schema: msg(2, entry[:len(entry)-1])}
	if got := damaged.Narrow(keep); got != damaged {
		t.Error("what cannot be read is left as it is")
	}
}

// parts are the names of attributes, by the block or attribute that they are in.
func parts(t *testing.T, s *schema.Snapshot, kind schema.Kind) map[string][]string {
	t.Helper()
	b, err := s.Block(kind, "t")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{"": slices.Sorted(maps.Keys(b.Attributes))}
	for name, n := range b.Blocks {
		all[name] = slices.Sorted(maps.Keys(n.Attributes))
	}
	for name, a := range b.Attributes {
		if a.Nested != nil {
			all[name] = slices.Sorted(maps.Keys(a.Nested.Attributes))
		}
	}
	return all
}

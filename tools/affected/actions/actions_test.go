package actions_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/actions"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protowire"
)

// msg is a message of field numbers and values: numbers, texts, lists (packed).
func msg(fields ...any) []byte {
	var out []byte
	for i := 0; i < len(fields); i += 2 {
		num := protowire.Number(fields[i].(int))
		switch v := fields[i+1].(type) {
		case int:
			out = protowire.AppendVarint(protowire.AppendTag(out, num, protowire.VarintType), uint64(v))
		case string:
			out = protowire.AppendBytes(protowire.AppendTag(out, num, protowire.BytesType), []byte(v))
		case []byte:
			out = protowire.AppendBytes(protowire.AppendTag(out, num, protowire.BytesType), v)
		case []int:
			var packed []byte
			for _, n := range v {
				packed = protowire.AppendVarint(packed, uint64(n))
			}
			out = protowire.AppendBytes(protowire.AppendTag(out, num, protowire.BytesType), packed)
		}
	}
	return out
}

// change edits the answer below.
type change struct {
	libKey, libMnemonic, contents, aspectKey string
	without                                  bool
}

// answer is of //a:lib, made from a/src; //a:user, made from what that makes;
// //a:test with a manifest; //a:other, made from a file of another repository; and
// an aspect on //a:lib.
func answer(t *testing.T, c change) *actions.Answer {
	t.Helper()
	if c.libKey == "" {
		c.libKey = "k1"
	}
	if c.aspectKey == "" {
		c.aspectKey = "k9"
	}
	text := bytes.Join([][]byte{
		msg(8, msg(1, 1, 2, "a"), 8, msg(1, 2, 2, "src", 3, 1), 8, msg(1, 3, 2, "bin"), 8, msg(1, 4, 2, "lib", 3, 3), 8, msg(1, 5, 2, "user", 3, 3)),
		msg(8, msg(1, 6, 2, "test.manifest", 3, 3), 8, msg(1, 7, 2, "external"), 8, msg(1, 8, 2, "r", 3, 7), 8, msg(1, 9, 2, "f", 3, 8), 8, msg(1, 10, 2, "other", 3, 3)),
		msg(8, msg(1, 11, 2, "validation", 3, 3)),
		msg(1, msg(1, 1, 2, 2), 1, msg(1, 2, 2, 4), 1, msg(1, 3, 2, 5), 1, msg(1, 4, 2, 6), 1, msg(1, 5, 2, 9), 1, msg(1, 6, 2, 10), 1, msg(1, 7, 2, 11)),
		msg(3, msg(1, 1, 2, "@@//a:lib"), 3, msg(1, 2, 2, "@@//a:user"), 3, msg(1, 3, 2, "@@//a:test"), 3, msg(1, 4, 2, "@@//a:other")),
		msg(4, msg(1, 1, 3, []int{1}), 4, msg(1, 2, 3, 2), 4, msg(1, 3, 2, []int{2}), 4, msg(1, 4, 3, []int{5})),
		msg(2, msg(1, 1, 3, c.libKey, 4, "Lib"+c.libMnemonic, 8, []int{1}, 9, []int{2})),
		msg(2, msg(1, 2, 3, "k2", 4, "User", 8, 3, 9, 3)),
		msg(2, msg(1, 3, 3, "key with a path"+c.contents, 4, "SourceSymlinkManifest", 9, []int{4}, 17, "link /work/here/a/src"+c.contents+"\n")),
		msg(2, msg(1, 4, 3, "k4", 4, "Other", 8, []int{4}, 9, []int{6})),
		msg(2, msg(1, 1, 2, []int{1}, 3, c.aspectKey, 4, "Validate", 8, []int{1}, 9, []int{7})),
	}, nil)
	if !c.without {
		text = append(text, msg(2, msg(1, 2, 3, "k5", 4, "Second"))...)
	}
	place := "/work/here"
	a, err := actions.Read(bytes.NewReader(text), func(label []byte) string { return strings.TrimPrefix(string(label), "@@") }, place)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestCompare(t *testing.T) {
	base := answer(t, change{}).Digests()
	for _, tc := range []struct {
		name, source  string
		change        change
		want, aspects []string
	}{
		{name: "nothing"},
		{name: "a source: what is made from it, and what is made from that", source: "a/src", want: []string{"//a:lib", "//a:user"}, aspects: []string{"//a:lib"}},
		{name: "a file of another repository", source: "external/r/f", want: []string{"//a:other"}},
		{name: "a key", change: change{libKey: "k8"}, want: []string{"//a:lib", "//a:user"}},
		{name: "a mnemonic", change: change{libMnemonic: "2"}, want: []string{"//a:lib", "//a:user"}},
		{name: "an action that went", change: change{without: true}, want: []string{"//a:user"}},
		{name: "what a manifest links", change: change{contents: "2"}, want: []string{"//a:test"}},
		{name: "an aspect's action that nobody takes the outputs of", change: change{aspectKey: "k8"}, aspects: []string{"//a:lib"}},
	} {
		out := answer(t, tc.change).Compare(base, func(p string) bool { return p == tc.source })
		var got []string
		for _, label := range slices.Sorted(maps.Keys(out.Acts)) {
			if out.Acts[label] {
				got = append(got, label)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", tc.name, diff)
		}
		if diff := cmp.Diff(tc.aspects, slices.Sorted(maps.Keys(out.Aspects))); diff != "" && len(tc.aspects)+len(out.Aspects) > 0 {
			t.Errorf("%s: aspects (-want +got):\n%s", tc.name, diff)
		}
		if len(out.Acts) != 4 {
			t.Errorf("%s: %d targets have actions, want 4: %v", tc.name, len(out.Acts), out.Acts)
		}
	}
}

func TestDamaged(t *testing.T) {
	whole := msg(2, msg(1, 1, 3, "k"))
	for i := 1; i < len(whole); i++ {
		if _, err := actions.Read(bytes.NewReader(whole[:i]), func(b []byte) string { return string(b) }); err == nil {
			t.Errorf("cut to %d bytes: no error", i)
		}
	}
}

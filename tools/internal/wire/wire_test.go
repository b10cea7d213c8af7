package wire_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
)

func TestGet(t *testing.T) {
	inner := wire.AppendUint(wire.Append(nil, 1, []byte("old")), 2, 300)
	inner = wire.Append(inner, 1, []byte("new"))
	msg := wire.Append(nil, 7, inner)
	if got := string(wire.Get(msg, 7, 1)); got != "new" {
		t.Errorf("%q; of a field that is there twice the last counts", got)
	}
	if got := wire.Get(msg, 7, 3); got != nil {
		t.Errorf("%q, want nothing", got)
	}
	if got := wire.Get(wire.Append(nil, 1, nil), 1); got == nil {
		t.Error("an empty field is there")
	}
	if got := wire.Get(msg[:len(msg)-1], 7); got != nil {
		t.Errorf("%q of a message that is cut off", got)
	}
}

func TestEach(t *testing.T) {
	msg := wire.AppendUint(nil, 2, 300)
	err := wire.Each(msg, func(f wire.Field) error {
		if f.Num != 2 || f.Varint() != 300 || !f.Bool() || string(f.Raw) != string(msg) {
			t.Errorf("field %+v", f)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]byte{"cut value": msg[:len(msg)-1], "cut tag": {0x80}, "too long": {10, 5, 1}} {
		if err := wire.Each(bad, func(wire.Field) error { return nil }); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestEntry(t *testing.T) {
	key, value, err := wire.Entry(wire.Append(wire.Append(nil, 1, []byte("k")), 2, []byte("v")))
	if key != "k" || string(value) != "v" || err != nil {
		t.Errorf("%q, %q, %v", key, value, err)
	}
}

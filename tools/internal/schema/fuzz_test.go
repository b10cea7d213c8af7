package schema_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
)

// FuzzSnapshot reads damaged snapshots as checks do: whatever is in a file, it
// is an error and not a crash. What is behind the compression is damaged here;
// the frame's checksum catches the rest.
func FuzzSnapshot(f *testing.F) {
	nested := wire.AppendUint(wire.Append(nil, 1, wire.Append(nil, 1, []byte("a"))), 3, uint64(schema.NestingSet))
	attribute := wire.Append(wire.Append(wire.Append(nil, 1, []byte("x")), 2, []byte(`["map",["object",{"a":"dynamic"},["a"]]]`)), 10, nested)
	block := wire.Append(nil, 2, attribute)
	block = wire.Append(block, 3, wire.AppendUint(wire.Append(wire.Append(nil, 1, []byte("b")), 2, block), 3, uint64(schema.NestingMap)))
	answer := wire.Append(nil, 2, wire.Append(wire.Append(nil, 1, []byte("t")), 2, wire.Append(nil, 2, block)))
	answer = wire.Append(answer, 4, wire.Append(wire.AppendUint(nil, 1, 1), 2, []byte("no")))
	undeclared := wire.Append(wire.Append(nil, 1, []byte("x")), 2, []byte(`["object",{"a":"bool"},["b"]]`))
	f.Add(wire.Append(nil, 2, wire.Append(wire.Append(nil, 1, []byte("t")), 2, wire.Append(nil, 2, wire.Append(nil, 2, undeclared)))), 6)
	f.Add(answer, 5)
	f.Add(answer, 6)
	f.Add([]byte{0x12, 0xff}, 6)
	f.Fuzz(func(_ *testing.T, answer []byte, protocol int) {
		s := &schema.Snapshot{Address: "h/n/t", Version: "1.0.0", Protocol: 5 + protocol&1, Schema: answer, Identity: answer}
		for _, k := range schema.Kinds() {
			names, _ := s.Names(k.Kind)
			for _, name := range names {
				_, _ = s.Block(k.Kind, name)
			}
		}
		_, _ = s.Functions()
		_, _ = s.WithDataMarker("m")
		_ = s.Failure()
		s.Optional()
		s.Filter(func(string) bool { return false })
		_ = s.Normalise()
	})
}

// FuzzDecode reads damaged files.
func FuzzDecode(f *testing.F) {
	s := &schema.Snapshot{Address: "h/n/t", Version: "1.0.0", Protocol: 6, Schema: []byte{0x12, 0}, Identity: []byte{}}
	data, err := s.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := schema.Decode(data)
		if (s == nil) == (err == nil) {
			t.Errorf("snapshot %v, error %v", s, err)
		}
	})
}

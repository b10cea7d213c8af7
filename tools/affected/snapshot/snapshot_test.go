package snapshot_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sample has something in every field.
func sample() *snapshot.Snapshot {
	s := &snapshot.Snapshot{
		Tree: "t1", Release: "release 7.7.1", Configured: true, Extensions: true,
		Graph: graph.New([]graph.Node{
			{Label: "//a:b", Kind: graph.Rule, Class: "genrule", Digest: graph.Digest{1, 2}, Config: graph.Digest{3}, Inputs: []string{"//a:ä ö"}, Unused: []string{"//a:ä ö"}, Extra: []string{"@@r//:t"},
				Attrs: map[string][]string{"tags": {"x", "y"}, "stack": {"s"}}},
			{Label: "//a:ä ö", Kind: graph.SourceFile},
		}),
		Links:    []gitdiff.Link{{Path: "l", Target: "../a"}},
		Repos:    map[string]snapshot.Repo{"r": {Fingerprint: "f", Inputs: []string{"lock"}, Plain: true, Mappings: []snapshot.Mapping{{Path: "third", Inside: "x"}}}},
		Inputs:   []string{"i"},
		Problems: []string{"ERROR: x"}, Unanalysed: []string{"ERROR: y"},
		Broken: []string{"p"},
	}
	s.SetLoads(func() loads.Graph {
		return loads.Graph{"//a:BUILD": {Loads: []string{"//a:x.bzl"}, Package: "f", Computed: true}, "//a:x.bzl": {}}
	})
	s.SetActions(func() *snapshot.Actions {
		return &snapshot.Actions{Digests: map[string][]uint64{"//a:b": {1, 1 << 63}}, Attributes: map[string]uint64{"//a:b": 7}}
	})
	return s
}

func diff(a, b *snapshot.Snapshot) string {
	return cmp.Diff(a, b, cmpopts.IgnoreUnexported(snapshot.Snapshot{}), cmp.Comparer(func(a, b *graph.Graph) bool {
		return cmp.Equal(a.Nodes(), b.Nodes()) && cmp.Equal(a.Columns().Users(), b.Columns().Users())
	})) + cmp.Diff(a.Loads(), b.Loads()) + cmp.Diff(a.Actions(), b.Actions())
}

func TestCodec(t *testing.T) {
	for name, s := range map[string]*snapshot.Snapshot{"full": sample(), "empty": {Graph: graph.New(nil)}} {
		data, err := s.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := s.Encode(); !bytes.Equal(data, again) {
			t.Errorf("%s: the same snapshot makes other bytes", name)
		}
		got, err := snapshot.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if d := diff(s, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestDecodeDamaged(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		cut := bytes.Clone(data[:i])
		if _, err := snapshot.Decode(cut); !errors.Is(err, snapshot.ErrForeign) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
		flipped := bytes.Clone(data)
		flipped[i] ^= 0x10
		if got, err := snapshot.Decode(flipped); err == nil && diff(sample(), got) != "" {
			t.Errorf("byte %d changed: another snapshot and no error", i)
		}
	}
}

// TestSections damages each section and makes the checksum fit: as by a program that
// wrote nonsense. What is read then is an error at the latest when it is read; nothing
// panics, and nothing else comes of it.
func TestSections(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	const head = len("fwaffect") + 1
	fit := func(file []byte) []byte {
		binary.LittleEndian.PutUint32(file[head:], crc32.Checksum(file[head+4:], crc32.MakeTable(crc32.Castagnoli)))
		return file
	}
	if whole := fit(bytes.Clone(data)); !bytes.Equal(whole, data) {
		t.Fatal("the checksum is another")
	}
	for i := head + 4; i < len(data); i++ {
		for _, mask := range []byte{1, 0x80, 0xff} {
			flipped := bytes.Clone(data)
			flipped[i] ^= mask
			readDamaged(t, fmt.Sprintf("byte %d by %#x", i, mask), fit(flipped))
		}
		readDamaged(t, fmt.Sprintf("cut to %d", i), fit(bytes.Clone(data[:i])))
		readDamaged(t, fmt.Sprintf("without byte %d", i), fit(slices.Delete(bytes.Clone(data), i, i+1)))
	}
}

func readDamaged(t *testing.T, what string, file []byte) {
	t.Helper()
	got, err := snapshot.Decode(file)
	if err != nil {
		if !errors.Is(err, snapshot.ErrForeign) {
			t.Errorf("%s: %v", what, err)
		}
		return
	}
	got.Graph.Nodes()
	differs := diff(sample(), got) != ""
	if got.Err() == nil && differs {
		t.Errorf("%s: another snapshot and no error", what)
	}
}

func TestKey(t *testing.T) {
	base := snapshot.Key{Tree: "t", Flags: []string{"--config=ci"}, Surroundings: []string{"rc"}}
	for name, other := range map[string]snapshot.Key{
		"tree":                          {Tree: "u", Flags: base.Flags, Surroundings: base.Surroundings},
		"prefix":                        {Tree: "t", Prefix: "p/", Flags: base.Flags, Surroundings: base.Surroundings},
		"flags":                         {Tree: "t", Surroundings: base.Surroundings},
		"surroundings":                  {Tree: "t", Flags: base.Flags},
		"a flag is not of the same use": {Tree: "t", Surroundings: []string{"--config=ci", "rc"}},
	} {
		if other.Name() == base.Name() {
			t.Errorf("%s: the same key", name)
		}
	}
}

func TestDir(t *testing.T) {
	d := snapshot.Dir{Path: filepath.Join(t.TempDir(), "new", "dir")}
	key := snapshot.Key{Tree: "t1"}
	if _, ok, err := d.Get(t.Context(), key); ok || err != nil {
		t.Fatalf("empty store: %v, %v", ok, err)
	}
	if err := d.Put(t.Context(), key, sample()); err != nil {
		t.Fatal(err)
	}
	got, ok, err := d.Get(t.Context(), key)
	if !ok || err != nil || diff(sample(), got) != "" {
		t.Errorf("%v, %v", ok, err)
	}
	path := filepath.Join(d.Path, key.Name()+".snapshot")
	other := sample()
	other.Tree = "t2"
	data, _ := other.Encode()
	for name, content := range map[string][]byte{"no snapshot": []byte("x"), "of another commit": data} {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := d.Get(t.Context(), key); ok || !errors.Is(err, snapshot.ErrForeign) {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}

func TestDirBound(t *testing.T) {
	data, _ := sample().Encode()
	d := snapshot.Dir{Path: t.TempDir(), MaxBytes: int64(2 * len(data))}
	put := func(flags ...string) snapshot.Key {
		key := snapshot.Key{Tree: "t1", Flags: flags}
		if err := d.Put(t.Context(), key, sample()); err != nil {
			t.Fatal(err)
		}
		return key
	}
	first, second := put("1"), put("2")
	for i, key := range []snapshot.Key{first, second} {
		old := time.Now().Add(time.Duration(i-10) * time.Hour)
		os.Chtimes(filepath.Join(d.Path, key.Name()+".snapshot"), old, old)
	}
	if _, ok, _ := d.Get(t.Context(), first); !ok { // It is used now.
		t.Fatal("the first is gone")
	}
	third := put("3")
	for key, want := range map[string]bool{first.Name(): true, second.Name(): false, third.Name(): true} {
		if _, err := os.Stat(filepath.Join(d.Path, key+".snapshot")); (err == nil) != want {
			t.Errorf("there = %v, want %v: the least recently used goes", err == nil, want)
		}
	}
}

func TestDirConcurrent(t *testing.T) {
	data, _ := sample().Encode()
	d := snapshot.Dir{Path: t.TempDir(), MaxBytes: int64(3 * len(data))}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			key := snapshot.Key{Tree: "t1", Flags: []string{fmt.Sprint(i % 4)}}
			for range 20 {
				if err := d.Put(t.Context(), key, sample()); err != nil {
					t.Error(err)
				}
				if _, _, err := d.Get(t.Context(), key); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if entries, err := os.ReadDir(d.Path); err != nil || len(entries) > 4 {
		t.Errorf("%d files, %v: more than the bound, or left over", len(entries), err)
	}
}

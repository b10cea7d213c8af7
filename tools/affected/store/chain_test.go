package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
	"github.com/gloriousflywheel/flywheel/tools/affected/store"
)

// memory is a backend that counts.
type memory struct {
	mu    sync.Mutex
	files map[string][]byte
	asked []string
	fault error
}

func (m *memory) Get(_ context.Context, name string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, name)
	data, ok := m.files[name]
	return data, ok, m.fault
}

func (m *memory) Put(_ context.Context, name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fault == nil {
		m.files[name] = data
	}
	return m.fault
}

func key(tree string) snapshot.Key { return snapshot.Key{Tree: tree} }

func encoded(t *testing.T, tree string) []byte {
	t.Helper()
	data, err := (&snapshot.Snapshot{Tree: tree, Graph: graph.New(nil)}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// chain is a local store and a remote one, with what was noted.
func chain(local, remote *memory) (*store.Chain, *[]string) {
	var notes []string
	c := &store.Chain{Note: func(text string) { notes = append(notes, text) }}
	c.Stores = []*store.Named{{Backend: local, Name: "near", Local: true}, {Backend: remote, Name: "far"}}
	return c, &notes
}

func TestFind(t *testing.T) {
	keys := []snapshot.Key{key("0"), key("1"), key("2")}
	for _, tc := range []struct {
		name         string
		local, there []string
		want         int
		asked        int
		copied       bool
	}{
		{"nowhere", nil, nil, -1, 3, false},
		{"the wanted one is near: nobody else is asked", []string{"0"}, []string{"0"}, 0, 0, false},
		{"a better one is far", []string{"2"}, []string{"1"}, 1, 2, true},
		{"a worse one is far", []string{"1"}, []string{"2"}, 1, 1, false},
		{"only far", nil, []string{"2"}, 2, 3, true},
	} {
		local, remote := &memory{files: map[string][]byte{}}, &memory{files: map[string][]byte{}}
		for _, tree := range tc.local {
			local.files[key(tree).Name()] = encoded(t, tree)
		}
		for _, tree := range tc.there {
			remote.files[key(tree).Name()] = encoded(t, tree)
		}
		c, notes := chain(local, remote)
		i, s, err := c.Find(t.Context(), keys)
		if err != nil || i != tc.want || i >= 0 && s.Tree != fmt.Sprint(i) || len(*notes) > 0 {
			t.Errorf("%s: %d, %v, notes %q; want %d", tc.name, i, err, *notes, tc.want)
		}
		if len(remote.asked) != tc.asked {
			t.Errorf("%s: the remote store was asked %d times, want %d", tc.name, len(remote.asked), tc.asked)
		}
		if tc.copied != (tc.want >= 0 && local.files[keys[max(0, i)].Name()] != nil && !slices.Contains(tc.local, fmt.Sprint(i))) {
			t.Errorf("%s: copied to the local store: %v, want %v", tc.name, !tc.copied, tc.copied)
		}
	}
}

func TestUnreachable(t *testing.T) {
	local, remote := &memory{files: map[string][]byte{}}, &memory{files: map[string][]byte{}, fault: errors.New("connection refused")}
	c, notes := chain(local, remote)
	for range 2 {
		if i, _, err := c.Find(t.Context(), []snapshot.Key{key("0"), key("1")}); i >= 0 || err != nil {
			t.Errorf("%d, %v", i, err)
		}
	}
	if err := c.Put(t.Context(), key("0"), &snapshot.Snapshot{Tree: "0", Graph: graph.New(nil)}); err != nil {
		t.Error(err)
	}
	if _, ok, err := c.Get(t.Context(), key("0")); !ok || err != nil {
		t.Errorf("the local store has it: %v, %v", ok, err)
	}
	if len(*notes) != 1 || !strings.Contains((*notes)[0], "far") || !strings.Contains((*notes)[0], "connection refused") {
		t.Errorf("want one note that names the store and why: %q", *notes)
	}
	if err := c.Failed(); err == nil || !strings.Contains(err.Error(), "far") {
		t.Errorf("Failed: %v", err)
	}
}

func TestForeign(t *testing.T) {
	local, remote := &memory{files: map[string][]byte{}}, &memory{files: map[string][]byte{}}
	local.files[key("0").Name()] = []byte("no snapshot")
	remote.files[key("0").Name()] = encoded(t, "of another commit")
	c, notes := chain(local, remote)
	for range 2 {
		if i, _, err := c.Find(t.Context(), []snapshot.Key{key("0")}); i >= 0 || err != nil {
			t.Errorf("%d, %v", i, err)
		}
	}
	if len(*notes) != 2 { // One of each store.
		t.Errorf("notes: %q", *notes)
	}
}

func TestReadOnly(t *testing.T) {
	local, remote := &memory{files: map[string][]byte{}}, &memory{files: map[string][]byte{}}
	c, _ := chain(local, remote)
	c.Stores[1].ReadOnly = true
	if err := c.Put(t.Context(), key("0"), &snapshot.Snapshot{Tree: "0", Graph: graph.New(nil)}); err != nil || len(local.files) != 1 || len(remote.files) != 0 {
		t.Errorf("%v; %d files in the local store and %d in the read-only one", err, len(local.files), len(remote.files))
	}
}

func TestOpen(t *testing.T) {
	for url, want := range map[string]string{
		"http://u:p@h/": "do not belong on a command line", "ftp://h/": "no store of the scheme", "http:///x": "want http://HOST",
		"grpc://h/?q=1": "want grpc://HOST", "s3://": "s3://BUCKET",
	} {
		if _, err := store.Open(url, store.Options{}); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), ":p@") {
			t.Errorf("%s: %v; want %q", url, err, want)
		}
	}
	dir := t.TempDir()
	for _, url := range []string{dir, "file://" + dir} {
		b, err := store.Open(url, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Put(t.Context(), "abc", []byte("x")); err != nil {
			t.Error(err)
		}
		if data, ok, err := b.Get(t.Context(), "abc"); string(data) != "x" || !ok || err != nil {
			t.Errorf("%q, %v, %v", data, ok, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "abc.snapshot")); err != nil {
		t.Error(err)
	}
}

// TestDamaged: a file that was cut or changed is no snapshot, which is said once for each
// store; the next store that has a whole one gives it, and the damaged file is replaced.
func TestDamaged(t *testing.T) {
	whole := encoded(t, "0")
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for name, data := range map[string][]byte{"cut": whole[:len(whole)-1], "changed": flipped, "empty": {}, "of another commit": encoded(t, "9"), "foreign": []byte("PK\x03\x04")} {
		local, remote := &memory{files: map[string][]byte{key("0").Name(): data}}, &memory{files: map[string][]byte{}}
		c, notes := chain(local, remote)
		for range 2 {
			if i, s, err := c.Find(t.Context(), []snapshot.Key{key("0")}); i != -1 || s != nil || err != nil {
				t.Errorf("%s: found %d, %v", name, i, err)
			}
		}
		remote.files[key("0").Name()] = whole
		if i, s, err := c.Find(t.Context(), []snapshot.Key{key("0")}); i != 0 || s == nil || err != nil {
			t.Errorf("%s: found %d, %v in the next store", name, i, err)
		}
		if !slices.Equal(local.files[key("0").Name()], whole) {
			t.Errorf("%s: the damaged file is not replaced", name)
		}
		if len(*notes) != 1 || !strings.Contains((*notes)[0], "near is not taken") {
			t.Errorf("%s: noted %q, want it said once", name, *notes)
		}
	}
}

package bazelcache_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/protobuf/proto"

	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// fixture is a cache and what is put into it.
type fixture struct {
	t     *testing.T
	cache *bazelcache.Cache
}

func open(t *testing.T) *fixture {
	t.Helper()
	store, err := cachestore.Open(t.TempDir(), cachestore.Options{MaxBytes: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return &fixture{t, bazelcache.New(store)}
}

func digest(data string) *repb.Digest {
	sum := sha256.Sum256([]byte(data))
	return &repb.Digest{Hash: hex.EncodeToString(sum[:]), SizeBytes: int64(len(data))}
}

// put stores a blob; message a protocol buffer.
func (f *fixture) put(data string) *repb.Digest {
	f.t.Helper()
	d := digest(data)
	if err := f.cache.Store().PutBytes(bazelcache.CASKey(d.Hash), []byte(data)); err != nil {
		f.t.Fatal(err)
	}
	return d
}

func (f *fixture) message(m proto.Message) *repb.Digest {
	f.t.Helper()
	data, err := proto.Marshal(m)
	if err != nil {
		f.t.Fatal(err)
	}
	return f.put(string(data))
}

func directory(file *repb.Digest, subs ...*repb.Digest) *repb.Directory {
	d := &repb.Directory{Files: []*repb.FileNode{{Name: "f", Digest: file}}}
	for _, s := range subs {
		d.Directories = append(d.Directories, &repb.DirectoryNode{Name: "s", Digest: s})
	}
	return d
}

func output(tree, root *repb.Digest) *repb.ActionResult {
	return &repb.ActionResult{OutputDirectories: []*repb.OutputDirectory{{Path: "d", TreeDigest: tree, RootDirectoryDigest: root}}}
}

func file(d *repb.Digest) *repb.ActionResult {
	return &repb.ActionResult{OutputFiles: []*repb.OutputFile{{Path: "a", Digest: d}}}
}

func TestActionResultIsComplete(t *testing.T) {
	absent := digest("absent")
	for _, tc := range []struct {
		name, reason string
		result       func(f *fixture) *repb.ActionResult
		want         string // part of the error; empty: complete
	}{
		{"nothing but an exit code", "no outputs", func(*fixture) *repb.ActionResult { return &repb.ActionResult{ExitCode: 1} }, ""},
		{"file", "there", func(f *fixture) *repb.ActionResult { return file(f.put("a")) }, ""},
		{"file is missing", "named", func(*fixture) *repb.ActionResult { return file(absent) }, "output file a"},
		{"file of another size", "the digest has a size", func(f *fixture) *repb.ActionResult {
			d := f.put("a")
			d.SizeBytes = 7
			return file(d)
		}, "output file a"},
		{"empty file", "always there", func(*fixture) *repb.ActionResult { return file(digest("")) }, ""},
		{"stdout is missing", "named", func(*fixture) *repb.ActionResult { return &repb.ActionResult{StdoutDigest: absent} }, "stdout or stderr"},
		{"tree", "root, children, files", func(f *fixture) *repb.ActionResult {
			return output(f.message(&repb.Tree{Root: directory(f.put("r")), Children: []*repb.Directory{directory(f.put("c"))}}), nil)
		}, ""},
		{"empty tree", "no root", func(f *fixture) *repb.ActionResult { return output(digest(""), nil) }, ""},
		{"tree is missing", "named", func(*fixture) *repb.ActionResult { return output(absent, nil) }, "tree of d"},
		{"tree is garbage", "unusable", func(f *fixture) *repb.ActionResult { return output(f.put("\x01garbage"), nil) }, "tree of d"},
		{"file of the root is missing", "in the tree", func(f *fixture) *repb.ActionResult {
			return output(f.message(&repb.Tree{Root: directory(absent)}), nil)
		}, "file f of d"},
		{"file of the second child is missing", "in the tree", func(f *fixture) *repb.ActionResult {
			return output(f.message(&repb.Tree{Root: directory(f.put("r")), Children: []*repb.Directory{directory(f.put("c")), directory(absent)}}), nil)
		}, "file f of d"},
		{"file without digest", "nobody could fetch it", func(f *fixture) *repb.ActionResult {
			return output(f.message(&repb.Tree{Root: directory(nil)}), nil)
		}, "file f of d"},
		{"root directory", "three levels", func(f *fixture) *repb.ActionResult {
			sub := f.message(directory(f.put("1"), f.message(directory(f.put("2")))))
			return output(nil, f.message(directory(f.put("0"), sub)))
		}, ""},
		{"file three levels down is missing", "walked", func(f *fixture) *repb.ActionResult {
			sub := f.message(directory(f.put("1"), f.message(directory(absent))))
			return output(nil, f.message(directory(f.put("0"), sub)))
		}, "file f of d"},
		{"subdirectory is missing", "walked", func(f *fixture) *repb.ActionResult {
			return output(nil, f.message(directory(f.put("0"), absent)))
		}, "directory"},
		{"tree is there, root directory is not", "both are promised", func(f *fixture) *repb.ActionResult {
			return output(f.message(&repb.Tree{Root: directory(f.put("r"))}), absent)
		}, "directory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := open(t)
			data, err := proto.Marshal(tc.result(f))
			if err != nil {
				t.Fatal(err)
			}
			action := digest("action").Hash
			if err := f.cache.PutActionResult("", action, data); err != nil {
				t.Fatal(err)
			}
			got, _, err := f.cache.ActionResult("", action)
			switch {
			case tc.want == "" && (err != nil || string(got) != string(data)):
				t.Errorf("%v; want it complete: %s", err, tc.reason)
			case tc.want != "" && (!errors.Is(err, bazelcache.ErrIncomplete) || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("%v; want it incomplete for %q: %s", err, tc.want, tc.reason)
			}
			if _, _, err := f.cache.ActionResult("other", action); !errors.Is(err, cachestore.ErrNotFound) {
				t.Errorf("in another instance: %v, want ErrNotFound", err)
			}
		})
	}
}

// TestAskingIsAUse asks for an action result in a store that is nearly full:
// its outputs must not be the next to go.
func TestAskingIsAUse(t *testing.T) {
	store, err := cachestore.Open(t.TempDir(), cachestore.Options{MaxBytes: 4 * 4096})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	f := &fixture{t, bazelcache.New(store)}
	out := f.put(strings.Repeat("o", 300))
	data, _ := proto.Marshal(file(out))
	if err := f.cache.PutActionResult("", digest("action").Hash, data); err != nil {
		t.Fatal(err)
	}
	other := f.put(strings.Repeat("x", 300))
	if _, _, err := f.cache.ActionResult("", digest("action").Hash); err != nil {
		t.Fatal(err)
	}
	f.put(strings.Repeat("y", 5000)) // two blocks
	if !f.cache.Has(out) || f.cache.Has(other) {
		t.Errorf("output there: %v, other blob there: %v; want the output to stay", f.cache.Has(out), f.cache.Has(other))
	}
}

func TestParseActionResult(t *testing.T) {
	bad := func(d *repb.Digest) []byte {
		data, _ := proto.Marshal(file(d))
		return data
	}
	noPath, _ := proto.Marshal(&repb.ActionResult{OutputFiles: []*repb.OutputFile{{Digest: digest("a")}}})
	noTree, _ := proto.Marshal(&repb.ActionResult{OutputDirectories: []*repb.OutputDirectory{{Path: "d"}}})
	for _, tc := range []struct {
		name string
		data []byte
		want string // part of the error; empty: valid
	}{
		{"valid", bad(digest("a")), ""},
		{"garbage", []byte("\x01garbage"), "not an ActionResult"},
		{"other message", []byte("\xa2\x06\x03abc"), "none of its fields"},
		{"no digest", bad(nil), "a digest is missing"},
		{"short hash", bad(&repb.Digest{Hash: "abc", SizeBytes: 1}), "64 lower-case"},
		{"upper case", bad(&repb.Digest{Hash: strings.ToUpper(digest("a").Hash), SizeBytes: 1}), "64 lower-case"},
		{"path as hash", bad(&repb.Digest{Hash: strings.Repeat("../", 21) + "a", SizeBytes: 1}), "64 lower-case"},
		{"negative size", bad(&repb.Digest{Hash: digest("a").Hash, SizeBytes: -1}), "negative"},
		{"empty, but another hash", bad(&repb.Digest{Hash: digest("a").Hash}), "exactly the empty blob"},
		{"empty hash, but a size", bad(&repb.Digest{Hash: bazelcache.EmptySHA256, SizeBytes: 1}), "exactly the empty blob"},
		{"no path", noPath, "no path"},
		{"directory without digest", noTree, "a digest is missing"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := bazelcache.ParseActionResult(tc.data)
			if tc.want == "" && err != nil || tc.want != "" && (!errors.Is(err, bazelcache.ErrInvalid) || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("%v, want %q", err, tc.want)
			}
		})
	}
}

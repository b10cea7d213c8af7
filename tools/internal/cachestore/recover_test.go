package cachestore_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

const crashEnv = "CACHESTORE_TEST_CRASH_DIR"

// TestMain makes the test binary a process that uploads until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashEnv); dir != "" {
		uploadForEver(dir)
	}
	os.Exit(m.Run())
}

// blob is the i-th blob of a crash test.
func blob(i int) []byte {
	size := 1000 + i%7*300
	if i%10 == 0 {
		size = 400_000
	}
	return append([]byte(fmt.Sprintf("%08d", i)), content(size, byte(i))...)
}

func uploadForEver(dir string) {
	s, err := cachestore.Open(dir, cachestore.Options{MaxBytes: 1 << 40, FlushInterval: 5 * time.Millisecond, BootID: "boot"})
	if err != nil {
		panic(err)
	}
	for i := 0; ; i++ {
		data := blob(i)
		key := casKey(data)
		switch i % 3 {
		case 1:
			key = narKey(data)
		case 2:
			key = acKey(data)
		}
		if err := s.PutBytes(key, data); err != nil {
			panic(err)
		}
		fmt.Println(i, key.Kind, key.Name)
	}
}

// crash starts the process, kills it after n uploads and returns how many it
// reported.
func crash(t *testing.T, dir string, n int) int {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), crashEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	seen := 0
	for lines.Scan() {
		if seen++; seen == n {
			cmd.Process.Kill()
		}
	}
	cmd.Wait() //nolint:errcheck // killed
	return seen
}

func keyOf(i int) cachestore.Key {
	data := blob(i)
	return []cachestore.Key{casKey(data), narKey(data), acKey(data)}[i%3]
}

func TestKilledProcessLosesNothing(t *testing.T) {
	for _, n := range []int{1, 17, 60, 141} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			dir := t.TempDir()
			acked := crash(t, dir, n)
			s := open(t, dir, cachestore.Options{BootID: "boot"})
			for i := range acked {
				wantBlob(t, s, keyOf(i), blob(i))
			}
			checkConsistent(t, s, dir)
		})
	}
}

func TestPowerCutNeverServesDamage(t *testing.T) {
	dir := t.TempDir()
	acked := crash(t, dir, 90)
	damaged := damage(t, dir)
	s := open(t, dir, cachestore.Options{BootID: "another boot"})
	lost := 0
	for i := range acked {
		key := keyOf(i)
		got, err := s.Read(key, nil, 1<<30)
		if err != nil {
			lost++
			continue
		}
		// A recorded blob of the right size is on the disk: it was flushed
		// before it was recorded. The damage below is only done to others.
		if sum := sha256.Sum256(got); sum != sha256.Sum256(blob(i)) {
			t.Errorf("blob %d of kind %s is served damaged", i, key.Kind)
		}
	}
	if lost == 0 && damaged > 0 {
		t.Errorf("%d damaged files and nothing lost", damaged)
	}
	checkConsistent(t, s, dir)
}

// damage truncates every fifth file, as a power cut may, and replaces the
// content of some small ones by zeros.
func damage(t *testing.T, dir string) (n int) {
	t.Helper()
	for i, path := range files(t, dir) {
		if i%5 != 0 {
			continue
		}
		n++
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(path, "/ac/") {
			err = os.WriteFile(path, make([]byte, info.Size()), 0o600)
		} else {
			err = os.Truncate(path, info.Size()/2)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// checkConsistent compares the files with the statistics.
func checkConsistent(t *testing.T, s *cachestore.Store, dir string) {
	t.Helper()
	var blobs int64
	for _, st := range s.Stats() {
		blobs += st.Blobs
	}
	onDisk := files(t, dir)
	if int64(len(onDisk)) != blobs {
		t.Errorf("%d blobs known, %d files", blobs, len(onDisk))
	}
	for _, path := range onDisk {
		if strings.Contains(path, ".tmp-") {
			t.Errorf("left %s", path)
		}
	}
}

func TestRecovery(t *testing.T) {
	cas, ac := content(500, 1), content(600, 2)
	for _, tc := range []struct {
		name, reason string
		boot         string
		change       func(t *testing.T, dir string)
		cas, ac      bool
	}{
		{"nothing changed", "recorded and whole", "another boot", func(*testing.T, string) {}, true, true},
		{"metadata lost", "CAS can be verified, AC cannot", "boot", func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, "meta.db"))
		}, true, false},
		{"metadata is garbage", "it is rebuilt", "boot", func(t *testing.T, dir string) {
			os.WriteFile(filepath.Join(dir, "meta.db"), []byte(strings.Repeat("garbage ", 4096)), 0o600)
		}, true, false},
		{"AC changed in place", "its checksum is recorded", "another boot", func(t *testing.T, dir string) {
			rewrite(t, dir, "/ac/", content(600, 9))
		}, true, false},
		{"CAS truncated", "its size is recorded", "boot", func(t *testing.T, dir string) {
			rewrite(t, dir, "/cas/", cas[:100])
		}, false, true},
		{"unfinished upload", "temporary files go", "boot", func(t *testing.T, dir string) {
			os.WriteFile(files(t, dir)[0][:strings.LastIndex(files(t, dir)[0], "/")]+"/.tmp-1", cas, 0o600)
		}, true, true},
		{"files gone", "metadata without file goes", "boot", func(t *testing.T, dir string) {
			os.RemoveAll(filepath.Join(dir, "blobs"))
		}, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, cachestore.Options{BootID: "boot"})
			mustPut(t, s, casKey(cas), cas)
			mustPut(t, s, acKey(ac), ac)
			if err := s.Flush(); err != nil {
				t.Fatal(err)
			}
			after := copyDir(t, dir) // as if the process had died now
			tc.change(t, after)
			s = open(t, after, cachestore.Options{BootID: tc.boot})
			if _, err := s.Read(casKey(cas), nil, 1000); (err == nil) != tc.cas {
				t.Errorf("CAS blob: %v, want it there: %v (%s)", err, tc.cas, tc.reason)
			}
			if _, err := s.Read(acKey(ac), nil, 1000); (err == nil) != tc.ac {
				t.Errorf("AC blob: %v, want it there: %v (%s)", err, tc.ac, tc.reason)
			}
			checkConsistent(t, s, after)
		})
	}
}

// TestRecoveryRefuses starts where blobs cannot be seen: they must be neither
// forgotten nor left behind uncounted.
func TestRecoveryRefuses(t *testing.T) {
	cas, nar := content(500, 1), content(600, 2)
	for _, tc := range []struct {
		name, reason string
		change       func(t *testing.T, shard string)
		open         func(open func())
	}{
		{"a file instead of a shard", "no blob can be there or come there", func(t *testing.T, shard string) {
			must(t, os.RemoveAll(shard))
			must(t, os.WriteFile(shard, nil, 0o600))
		}, nil},
		{"a link to a shard elsewhere", "walking does not follow it", func(t *testing.T, shard string) {
			must(t, os.Rename(shard, shard+".moved")) // where it does not count
			must(t, os.Symlink(shard+".moved", shard))
		}, nil},
		{"a directory instead of a blob", "it can be neither served nor removed", func(t *testing.T, shard string) {
			entries, err := os.ReadDir(shard)
			must(t, err)
			must(t, os.Remove(filepath.Join(shard, entries[0].Name())))
			must(t, os.Mkdir(filepath.Join(shard, entries[0].Name()), 0o700))
		}, nil},
		{"a shard that may not be read", "its blobs may be whole", func(t *testing.T, shard string) {
			must(t, os.Chmod(shard, 0))
			t.Cleanup(func() { os.Chmod(shard, 0o700) })
		}, unprivileged},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, cachestore.Options{BootID: "boot"})
			mustPut(t, s, casKey(cas), cas)
			mustPut(t, s, narKey(nar), nar)
			must(t, s.Flush())
			after := copyDir(t, dir) // as if the process had died now
			shard := filepath.Join(after, "blobs", "cas", casKey(cas).Name[:2])
			before := len(files(t, after))
			aside := filepath.Join(t.TempDir(), "shard")
			must(t, os.CopyFS(aside, os.DirFS(shard)))
			tc.change(t, shard)
			var err error
			attempt := func() { _, err = cachestore.Open(after, cachestore.Options{MaxBytes: 1 << 30, BootID: "boot"}) }
			if tc.open == nil {
				attempt()
			} else {
				tc.open(attempt)
			}
			if err == nil || !strings.Contains(err.Error(), shard) || !strings.Contains(err.Error(), "make it a directory") {
				t.Fatalf("%v; want an error that names %s and a remedy (%s)", err, shard, tc.reason)
			}
			// Put right, all is there again.
			if info, err := os.Lstat(shard); err == nil && info.IsDir() {
				must(t, os.Chmod(shard, 0o700))
			}
			must(t, errors.Join(os.RemoveAll(shard), os.RemoveAll(shard+".moved")))
			must(t, os.Rename(aside, shard))
			s = open(t, after, cachestore.Options{BootID: "boot"})
			wantBlob(t, s, casKey(cas), cas)
			wantBlob(t, s, narKey(nar), nar)
			if got := files(t, after); len(got) != before {
				t.Errorf("files %v, want %d", got, before)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func rewrite(t *testing.T, dir, part string, data []byte) {
	t.Helper()
	for _, path := range files(t, dir) {
		if strings.Contains(path, part) {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func copyDir(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func BenchmarkPutSmall(b *testing.B) {
	s, err := cachestore.Open(b.TempDir(), cachestore.Options{MaxBytes: 1 << 40})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	data := content(4096, 0)
	b.SetBytes(int64(len(data)))
	for i := 0; b.Loop(); i++ {
		copy(data, fmt.Sprintf("%016d", i))
		if err := s.PutBytes(casKey(data), data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadSmall(b *testing.B) {
	s, keys := filled(b, 1000)
	defer s.Close()
	buf := make([]byte, 8192)
	b.SetBytes(4096)
	for i := 0; b.Loop(); i++ {
		if _, err := s.Read(keys[i%len(keys)], buf, 8192); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHas(b *testing.B) {
	s, keys := filled(b, 1000)
	defer s.Close()
	for i := 0; b.Loop(); i++ {
		if _, ok := s.Has(keys[i%len(keys)]); !ok {
			b.Fatal("not found")
		}
	}
}

func filled(b *testing.B, n int) (*cachestore.Store, []cachestore.Key) {
	b.Helper()
	s, err := cachestore.Open(b.TempDir(), cachestore.Options{MaxBytes: 1 << 40})
	if err != nil {
		b.Fatal(err)
	}
	var keys []cachestore.Key
	for i := range n {
		data := content(4096, 0)
		copy(data, fmt.Sprintf("%016d", i))
		sum := sha256.Sum256(data)
		keys = append(keys, cachestore.Key{Kind: cachestore.CAS, Name: hex.EncodeToString(sum[:])})
		if err := s.PutBytes(keys[i], data); err != nil {
			b.Fatal(err)
		}
	}
	return s, keys
}

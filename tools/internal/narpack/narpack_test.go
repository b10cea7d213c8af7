package narpack_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/nix-community/go-nix/pkg/nar"

	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
)

// large is more than is archived in one piece, and no multiple of it.
const large = 5<<20 + 321

// content is n bytes that compress by half.
func content(n int) []byte {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(random.IntN(16))
	}
	return data
}

// file makes a store path of n bytes; its archive by another program's hand is returned.
func file(t *testing.T, n int) (path string, archive []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "path")
	if err := os.WriteFile(path, content(n), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := nar.DumpPath(&out, path); err != nil {
		t.Fatal(err)
	}
	return path, out.Bytes()
}

func expected(archive []byte) narpack.Expected {
	return narpack.Expected{NarHash: sha256.Sum256(archive), NarSize: int64(len(archive))}
}

func packer(t *testing.T, m narpack.Method, level int) *narpack.Packer {
	t.Helper()
	p, err := narpack.New(narpack.Options{Method: m, Level: level})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// methods are all there are, with their levels.
func methods() map[narpack.Method][]int {
	return map[narpack.Method][]int{narpack.None: {-1}, narpack.Zstd: {-1, 1, 19}, narpack.XZ: {-1}}
}

// What is packed is the archive, whose name follows from the content alone.
func TestPack(t *testing.T) {
	for m, levels := range methods() {
		for _, level := range levels {
			sizes := []int{0, 1, 2<<20 + 321}
			if m == narpack.None || level == -1 && m == narpack.Zstd {
				sizes = append(sizes, 2<<20-200, 2<<20, large)
			}
			for _, size := range sizes {
				path, archive := file(t, size)
				var first [32]byte
				for i, workers := range []int{1, 4} {
					before := runtime.GOMAXPROCS(workers)
					packed, err := packer(t, m, level).Pack(t.Context(), path, expected(archive))
					runtime.GOMAXPROCS(before)
					if err != nil {
						t.Fatal(err)
					}
					check(t, fmt.Sprintf("%s %d, %d bytes, %d workers", m, level, size, workers), m, packed, archive)
					if i == 0 {
						first = packed.FileHash
					} else if packed.FileHash != first {
						t.Errorf("%s %d, %d bytes: another archive by %d workers", m, level, size, workers)
					}
					packed.Close()
				}
			}
		}
	}
}

// check reads what was packed twice, and compares.
func check(t *testing.T, name string, m narpack.Method, packed *narpack.Packed, archive []byte) {
	t.Helper()
	for range 2 {
		compressed, err := io.ReadAll(packed.Open())
		if err != nil || int64(len(compressed)) != packed.FileSize || sha256.Sum256(compressed) != packed.FileHash {
			t.Errorf("%s: %d bytes, %v; want %d with their hash", name, len(compressed), err, packed.FileSize)
		}
		plain, err := narpack.Unpack(string(m), bytes.NewReader(compressed))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(plain); err != nil || !bytes.Equal(got, archive) {
			t.Errorf("%s: it unpacks to %d bytes, %v; want %d", name, len(got), err, len(archive))
		}
		plain.Close()
	}
}

// Whatever is wrong with a path, small or large: named, and no archive of it goes out.
func TestDamage(t *testing.T) {
	for _, size := range []int{3000, large} {
		for _, tc := range []struct {
			name   string
			damage func(data []byte) []byte
			want   string
		}{
			{"another byte", func(d []byte) []byte { d[len(d)/2] ^= 1; return d }, "its hash is sha256:"},
			{"the last byte", func(d []byte) []byte { d[len(d)-1] ^= 1; return d }, "its hash is sha256:"},
			{"shorter", func(d []byte) []byte { return d[:len(d)-64] }, "bytes, the store recorded"},
			{"longer", func(d []byte) []byte { return append(d, make([]byte, 64)...) }, "bytes that the store recorded"},
			{"much longer", func(d []byte) []byte { return append(d, make([]byte, 4<<20)...) }, "bytes that the store recorded"},
			{"not there", nil, "a file vanished"},
		} {
			path, archive := file(t, size)
			if tc.damage == nil {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(path, tc.damage(content(size)), 0o644); err != nil {
				t.Fatal(err)
			}
			p := packer(t, narpack.Zstd, -1)
			packed, err := p.Pack(t.Context(), path, expected(archive))
			damaged(t, fmt.Sprintf("%s of %d", tc.name, size), err, path, tc.want)
			if packed != nil {
				t.Errorf("%s of %d: packed all the same", tc.name, size)
			}
			r := p.Stream(path, expected(archive))
			got, err := io.ReadAll(r)
			damaged(t, fmt.Sprintf("%s of %d, streamed", tc.name, size), err, path, tc.want)
			if len(got) >= len(archive) {
				t.Errorf("%s of %d: %d bytes went out, one less than a whole archive is the most", tc.name, size, len(got))
			}
			r.Close()
		}
	}
}

func damaged(t *testing.T, name string, err error, path, want string) {
	t.Helper()
	var damaged *narpack.DamagedError
	if !errors.As(err, &damaged) || damaged.Path != path || !strings.Contains(err.Error(), want) || !strings.HasSuffix(err.Error(), `; repair it with "nix store repair", or delete and build it again`) {
		t.Errorf("%s: %v; want %q", name, err, want)
	}
}

func TestStream(t *testing.T) {
	for _, size := range []int{0, 5, large} {
		path, archive := file(t, size)
		got, err := io.ReadAll(packer(t, narpack.None, -1).Stream(path, expected(archive)))
		if err != nil || !bytes.Equal(got, archive) {
			t.Errorf("%d bytes: %d, %v; want %d", size, len(got), err, len(archive))
		}
	}
}

// Cancelled, or damaged, at any moment: nothing is lost that the next archive needs, and
// nothing goes on behind our backs.
func TestCancelledOftenThenWell(t *testing.T) {
	path, archive := file(t, large)
	p, before := packer(t, narpack.Zstd, -1), runtime.NumGoroutine()
	for i := range 40 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*500*time.Microsecond)
		if packed, err := p.Pack(ctx, path, expected(archive)); err == nil {
			packed.Close()
		}
		cancel()
		r := p.Stream(path, expected(archive))
		io.CopyN(io.Discard, r, int64(i)*1000)
		r.Close()
		wrong := expected(archive)
		wrong.NarSize -= int64(i) * 100_000
		if _, err := p.Pack(t.Context(), path, wrong); i > 0 && err == nil {
			t.Fatal("an archive that is too long was packed")
		}
	}
	packed, err := p.Pack(t.Context(), path, expected(archive))
	if err != nil {
		t.Fatal(err)
	}
	check(t, "afterwards", narpack.Zstd, packed, archive)
	packed.Close()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before+2; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, before there were %d", runtime.NumGoroutine(), before)
		}
	}
}

// No temporary file has a name: a kill leaves none.
func TestLargeArchivesLeaveNoFiles(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	path, archive := file(t, 3*large)
	packed, err := packer(t, narpack.None, -1).Pack(t.Context(), path, expected(archive))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	if files, err := filepath.Glob(filepath.Join(tmp, "nixpush-*")); err != nil || len(files) != 0 {
		t.Errorf("%q, %v", files, err)
	}
	t.Setenv("TMPDIR", filepath.Join(tmp, "absent"))
	_, err = packer(t, narpack.None, -1).Pack(t.Context(), path, expected(archive))
	if err == nil || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("no room for temporary files: %v", err)
	}
}

func TestMethods(t *testing.T) {
	for _, tc := range []struct {
		method narpack.Method
		level  int
		want   string
	}{
		{"zstd", 1, ""}, {"zstd", 22, ""}, {"zstd", -1, ""}, {"xz", -1, ""}, {"none", -1, ""},
		{"zstd", 0, "compression level 0: want 1 to 22"},
		{"zstd", 23, "compression level 23: want 1 to 22"},
		{"zstd", -2, "compression level -2: want 1 to 22"},
		{"xz", 6, "compression level 6: only zstd has levels here"},
		{"bzip2", -1, `compression "bzip2": want zstd, xz or none`},
		{"", -1, `compression "": want zstd, xz or none`},
	} {
		_, err := narpack.New(narpack.Options{Method: tc.method, Level: tc.level})
		if (err == nil) != (tc.want == "") || err != nil && err.Error() != tc.want {
			t.Errorf("%s %d: %v, want %q", tc.method, tc.level, err, tc.want)
		}
	}
	for m, want := range map[narpack.Method]string{"none": ".nar", "zstd": ".nar.zst", "xz": ".nar.xz"} {
		if got := m.Extension(); got != want {
			t.Errorf("%s: %q, want %q", m, got, want)
		}
	}
	if _, err := narpack.Unpack("lzip", strings.NewReader("")); err == nil || err.Error() != `reading lzip: compression "lzip" cannot be read here` {
		t.Errorf("unknown compression: %v", err)
	}
}

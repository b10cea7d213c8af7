package nixcache_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

const pathHash = "65j8y14mjz6caz9nv4z3vzds1p4j4lkd"

// served is a cache without HTTP.
type served struct {
	t     *testing.T
	store *cachestore.Store
	cache nixcache.Cache
	nix   *nixcache.Handler
}

func serve(t *testing.T, dir, boot string) *served {
	t.Helper()
	store, err := cachestore.Open(dir, cachestore.Options{MaxBytes: 1 << 30, FlushInterval: time.Hour, BootID: boot})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	key, err := nixcache.LoadKey(dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	return &served{t, store, nixcache.Cache{Name: "main", Priority: 40, Key: key}, nixcache.New(&httpblob.Blobs{Store: store})}
}

func (s *served) do(method, rest, body string) (int, string) {
	w := httptest.NewRecorder()
	s.nix.Serve(w, httptest.NewRequest(method, "/x", strings.NewReader(body)), s.cache, rest)
	return w.Code, w.Body.String()
}

func (s *served) put(rest, body string) {
	s.t.Helper()
	if code, text := s.do("PUT", rest, body); code != 200 {
		s.t.Fatalf("PUT %s: %d %s", rest, code, text)
	}
}

func digest(data string) string {
	sum := sha256.Sum256([]byte(data))
	return nixbase32.EncodeToString(sum[:])
}

func narPath(nar string) string { return "nar/" + digest(nar) + ".nar.xz" }

func narInfo(nar string) string {
	return fmt.Sprintf("StorePath: /nix/store/%s-foo\nURL: %s\nCompression: xz\nFileHash: sha256:%s\nFileSize: %d\nNarHash: sha256:%s\nNarSize: 9\nReferences:\n",
		pathHash, narPath(nar), digest(nar), len(nar), digest("unpacked"))
}

func TestNames(t *testing.T) {
	s := serve(t, t.TempDir(), "")
	nar, d := digest("nar"), strings.Repeat("0", 52)
	for _, tc := range []struct {
		name, reason string
		code         int // of a GET: 404 either way, of a PUT: 400 for what is no name
	}{
		{"nar/" + nar + ".nar", "uncompressed", 422},
		{"nar/" + nar + ".nar.zst", "compressed", 422},
		{"nar/" + nar + ".nar.exe", "no compression of Nix", 400},
		{"nar/" + nar, "no ending", 400},
		{"nar/" + nar[:51] + ".nar", "too short", 400},
		{"nar/" + nar + "0.nar", "too long", 400},
		{"nar/" + strings.ToUpper(nar) + ".nar", "upper case", 400},
		{"nar/e" + d[1:] + ".nar", "e is no digit of base 32", 400},
		{"nar/z" + d[1:] + ".nar", "more than 256 bits", 400},
		{"nar/../" + nar + ".nar", "climbs", 400},
		{"nar/sub/" + nar + ".nar", "a directory", 400},
		{"nar/", "nothing", 400},
		{pathHash + ".ls", "a listing", 200},
		{pathHash[1:] + ".ls", "too short", 400},
		{"sub/" + pathHash + ".ls", "a directory", 400},
		{pathHash + ".narinfo.tmp", "another ending", 400},
		{"." + pathHash[1:] + ".narinfo", "hidden", 400},
		{"log/" + pathHash + "-foo-1.0.drv", "a log", 200},
		{"log/" + pathHash + "-foo.txt", "no derivation", 400},
		{"log/" + pathHash + "-a/b.drv", "a directory", 400},
		{"log/" + pathHash + "-" + strings.Repeat("a", 250) + ".drv", "longer than a file name", 400},
		{"realisations/sha256:" + strings.Repeat("a", 64) + "!out.doi", "a realisation", 200},
		{"realisations/sha256:" + strings.Repeat("a", 64) + "!../x.doi", "climbs", 400},
		{"realisations/md5:" + strings.Repeat("a", 64) + "!out.doi", "another hash", 400},
		{"keys/main.secret", "not below a cache", 400},
	} {
		if code, text := s.do("PUT", tc.name, "{}"); code != tc.code {
			t.Errorf("PUT %s: %d %s; want %d: %s", tc.name, code, text, tc.code, tc.reason)
		}
		want := 404
		if tc.code == 200 {
			want = 200
		}
		if code, _ := s.do("GET", tc.name, ""); code != want {
			t.Errorf("GET %s: %d, want %d", tc.name, code, want)
		}
	}
}

func TestNarInfoForms(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		change       func(string) string
		code         int
		want         string
	}{
		{"as it is", "valid", func(s string) string { return s }, 200, ""},
		{"no newline at the end", "hand-made", func(s string) string { return strings.TrimSuffix(s, "\n") }, 200, ""},
		{"space after References", "as Nix writes it", func(s string) string { return strings.Replace(s, "References:", "References: ", 1) }, 200, ""},
		{"any order", "fields have names", func(s string) string { return "CA: \n" + s }, 200, ""},
		{"unknown deriver", "as Nix writes it", func(s string) string { return s + "Deriver: unknown-deriver\n" }, 200, ""},
		{"empty line", "no field", func(s string) string { return s + "\n\n" }, 400, "line 9 is not"},
		{"nothing", "no field", func(string) string { return "" }, 400, "line 1 is not"},
		{"only one field", "the others are required", func(string) string { return "URL: x\n" }, 400, "are required"},
		{"signed size", "digits only", func(s string) string { return strings.Replace(s, "NarSize: 9", "NarSize: +9", 1) }, 400, "line 7"},
		{"huge size", "it must fit", func(s string) string { return strings.Replace(s, "NarSize: 9", "NarSize: 9999999999999999999", 1) }, 400, "line 7"},
		{"field twice", "ambiguous", func(s string) string { return s + "NarSize: 9\n" }, 400, "NarSize is there twice"},
		{"too large", "bounded", func(s string) string { return s + "CA: " + strings.Repeat("a", 1<<20) }, 413, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := serve(t, t.TempDir(), "")
			s.put(narPath("nar"), "nar")
			code, text := s.do("PUT", pathHash+".narinfo", tc.change(narInfo("nar")))
			if code != tc.code || !strings.Contains(text, tc.want) {
				t.Errorf("%d %q; want %d %q: %s", code, text, tc.code, tc.want, tc.reason)
			}
			if got, _ := s.do("GET", pathHash+".narinfo", ""); (got == 200) != (tc.code == 200) {
				t.Errorf("GET: %d", got)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	dir := t.TempDir()
	if _, err := nixcache.PublicKey(dir, "main"); err == nil {
		t.Error("a public key without a secret one")
	}
	first, err := nixcache.LoadKey(dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	again, err := nixcache.LoadKey(dir, "main")
	if err != nil || again.String() != first.String() {
		t.Errorf("reading the key again: %v", err)
	}
	if public, err := nixcache.PublicKey(dir, "main"); err != nil || public != first.ToPublicKey().String() || !strings.HasPrefix(public, "main.flywheel.local-1:") {
		t.Errorf("public key %q, %v", public, err)
	}
	if info, err := os.Stat(nixcache.KeyPath(dir, "main")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("secret key: %v, %v; want mode 0600", info, err)
	}
	if err := os.WriteFile(nixcache.KeyPath(dir, "main"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := nixcache.LoadKey(dir, "main"); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Errorf("an empty key: %v, want an error with the remedy", err)
	}
}

// lost are the states in which a power cut can leave a file that has not been
// flushed.
func lost() map[string]func(path string, data []byte) error {
	return map[string]func(string, []byte) error{
		"whole":     func(string, []byte) error { return nil },
		"missing":   func(path string, _ []byte) error { return os.Remove(path) },
		"truncated": func(path string, data []byte) error { return os.WriteFile(path, data[:len(data)/2], 0o600) },
		"empty":     func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) },
		"zeros":     func(path string, data []byte) error { return os.WriteFile(path, make([]byte, len(data)), 0o600) },
	}
}

// TestPowerCut leaves NAR and narinfo in every state that a power cut can, in
// group mode. Afterwards there is never a narinfo without its whole NAR, and
// what is served is what was uploaded.
func TestPowerCut(t *testing.T) {
	const nar = "a NAR that is not long"
	histories := map[string]func(t *testing.T, s *served){
		"never committed": func(*testing.T, *served) {},
		"NAR replaced since the commit": func(t *testing.T, s *served) {
			flush(t, s)
			name := strings.TrimPrefix(narPath(nar), "nar/")
			if err := s.store.Delete(cachestore.Key{Kind: cachestore.NAR, Cache: "main", Name: name}); err != nil {
				t.Fatal(err)
			}
			s.put(narPath(nar), nar)
		},
		"narinfo replaced since the commit": func(t *testing.T, s *served) {
			flush(t, s)
			s.put(pathHash+".narinfo", strings.Replace(narInfo(nar), "NarSize: 9", "NarSize: 8", 1))
		},
	}
	for history, happen := range histories {
		for narState, loseNAR := range lost() {
			for infoState, loseInfo := range lost() {
				t.Run(history+", NAR "+narState+", narinfo "+infoState, func(t *testing.T) {
					dir := t.TempDir()
					s := serve(t, dir, "boot")
					s.put(narPath(nar), nar)
					s.put(pathHash+".narinfo", narInfo(nar))
					happen(t, s)
					_, info := s.do("GET", pathHash+".narinfo", "")
					after := t.TempDir()
					if err := os.CopyFS(after, os.DirFS(dir)); err != nil {
						t.Fatal(err)
					}
					lose(t, after, "/nar/", loseNAR)
					lose(t, after, "/narinfo/", loseInfo)
					s = serve(t, after, "another boot")
					infoCode, gotInfo := s.do("GET", pathHash+".narinfo", "")
					narCode, gotNAR := s.do("GET", narPath(nar), "")
					if infoCode == 200 && (narCode != 200 || gotInfo != info) {
						t.Errorf("narinfo %d %q, NAR %d", infoCode, gotInfo, narCode)
					}
					if narCode == 200 && gotNAR != nar {
						t.Errorf("serves a NAR that is %s", narState)
					}
					if narState == "whole" && narCode != 200 {
						t.Errorf("a whole NAR is lost: %d", narCode)
					}
				})
			}
		}
	}
}

func flush(t *testing.T, s *served) {
	t.Helper()
	if err := s.store.Flush(); err != nil {
		t.Fatal(err)
	}
}

// lose changes the blobs whose path contains part.
func lose(t *testing.T, dir, part string, change func(string, []byte) error) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(path, part) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return change(path, data)
	})
	if err != nil {
		t.Fatal(err)
	}
}

package atticserve_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// TestCycle goes the way of `attic cache create`, `attic push` and a Nix that
// substitutes, with the bodies that were recorded of atticd and attic.
func TestCycle(t *testing.T) {
	s := serve(t)
	if got := s.must("POST", "/_api/v1/cache-config/c", newCache); got != "" {
		t.Errorf("create answers %q; atticd nothing", got)
	}
	info := s.must("GET", "/_api/v1/cache-config/c", "")
	public := publicKey(t, info)
	want := fmt.Sprintf(`{"substituter_endpoint":"%s/c","api_endpoint":"%s/","public_key":"%s","is_public":true,"store_dir":"/nix/store","priority":41,"upstream_cache_key_names":["cache.nixos.org-1"],"retention_period":"Global"}`, s.url, s.url, public)
	if info != want || !strings.HasPrefix(public, "c:") {
		t.Errorf("config:\n%s\nwant\n%s", info, want)
	}
	if again := s.must("GET", "/c/attic-cache-info", ""); again != info {
		t.Errorf("attic-cache-info: %s", again)
	}
	if got := s.must("GET", "/c/nix-cache-info", ""); got != "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 41\n" {
		t.Errorf("nix-cache-info: %q", got)
	}
	ask := fmt.Sprintf(`{"cache":"c","store_path_hashes":[%q,%q]}`, pathHash, pathHash)
	if got := s.must("POST", "/_api/v1/get-missing-paths", ask); got != `{"missing_paths":["`+pathHash+`"]}` {
		t.Errorf("missing: %s", got)
	}
	data := archive(t, strings.Repeat("hello ", 100_000))
	a := s.upload(describe("c", data), data)
	var result atticwire.UploadPathResult
	if err := json.Unmarshal([]byte(a.body), &result); a.code != 200 || err != nil || result.Kind != "Uploaded" || result.FileSize == nil || *result.FileSize >= 100_000 {
		t.Errorf("upload: %d %s", a.code, a.body)
	}
	if got := s.must("POST", "/_api/v1/get-missing-paths", ask); got != `{"missing_paths":[]}` {
		t.Errorf("missing afterwards: %s", got)
	}
	if a := s.upload(describe("c", data), data); a.code != 200 || a.body != `{"kind":"Deduplicated","frac_deduplicated":null}` {
		t.Errorf("again: %d %s", a.code, a.body)
	}
	s.checkPath("c", public, data)
}

func publicKey(t *testing.T, config string) string {
	t.Helper()
	var c atticwire.CacheConfig
	if err := json.Unmarshal([]byte(config), &c); err != nil || c.PublicKey == nil {
		t.Fatalf("%v in %s", err, config)
	}
	return *c.PublicKey
}

// checkPath fetches the path as Nix does and checks signature and content.
func (s *server) checkPath(cache, public string, data []byte, header ...string) *narinfo.NarInfo {
	s.t.Helper()
	got, err := narinfo.Parse(strings.NewReader(s.must("GET", "/"+cache+"/"+pathHash+".narinfo", "", header...)))
	if err != nil {
		s.t.Fatal(err)
	}
	key, err := signature.ParsePublicKey(public)
	if err != nil {
		s.t.Fatal(err)
	}
	if !signature.VerifyFirst(got.Fingerprint(), got.Signatures, []signature.PublicKey{key}) {
		s.t.Errorf("no signature by %s:\n%s", public, got)
	}
	for _, url := range []string{got.URL, "nar/" + pathHash + ".nar"} { // the other is where atticd has it
		packed := s.must("GET", "/"+cache+"/"+url, "", header...)
		d, err := zstd.NewReader(strings.NewReader(packed))
		if err != nil {
			s.t.Fatal(err)
		}
		unpacked, err := io.ReadAll(d)
		if err != nil || !bytes.Equal(unpacked, data) || uint64(len(packed)) != got.FileSize {
			s.t.Errorf("%s: %v, %d bytes, want %d", url, err, len(unpacked), len(data))
		}
		d.Close()
	}
	return got
}

// TestNarInfo compares the whole text with what is uploaded, in both forms.
func TestNarInfo(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, "x")
	refs := []string{}
	for i := range 100 {
		refs = append(refs, fmt.Sprintf("%032d-b", i))
	}
	info := describe("c", data)
	deriver, ca := "/nix/store/"+pathHash+"-hello-1.0.drv", "fixed:sha256:x"
	info.References, info.Deriver, info.CA, info.Sigs = append(refs[1:], refs[0]), &deriver, &ca, []string{"other-1:" + strings.Repeat("A", 86) + "==", "nonsense"}
	text, err := json.Marshal(info)
	if err != nil || len(text) < 4096 {
		t.Fatalf("%v: %d bytes are too few", err, len(text))
	}
	s.must("PUT", atticwire.UploadPath, string(text)+string(data), atticwire.HeaderPreambleSize, fmt.Sprint(len(text)))
	got := s.checkPath("c", publicKey(t, s.must("GET", "/_api/v1/cache-config/c", "")), data)
	if d := cmp.Diff(refs, got.References); d != "" {
		t.Errorf("references (-want +got):\n%s", d)
	}
	if got.Deriver != pathHash+"-hello-1.0.drv" || got.CA != ca || got.NarHash.String() != info.NarHash || len(got.Signatures) != 2 || got.Compression != "zstd" {
		t.Errorf("narinfo:\n%s", got)
	}
}

func TestConfigure(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, "x")
	s.upload(describe("c", data), data)
	config := func() string { return s.must("GET", "/_api/v1/cache-config/c", "") }
	first := publicKey(t, config())
	for _, tc := range []struct{ name, patch, want string }{
		{"private", `{"is_public":false}`, `"is_public":false`},
		{"priority", `{"priority":7}`, `"priority":7`},
		{"upstream keys", `{"upstream_cache_key_names":[]}`, `"upstream_cache_key_names":[]`},
		{"retention", `{"retention_period":{"Period":3600}}`, `"retention_period":{"Period":3600}`},
		{"retention for ever", `{"retention_period":{"Period":0}}`, `"retention_period":{"Period":0}`},
		{"default retention", `{"retention_period":"Global"}`, `"retention_period":"Global"`},
		{"fields of newer clients", `{"priority":8,"new_field":true}`, `"priority":8`},
		{"null is absent", `{"priority":9,"store_dir":null}`, `"store_dir":"/nix/store"`},
	} {
		s.must("PATCH", "/_api/v1/cache-config/c", tc.patch)
		if got := config(); !strings.Contains(got, tc.want) {
			t.Errorf("%s: %s", tc.name, got)
		}
	}
	s.must("PATCH", "/_api/v1/cache-config/c", `{"keypair":"Generate"}`)
	second := publicKey(t, config())
	s.checkPath("c", second, data)
	given, _, err := signature.GenerateKeypair("given-1", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.must("PATCH", "/_api/v1/cache-config/c", `{"keypair":{"Keypair":"`+given.String()+`"}}`)
	third := publicKey(t, config())
	if first == second || third != given.ToPublicKey().String() {
		t.Errorf("keys %s, %s, %s", first, second, third)
	}
	s.checkPath("c", third, data)
	before := config()
	s.stop()
	s.start()
	if after := config(); after[strings.Index(after, "public_key"):] != before[strings.Index(before, "public_key"):] {
		t.Errorf("after a restart:\n%s\nwant\n%s", after, before)
	}
	s.checkPath("c", third, data)
	for _, name := range []string{"caches.json", "keys/c.secret"} {
		if info, err := os.Stat(filepath.Join(s.config.DataDir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want mode 0600", name, info, err)
		}
	}
}

func TestBadConfigurations(t *testing.T) {
	s := serve(t)
	s.create("c")
	for _, tc := range []struct {
		name, method, cache, body string
		code                      int
		kind, want                string
	}{
		{"twice", "POST", "c", newCache, 400, "CacheAlreadyExists", "already exists"},
		{"twice, in another case", "POST", "C", newCache, 400, "CacheAlreadyExists", "already exists"},
		{"a configured one", "POST", "main", newCache, 400, "CacheAlreadyExists", "already exists"},
		{"bad name", "POST", "a.b", newCache, 400, "InvalidCacheName", "a.b"},
		{"name of an endpoint", "POST", "cas", newCache, 400, "InvalidCacheName", "reserved"},
		{"a field is missing", "POST", "d", `{"keypair":"Generate"}`, 400, "RequestError", `missing field "is_public"`},
		{"no JSON", "POST", "d", "x", 400, "RequestError", "reading JSON"},
		{"wrong type", "PATCH", "c", `{"is_public":"yes"}`, 400, "RequestError", `field "is_public": want bool, not string`},
		{"nothing to do", "PATCH", "c", `{}`, 400, "RequestError", "No modifiable fields were set"},
		{"read-only field", "PATCH", "c", `{"public_key":"x"}`, 400, "RequestError", "No modifiable fields were set"},
		{"negative priority", "PATCH", "c", `{"priority":-1}`, 400, "RequestError", "negative"},
		{"relative store", "PATCH", "c", `{"store_dir":"nix/store"}`, 400, "RequestError", "store_dir"},
		{"newline in the store", "PATCH", "c", `{"store_dir":"/nix\n"}`, 400, "RequestError", "store_dir"},
		{"key name with a key", "PATCH", "c", `{"upstream_cache_key_names":["a:b"]}`, 400, "RequestError", "a:b"},
		{"retention too long", "PATCH", "c", `{"retention_period":{"Period":2147483648}}`, 400, "RequestError", "Invalid retention period"},
		{"bad secret key", "PATCH", "c", `{"keypair":{"Keypair":"k:hunter2"}}`, 400, "RequestError", "nix key generate-secret"},
		{"unknown cache", "PATCH", "d", `{"priority":1}`, 404, "NoSuchCache", "does not exist"},
		{"unknown cache, deleted", "DELETE", "d", "", 404, "NoSuchCache", "does not exist"},
		{"configured cache, changed", "PATCH", "main", `{"priority":1}`, 400, "RequestError", "server's configuration"},
		{"configured cache, deleted", "DELETE", "main", "", 400, "RequestError", "server's configuration"},
		{"wrong method", "PUT", "c", "", 405, "NotFound", "GET, POST, PATCH, DELETE"},
	} {
		a := s.do(tc.method, "/_api/v1/cache-config/"+tc.cache, strings.NewReader(tc.body))
		checkError(t, tc.name, a, tc.code, tc.kind, tc.want)
	}
	checkError(t, "unknown endpoint", s.do("GET", "/_api/v2/x", nil), 404, "NotFound", "/_api/v2/x")
	checkError(t, "wrong method", s.do("GET", atticwire.UploadPath, nil), 405, "NotFound", "only PUT")
	checkError(t, "wrong method", s.do("GET", atticwire.GetMissingPaths, nil), 405, "NotFound", "only POST")
	checkError(t, "bad hash", s.do("POST", atticwire.GetMissingPaths, strings.NewReader(`{"cache":"c","store_path_hashes":["../x"]}`)), 400, "InvalidStorePathHash", "../x")
}

// checkError compares an answer with Attic's form of errors.
func checkError(t *testing.T, name string, a answer, code int, kind, want string) {
	t.Helper()
	var e atticwire.Error
	err := json.Unmarshal([]byte(a.body), &e)
	if err != nil || a.code != code || e.Code != code || e.Kind != kind || !strings.Contains(e.Message, want) || strings.Contains(e.Message, "hunter2") {
		t.Errorf("%s: %d %s; want %d %s with %q", name, a.code, a.body, code, kind, want)
	}
}

// TestDestroy makes sure that nothing of a cache comes back with its name.
func TestDestroy(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, "x")
	s.upload(describe("c", data), data)
	url := s.checkPath("c", publicKey(t, s.must("GET", "/_api/v1/cache-config/c", "")), data).URL
	s.must("DELETE", "/_api/v1/cache-config/c", "")
	for _, path := range []string{"/c/nix-cache-info", "/c/" + pathHash + ".narinfo", "/_api/v1/cache-config/c"} {
		if a := s.do("GET", path, nil); a.code != 404 {
			t.Errorf("GET %s: %d %s", path, a.code, a.body)
		}
	}
	if _, err := os.Stat(filepath.Join(s.config.DataDir, "keys", "c.secret")); !os.IsNotExist(err) {
		t.Errorf("the signing key: %v", err)
	}
	s.create("c")
	for _, path := range []string{"/c/" + pathHash + ".narinfo", "/c/" + url} {
		if a := s.do("GET", path, nil); a.code != 404 {
			t.Errorf("GET %s of the new cache: %d %s", path, a.code, a.body)
		}
	}
}

// TestRetention lets the server's clock go on.
func TestRetention(t *testing.T) {
	s := serve(t, func(c *cacheconfig.Config) { c.Attic.DefaultRetention = cacheconfig.Duration(1000 * time.Hour) })
	for _, name := range []string{"short", "used", "default", "ever"} {
		s.create(name)
		data := archive(t, name)
		s.upload(describe(name, data), data)
	}
	retain := func(name, period string) {
		s.must("PATCH", "/_api/v1/cache-config/"+name, `{"retention_period":`+period+`}`)
	}
	retain("short", `{"Period":7200}`)
	retain("used", `{"Period":7200}`)
	retain("ever", `{"Period":0}`)
	there := func(name string) bool { return s.do("GET", "/"+name+"/"+pathHash+".narinfo", nil).code == 200 }
	s.later.Store(7000)
	if !there("used") {
		t.Error("gone before its time")
	}
	s.later.Store(7300)
	s.stop()
	s.start() // it is enforced at the start, too
	if there("short") {
		t.Error("older than its retention, and there")
	}
	if !there("used") || !there("default") || !there("ever") {
		t.Error("gone before its time")
	}
	s.later.Store(1100 * 3600)
	s.stop()
	s.start()
	if there("used") || there("default") || !there("ever") {
		t.Error("the default retention is not kept")
	}
}

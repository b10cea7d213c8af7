package atticserve_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

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

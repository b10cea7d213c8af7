package atticwire_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

func ptr[T any](v T) *T { return &v }

// TestShapes compares with what atticd and attic (commit b7c9056) were recorded
// to send.
func TestShapes(t *testing.T) {
	for _, tc := range []struct {
		name, json string
		value      any
	}{
		{"create, key to be made", `{"keypair":"Generate","is_public":false,"store_dir":"/nix/store","priority":41,"upstream_cache_key_names":["cache.nixos.org-1"]}`,
			&atticwire.CreateCacheRequest{StoreDir: "/nix/store", Priority: 41, UpstreamCacheKeyNames: []string{"cache.nixos.org-1"}}},
		{"change the key and the retention", `{"keypair":{"Keypair":"k:c2VjcmV0"},"retention_period":{"Period":7776000}}`,
			&atticwire.CacheConfig{Keypair: &atticwire.Keypair{Secret: "k:c2VjcmV0"}, RetentionPeriod: &atticwire.Retention{Seconds: 7776000}}},
		{"what `attic cache configure --public` sends", `{"is_public":true,"retention_period":"Global"}`,
			&atticwire.CacheConfig{IsPublic: ptr(true), RetentionPeriod: &atticwire.Retention{Global: true}}},
		{"no upstream keys is a value", `{"upstream_cache_key_names":[]}`, &atticwire.CacheConfig{UpstreamCacheKeyNames: &[]string{}}},
		{"upload", `{"cache":"c","store_path_hash":"65j8y14mjz6caz9nv4z3vzds1p4j4lkd","store_path":"/nix/store/65j8y14mjz6caz9nv4z3vzds1p4j4lkd-a","references":[],"system":null,"deriver":null,"sigs":[],"ca":null,"nar_hash":"sha256:00","nar_size":112}`,
			&atticwire.UploadPathNarInfo{Cache: "c", StorePathHash: "65j8y14mjz6caz9nv4z3vzds1p4j4lkd", StorePath: "/nix/store/65j8y14mjz6caz9nv4z3vzds1p4j4lkd-a",
				References: []string{}, Sigs: []string{}, NarHash: "sha256:00", NarSize: 112}},
		{"uploaded", `{"kind":"Uploaded","file_size":97,"frac_deduplicated":null}`, &atticwire.UploadPathResult{Kind: "Uploaded", FileSize: ptr(uint64(97))}},
		{"deduplicated", `{"kind":"Deduplicated","frac_deduplicated":null}`, &atticwire.UploadPathResult{Kind: "Deduplicated"}},
		{"error", `{"code":404,"error":"NoSuchCache","message":"The requested cache does not exist."}`,
			&atticwire.Error{Code: 404, Kind: "NoSuchCache", Message: "The requested cache does not exist."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := json.Marshal(tc.value)
			if err != nil || string(got) != tc.json {
				t.Errorf("writing: %s, %v\nwant %s", got, err, tc.json)
			}
			again := zero(tc.value)
			if err := json.Unmarshal([]byte(tc.json), again); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tc.value, again); d != "" {
				t.Errorf("reading (-want +got):\n%s", d)
			}
		})
	}
}

// zero is a new value of the type that v points to.
func zero(v any) any {
	switch v.(type) {
	case *atticwire.CreateCacheRequest:
		return &atticwire.CreateCacheRequest{}
	case *atticwire.CacheConfig:
		return &atticwire.CacheConfig{}
	case *atticwire.UploadPathNarInfo:
		return &atticwire.UploadPathNarInfo{}
	case *atticwire.UploadPathResult:
		return &atticwire.UploadPathResult{}
	}
	return &atticwire.Error{}
}

func TestBadShapes(t *testing.T) {
	for _, tc := range []struct{ name, json, want string }{
		{"keypair is a number", `{"keypair":5}`, `want "Generate"`},
		{"keypair is another word", `{"keypair":"generate"}`, `want "Generate"`},
		{"retention in days", `{"retention_period":{"Days":5}}`, `want "Global"`},
		{"retention below zero", `{"retention_period":{"Period":-5}}`, `want "Global"`},
		{"retention as a number", `{"retention_period":5}`, `want "Global"`},
	} {
		err := json.Unmarshal([]byte(tc.json), &atticwire.CacheConfig{})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q in it", tc.name, err, tc.want)
		}
	}
	secret := `{"keypair":{"Keypair":"","x":"name:c2VjcmV0"}}`
	if err := json.Unmarshal([]byte(secret), &atticwire.CacheConfig{}); err == nil || strings.Contains(err.Error(), "c2VjcmV0") {
		t.Errorf("a malformed keypair: %v; want an error without the secret", err)
	}
}

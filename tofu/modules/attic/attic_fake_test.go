//go:build bazel

package attic_test

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// atticToken is the one token that the fake Attic knows; it may do everything to every cache.
const atticToken = "header.claims.signature"

// fakeAttic answers the cache-config API as atticd (zhaofengli/attic@b7c9056) does: statuses, bodies and
// order of checks were compared with one built from that source.
type fakeAttic struct {
	mu       sync.Mutex
	caches   map[string]*fakeCache
	requests []string                             // "METHOD path", in order
	fail     map[string]func(http.ResponseWriter) // what to answer instead, by "METHOD path"
}

type fakeCache struct {
	PublicKey string   `json:"public_key"`
	IsPublic  bool     `json:"is_public"`
	StoreDir  string   `json:"store_dir"`
	Priority  int32    `json:"priority"`
	Upstream  []string `json:"upstream_cache_key_names"`
	Retention any      `json:"retention_period"`
}

// keypair is "Generate" or {"Keypair": "name:base64"}.
type keypair struct {
	pair string
}

func (k *keypair) UnmarshalJSON(data []byte) error {
	if string(data) == `"Generate"` {
		return nil
	}
	var given struct{ Keypair string }
	if err := json.Unmarshal(data, &given); err != nil {
		return err
	}
	if !strings.Contains(given.Keypair, ":") {
		return fmt.Errorf("keypair.Keypair: Signing error: The string lacks a colon separator.")
	}
	k.pair = given.Keypair
	return nil
}

func (k *keypair) public(cache string, generation int) string {
	if k.pair == "" {
		return fmt.Sprintf("%s:GENERATED%d=", cache, generation)
	}
	name, secret, _ := strings.Cut(k.pair, ":")
	return name + ":PUBLIC-OF-" + secret
}

func startAttic(t *testing.T) (*fakeAttic, string) {
	t.Helper()
	a := &fakeAttic{caches: map[string]*fakeCache{}, fail: map[string]func(http.ResponseWriter){}}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	return a, server.URL
}

func (a *fakeAttic) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	request := r.Method + " " + r.URL.Path
	a.requests = append(a.requests, request)
	if fail, ok := a.fail[request]; ok {
		fail(w)
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, "/_api/v1/cache-config/")
	if !ok {
		refuse(w, 404, "NotFound", "The URL you requested was not found.")
		return
	}
	switch r.Method {
	case http.MethodGet:
		a.get(w, r, name)
	case http.MethodPost:
		a.create(w, r, name)
	case http.MethodPatch:
		a.configure(w, r, name)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (a *fakeAttic) get(w http.ResponseWriter, r *http.Request, name string) {
	cache := a.caches[name]
	switch {
	case !authorized(r) && (cache == nil || !cache.IsPublic):
		refuse(w, 401, "Unauthorized", "Unauthorized.")
	case cache == nil:
		refuse(w, 404, "NoSuchCache", "The requested cache does not exist.")
	default:
		_ = json.NewEncoder(w).Encode(cache)
	}
}

func (a *fakeAttic) create(w http.ResponseWriter, r *http.Request, name string) {
	var body struct {
		Keypair  *keypair  `json:"keypair"`
		IsPublic *bool     `json:"is_public"`
		StoreDir *string   `json:"store_dir"`
		Priority *int32    `json:"priority"`
		Upstream *[]string `json:"upstream_cache_key_names"`
	}
	if !decode(w, r, &body) {
		return
	}
	if body.Keypair == nil || body.IsPublic == nil || body.StoreDir == nil || body.Priority == nil || body.Upstream == nil {
		http.Error(w, "Failed to deserialize the JSON body into the target type: missing field", http.StatusUnprocessableEntity)
		return
	}
	switch {
	case !authorized(r):
		refuse(w, 401, "Unauthorized", "Unauthorized.")
	case a.caches[name] != nil:
		refuse(w, 400, "CacheAlreadyExists", "The cache already exists.")
	default:
		a.caches[name] = &fakeCache{
			PublicKey: body.Keypair.public(name, len(a.requests)), IsPublic: *body.IsPublic, StoreDir: *body.StoreDir,
			Priority: *body.Priority, Upstream: *body.Upstream, Retention: "Global",
		}
	}
}

func (a *fakeAttic) configure(w http.ResponseWriter, r *http.Request, name string) {
	var body struct {
		Keypair   *keypair        `json:"keypair"`
		IsPublic  *bool           `json:"is_public"`
		Priority  *int32          `json:"priority"`
		Upstream  *[]string       `json:"upstream_cache_key_names"`
		Retention json.RawMessage `json:"retention_period"`
	}
	if !decode(w, r, &body) {
		return
	}
	cache := a.caches[name]
	switch {
	case !authorized(r):
		refuse(w, 401, "Unauthorized", "Unauthorized.")
		return
	case cache == nil:
		refuse(w, 404, "NoSuchCache", "The requested cache does not exist.")
		return
	}
	if body.Retention != nil {
		retention, err := decodeRetention(body.Retention)
		if err != nil {
			refuse(w, 400, "RequestError", "General request error: Invalid retention period")
			return
		}
		cache.Retention = retention
	}
	if body.Keypair != nil {
		cache.PublicKey = body.Keypair.public(name, len(a.requests))
	}
	set(&cache.IsPublic, body.IsPublic)
	set(&cache.Priority, body.Priority)
	set(&cache.Upstream, body.Upstream)
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// decodeRetention reads {"Period": seconds}; seconds fit into 31 bits.
func decodeRetention(data json.RawMessage) (any, error) {
	var period struct{ Period int32 }
	if err := json.Unmarshal(data, &period); err != nil {
		return nil, err
	}
	return map[string]int32{"Period": period.Period}, nil
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		http.Error(w, "Expected request with `Content-Type: application/json`", http.StatusUnsupportedMediaType)
		return false
	}
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, "Failed to deserialize the JSON body: "+err.Error(), http.StatusUnprocessableEntity)
		return false
	}
	return true
}

func authorized(r *http.Request) bool {
	return r.Header.Get("Authorization") == "Bearer "+atticToken
}

func refuse(w http.ResponseWriter, code int, name, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	fmt.Fprintf(w, `{"code":%d,"error":%q,"message":%q}`, code, name, message)
}

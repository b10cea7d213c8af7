package atticserve_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

func withTokens(c *cacheconfig.Config) { c.Auth = cacheconfig.AuthToken }

func (s *server) granting(subject, pattern string, p atticjwt.Permission) string {
	header, _ := s.token(atticjwt.Claims{Subject: subject, Access: atticjwt.Access{{Pattern: pattern, Permission: p}}})
	return header
}

func TestAccess(t *testing.T) {
	s := serve(t, withTokens)
	admin := s.granting("admin", "*", atticjwt.All)
	s.create("public", "Authorization", admin)
	s.create("private", "Authorization", admin)
	s.must("PATCH", "/_api/v1/cache-config/private", `{"is_public":false}`, "Authorization", admin)
	puller, pusher := s.granting("puller", "p*", atticjwt.Pull), s.granting("pusher", "p*", atticjwt.Push)
	configurer := s.granting("configurer", "p*", atticjwt.ConfigureCache)
	expired, _ := s.token(atticjwt.Claims{Subject: "old", Expires: time.Now().Add(-time.Hour), Access: atticjwt.Access{{Pattern: "*", Permission: atticjwt.All}}})
	opaque, err := cacheauth.Create(s.config.DataDir, cacheauth.Token{ID: "op", Permissions: []cacheauth.Permission{cacheauth.Read}, Caches: []string{"*"}})
	if err != nil {
		t.Fatal(err)
	}
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("whoever:"+strings.TrimPrefix(puller, "Bearer ")))
	ask := func(cache string) string { return `{"cache":"` + cache + `","store_path_hashes":["` + pathHash + `"]}` }
	const config = "/_api/v1/cache-config/"
	for _, tc := range []struct {
		name, method, path, body, auth string
		code                           int
		kind, want                     string
	}{
		{"anybody reads a public cache's configuration", "GET", config + "public", "", "", 200, "", ""},
		{"anybody pulls from a public cache", "GET", "/public/nix-cache-info", "", "", 200, "", ""},
		{"even with an expired token", "GET", config + "public", "", expired, 200, "", ""},
		{"nobody sees a private cache", "GET", config + "private", "", "", 401, "Unauthorized", "token is required"},
		{"nor whether there is another", "GET", config + "other", "", "", 401, "Unauthorized", "token is required"},
		{"pull", "GET", config + "private", "", puller, 200, "", ""},
		{"pull with a password, as from a netrc file", "GET", "/private/nix-cache-info", "", basic, 200, "", ""},
		{"a token that says nothing of the cache", "GET", config + "main2", "", puller, 401, "Unauthorized", `the token of "puller" grants nothing on cache "main2"`},
		{"who may do something learns that there is none", "GET", config + "phantom", "", puller, 404, "NoSuchCache", ""},
		{"an expired token", "GET", config + "private", "", expired, 401, "Unauthorized", "the token expired at"},
		{"a stranger's token", "GET", config + "private", "", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA", 401, "Unauthorized", "not signed by this server's key"},
		{"ask what is missing without push", "POST", "/_api/v1/get-missing-paths", ask("private"), puller, 403, "AccessError", `it needs "push" on cache "private"; the token of "puller" grants pull`},
		{"ask, in public", "POST", "/_api/v1/get-missing-paths", ask("public"), "", 403, "AccessError", `it needs "push"`},
		{"ask with push", "POST", "/_api/v1/get-missing-paths", ask("private"), pusher, 200, "", ""},
		{"push is not pull", "GET", config + "private", "", pusher, 403, "AccessError", `it needs "pull"`},
		{"push is not pull for Nix either", "GET", "/private/nix-cache-info", "", pusher, 403, "", `no permission "pull"`},
		{"create without create-cache", "POST", config + "pnew", newCache, pusher, 403, "AccessError", `it needs "create-cache"`},
		{"create anonymously", "POST", config + "pnew", newCache, "", 401, "Unauthorized", ""},
		{"configure without configure-cache", "PATCH", config + "public", `{"priority":1}`, pusher, 403, "AccessError", `it needs "configure-cache"`},
		{"configure", "PATCH", config + "public", `{"priority":1}`, configurer, 200, "", ""},
		{"retention is a permission of its own", "PATCH", config + "public", `{"retention_period":"Global"}`, configurer, 403, "AccessError", `it needs "configure-cache-retention"`},
		{"destroy without destroy-cache", "DELETE", config + "public", "", configurer, 403, "AccessError", `it needs "destroy-cache"`},
		{"destroy anonymously", "DELETE", config + "public", "", "", 403, "AccessError", `it needs "destroy-cache"`},
		{"the other kind of token reads", "GET", config + "private", "", "Bearer " + opaque, 200, "", ""},
		{"and does no more than it may", "POST", "/_api/v1/get-missing-paths", ask("private"), "Bearer " + opaque, 403, "AccessError", `the token "op" grants pull`},
		{"no way into Bazel's cache", "GET", "/cas/" + strings.Repeat("a", 64), "", admin, 403, "", "do not open the Bazel cache"},
		{"destroy", "DELETE", config + "public", "", admin, 200, "", ""},
	} {
		a := s.do(tc.method, tc.path, strings.NewReader(tc.body), "Authorization", tc.auth)
		if tc.kind != "" {
			checkError(t, tc.name, a, tc.code, tc.kind, tc.want)
		} else if a.code != tc.code || !strings.Contains(a.body, tc.want) {
			t.Errorf("%s: %d %s, want %d %q", tc.name, a.code, a.body, tc.code, tc.want)
		}
	}
}

// TestPrivatePull pushes to and pulls from a private cache.
func TestPrivatePull(t *testing.T) {
	s := serve(t, withTokens)
	admin := s.granting("admin", "*", atticjwt.All)
	s.create("c", "Authorization", admin)
	s.must("PATCH", "/_api/v1/cache-config/c", `{"is_public":false}`, "Authorization", admin)
	data := archive(t, "secret")
	if a := s.upload(describe("c", data), data); a.code != 401 {
		t.Errorf("upload by anybody: %d %s", a.code, a.body)
	}
	pusher := s.granting("pusher", "c", atticjwt.Push)
	if a := s.upload(describe("c", data), data, "Authorization", pusher); a.code != 200 {
		t.Errorf("upload: %d %s", a.code, a.body)
	}
	puller := s.granting("puller", "c", atticjwt.Pull)
	public := publicKey(t, s.must("GET", "/_api/v1/cache-config/c", "", "Authorization", puller))
	url := s.checkPath("c", public, data, "Authorization", puller).URL
	for _, path := range []string{"/c/nix-cache-info", "/c/" + pathHash + ".narinfo", "/c/" + url, "/c/nar/" + pathHash + ".nar"} {
		if a := s.do("GET", path, nil); a.code != 401 || strings.Contains(a.body, "secret") {
			t.Errorf("GET %s by anybody: %d %q", path, a.code, a.body)
		}
	}
}

// TestKeyChanges replaces the key of tokens while the server runs.
func TestKeyChanges(t *testing.T) {
	s := serve(t, withTokens)
	path, get := cacheauth.JWTKeyPath(s.config.DataDir), func(auth string) answer {
		return s.do("GET", "/_api/v1/cache-config/x", nil, "Authorization", auth)
	}
	checkError(t, "no key", get("Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA"), 401, "Unauthorized", "cached token mint")
	first := s.granting("a", "*", atticjwt.Pull)
	checkError(t, "with a key", get(first), 404, "NoSuchCache", "")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	second := s.granting("a", "*", atticjwt.Pull)
	checkError(t, "the old key's token", get(first), 401, "Unauthorized", "not signed by this server's key")
	checkError(t, "the new key's token", get(second), 404, "NoSuchCache", "")
	if err := os.WriteFile(path, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	checkError(t, "a damaged key", get(second), 401, "Unauthorized", "cannot read its token key")
}

// TestEndpoints tells clients the configured URLs.
func TestEndpoints(t *testing.T) {
	for _, tc := range []struct {
		name                     string
		attic                    cacheconfig.Attic
		header                   []string
		wantAPI, wantSubstituter string
	}{
		{"behind a proxy that ends TLS", cacheconfig.Attic{}, []string{"X-Forwarded-Proto", "https"}, "https://HOST/", "https://HOST/c"},
		{"configured", cacheconfig.Attic{APIEndpoint: "https://api.example/"}, nil, "https://api.example/", "https://api.example/c"},
		{"two hosts", cacheconfig.Attic{APIEndpoint: "https://api.example/", SubstituterEndpoint: "https://cdn.example/nix/"}, nil, "https://api.example/", "https://cdn.example/nix/c"},
	} {
		s := serve(t, func(c *cacheconfig.Config) { c.Attic = tc.attic })
		s.create("c")
		var got atticwire.CacheConfig
		if err := json.Unmarshal([]byte(s.must("GET", "/_api/v1/cache-config/c", "", tc.header...)), &got); err != nil {
			t.Fatal(err)
		}
		host := strings.TrimPrefix(s.url, "http://")
		api, substituter := strings.ReplaceAll(*got.APIEndpoint, host, "HOST"), strings.ReplaceAll(*got.SubstituterEndpoint, host, "HOST")
		if api != tc.wantAPI || substituter != tc.wantSubstituter {
			t.Errorf("%s: %s, %s", tc.name, api, substituter)
		}
	}
}

// TestBinding refuses tokens for other servers.
func TestBinding(t *testing.T) {
	s := serve(t, withTokens, func(c *cacheconfig.Config) { c.Attic.TokenIssuer, c.Attic.TokenAudiences = "idp", []string{"here"} })
	grant := atticjwt.Access{{Pattern: "*", Permission: atticjwt.Pull}}
	ours, _ := s.token(atticjwt.Claims{Access: grant, Issuer: "idp", Audiences: []string{"there", "here"}})
	theirs, _ := s.token(atticjwt.Claims{Access: grant, Issuer: "idp", Audiences: []string{"there"}})
	checkError(t, "ours", s.do("GET", "/_api/v1/cache-config/x", nil, "Authorization", ours), 404, "NoSuchCache", "")
	checkError(t, "another's", s.do("GET", "/_api/v1/cache-config/x", nil, "Authorization", theirs), 401, "Unauthorized", "the token is for")
}

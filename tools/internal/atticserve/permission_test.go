package atticserve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
)

// action is a request and the permission it takes.
type action struct {
	name string
	need atticjwt.Permission
	do   func(s *server, cache, auth string) answer
}

func actions(t *testing.T) []action {
	const config = "/_api/v1/cache-config/"
	plain := func(method, path, body string) func(*server, string, string) answer {
		return func(s *server, cache, auth string) answer {
			return s.do(method, strings.ReplaceAll(path, "CACHE", cache), strings.NewReader(strings.ReplaceAll(body, "CACHE", cache)), "Authorization", auth)
		}
	}
	data := archive(t, "x")
	upload := func(s *server, cache, auth string) answer {
		return s.upload(describe(cache, data), data, "Authorization", auth)
	}
	const r, w, cc, cr, cq, cd = atticjwt.Pull, atticjwt.Push, atticjwt.CreateCache, atticjwt.ConfigureCache, atticjwt.ConfigureRetention, atticjwt.DestroyCache
	return []action{
		{"read the configuration", r, plain("GET", config+"CACHE", "")},
		{"read as Nix does", r, plain("GET", "/CACHE/nix-cache-info", "")},
		{"read a path", r, plain("GET", "/CACHE/"+pathHash+".narinfo", "")},
		{"ask what is missing", w, plain("POST", "/_api/v1/get-missing-paths", `{"cache":"CACHE","store_path_hashes":["`+pathHash+`"]}`)},
		{"upload a path", w, upload},
		{"upload as Nix does", w, plain("PUT", "/CACHE/nix-cache-info", "StoreDir: /nix/store\n")},
		{"create", cc, plain("POST", config+"new-CACHE", newCache)},
		{"configure", cr, plain("PATCH", config+"CACHE", `{"priority":5}`)},
		{"give the key", cr, plain("PATCH", config+"CACHE", `{"keypair":"Generate"}`)},
		{"publish", cr, plain("PATCH", config+"CACHE", `{"is_public":false}`)},
		{"configure retention", cr | cq, plain("PATCH", config+"CACHE", `{"retention_period":{"Period":9}}`)},
		{"destroy", cd, plain("DELETE", config+"CACHE", "")},
	}
}

// Each permission, and each of all but one, allows exactly what it should; delete, which
// no request takes, allows nothing.
func TestEachPermission(t *testing.T) {
	s := serve(t, withTokens)
	admin := s.granting("admin", "*", atticjwt.All)
	var sets []atticjwt.Permission
	for _, word := range atticjwt.Words() {
		p, err := atticjwt.Parse(word)
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, p, atticjwt.All&^p)
	}
	sets = append(sets, 0, atticjwt.All, atticjwt.ConfigureCache|atticjwt.ConfigureRetention)
	for i, granted := range sets {
		cache, somebody := fmt.Sprintf("c%d", i), s.granting("somebody", "*", granted)
		s.create(cache, "Authorization", admin)
		s.must("PATCH", "/_api/v1/cache-config/"+cache, `{"is_public":false}`, "Authorization", admin)
		for _, a := range actions(t) { // the last of them destroys it
			got := a.do(s, cache, somebody)
			switch allowed := granted.Has(a.need); {
			case allowed && (got.code == 401 || got.code == 403 || got.code >= 500):
				t.Errorf("%q with %s: %d %s, want it allowed", a.name, granted, got.code, got.body)
			case !allowed && granted == 0:
				if absent := a.do(s, "absent", somebody); got.code/100 != 4 || got.code != absent.code || strings.ReplaceAll(absent.body, "absent", cache) != got.body {
					t.Errorf("%q with nothing: %d %s, but of a cache that is not there %d %s: nobody may learn which there are", a.name, got.code, got.body, absent.code, absent.body)
				}
			case !allowed && got.code != 403:
				t.Errorf("%q with %s: %d %s, want 403", a.name, granted, got.code, got.body)
			case !allowed && !namesOne(got.body, a.need&^granted):
				t.Errorf("%q with %s: %s, want the missing permission %s", a.name, granted, got.body, a.need&^granted)
			}
		}
	}
}

// namesOne reports whether a refusal names one of the permissions that are missing.
func namesOne(body string, missing atticjwt.Permission) bool {
	for word := range strings.SplitSeq(missing.String(), ",") {
		if strings.Contains(body, `"`+word+`\"`) || strings.Contains(body, `"`+word+`"`) {
			return true
		}
	}
	return false
}

package credential_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/credential"
)

// jwt is a token that says something of itself; nobody here looks at its signature.
func jwt(claims string) string {
	return "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
}

func TestReadClaims(t *testing.T) {
	for _, tc := range []struct {
		name, token string
		ok          bool
	}{
		{"a token of cached's other kind", "fwc_0123456789", false},
		{"two parts", "a.b", false},
		{"four parts", "a.b.c.d", false},
		{"no base 64", "a.*.c", false},
		{"no JSON", "a." + base64.RawURLEncoding.EncodeToString([]byte("hello")) + ".c", false},
		{"nothing said", jwt(`{}`), true},
		{"another issuer's claims", jwt(`{"sub":"x","groups":["a"],"https://jwt.attic.rs/v1":"odd"}`), true},
	} {
		if _, ok := credential.ReadClaims(tc.token); ok != tc.ok {
			t.Errorf("%s: %v, want %v", tc.name, ok, tc.ok)
		}
	}
}

func TestTrouble(t *testing.T) {
	now := time.Unix(1_700_000_000, 0) // 2023-11-14T22:13:20Z
	for _, tc := range []struct{ name, claims, want string }{
		{"says nothing", `{}`, ""},
		{"still good", `{"exp":1700000001,"nbf":1700000000}`, ""},
		{"expires now", `{"exp":1700000000}`, "the token expired at 2023-11-14T22:13:20Z (this machine's clock says 2023-11-14T22:13:20Z): get a new one"},
		{"fractions of seconds", `{"exp":1699999999.5}`, "the token expired at 2023-11-14T22:13:19Z (this machine's clock says 2023-11-14T22:13:20Z): get a new one"},
		{"not yet", `{"nbf":1700000060}`, "the token is not valid before 2023-11-14T22:14:20Z (this machine's clock says 2023-11-14T22:13:20Z): set the clock, or wait"},
	} {
		claims, ok := credential.ReadClaims(jwt(tc.claims))
		if got := claims.Trouble(now); !ok || got != tc.want {
			t.Errorf("%s: %q, %v; want %q", tc.name, got, ok, tc.want)
		}
	}
}

// The message names the permission that is missing, and those that are there.
func TestMissingPush(t *testing.T) {
	const none, lacks = `the token of "ci" has no permission at all for cache "main": it needs push (w)`, `the token of "ci" lacks the permission push (w) for cache "main"; it has `
	for _, tc := range []struct{ name, caches, want string }{
		{"push", `{"main":{"w":1}}`, ""},
		{"as a truth", `{"main":{"w":true}}`, ""},
		{"for all", `{"*":{"r":1,"w":1}}`, ""},
		{"by the beginning", `{"ma*":{"w":1}}`, ""},
		{"from two patterns together", `{"main":{"r":1},"m*":{"w":1}}`, ""},
		{"pull alone", `{"main":{"r":1}}`, lacks + "pull"},
		{"everything else, each once", `{"main":{"r":1,"d":1,"cc":1,"cr":1,"cq":1,"cd":1},"*":{"r":1}}`, lacks + "configure cache, configure cache retention, create cache, delete, destroy cache, pull"},
		{"one of a later version", `{"main":{"zz":1}}`, lacks + "zz"},
		{"switched off", `{"main":{"w":0}}`, none},
		{"another cache", `{"ci":{"w":1}}`, none},
		{"a longer name", `{"main2":{"w":1}}`, none},
		{"no caches at all", `{}`, none},
	} {
		claims, ok := credential.ReadClaims(jwt(`{"sub":"ci","https://jwt.attic.rs/v1":{"caches":` + tc.caches + `}}`))
		if got := claims.MissingPush("main"); !ok || got != tc.want {
			t.Errorf("%s: %q, %v; want %q", tc.name, got, ok, tc.want)
		}
	}
	if claims, _ := credential.ReadClaims(jwt(`{"sub":"ci"}`)); claims.MissingPush("main") != "" {
		t.Error("a token that is not Attic's is refused before the server saw it")
	}
}

package cacheauth_test

import (
	"encoding/base64"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
)

func both() []cacheauth.Permission { return []cacheauth.Permission{cacheauth.Read, cacheauth.Write} }

func create(t *testing.T, dir string, token cacheauth.Token) string {
	t.Helper()
	secret, err := cacheauth.Create(dir, token)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func TestCheck(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	all := create(t, dir, cacheauth.Token{ID: "all", Permissions: both(), Caches: []string{"*"}})
	reader := create(t, dir, cacheauth.Token{ID: "reader", Permissions: both()[:1], Caches: []string{"bazel", "team-[ab]", "c?"}})
	writer := create(t, dir, cacheauth.Token{ID: "writer", Permissions: both()[1:], Caches: []string{"ci"}})
	ending := create(t, dir, cacheauth.Token{ID: "ending", Permissions: both(), Caches: []string{"*"}, Expires: now.Add(time.Hour)})
	basic := func(user, password string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
	}
	for _, tc := range []struct {
		name, reason string
		header       string
		permission   cacheauth.Permission
		cache        string
		later        time.Duration
		want         string // part of the reason of refusal; empty: allowed
		known        bool   // the token is known: 403, not 401
	}{
		{"all", "globs match everything", "Bearer " + all, cacheauth.Write, "main", 0, "", false},
		{"scheme in another case", "schemes have no case", "bearer " + all, cacheauth.Write, "main", 0, "", false},
		{"password", "netrc files give Basic", basic("anybody", all), cacheauth.Write, "main", 0, "", false},
		{"user name", "the token is the password", basic(all, "x"), cacheauth.Write, "main", 0, "unknown", false},
		{"no password", "malformed", basic(all, ""), cacheauth.Write, "main", 0, "malformed", false},
		{"no base64", "malformed", "Basic !", cacheauth.Write, "main", 0, "malformed", false},
		{"no token", "malformed", "Bearer ", cacheauth.Write, "main", 0, "malformed", false},
		{"other scheme", "malformed", "Digest " + all, cacheauth.Write, "main", 0, "malformed", false},
		{"nothing", "required", "", cacheauth.Write, "main", 0, "a token is required", false},
		{"public read", "needs none", "", cacheauth.Read, "public", 0, "", false},
		{"public write", "needs one", "", cacheauth.Write, "public", 0, "a token is required", false},
		{"read only", "write is not implied", "Bearer " + reader, cacheauth.Write, "bazel", 0, "no write permission", true},
		{"write only", "read is not implied", "Bearer " + writer, cacheauth.Read, "ci", 0, "no read permission", true},
		{"character class", "a glob", "Bearer " + reader, cacheauth.Read, "team-b", 0, "", false},
		{"outside the class", "a glob", "Bearer " + reader, cacheauth.Read, "team-c", 0, `on cache "team-c"`, true},
		{"one character", "a glob", "Bearer " + reader, cacheauth.Read, "ci", 0, "", false},
		{"two characters", "? is one", "Bearer " + reader, cacheauth.Read, "cii", 0, "no read", true},
		{"upper case", "names have case", "Bearer " + writer, cacheauth.Write, "CI", 0, "no write", true},
		{"half a token", "all of it is compared", "Bearer " + all[:20], cacheauth.Write, "main", 0, "unknown or revoked", false},
		{"token's digest", "what is stored is no token", "Bearer " + stored(t, dir), cacheauth.Write, "main", 0, "unknown", false},
		{"before its end", "valid", "Bearer " + ending, cacheauth.Write, "main", time.Hour - 1, "", false},
		{"at its end", "the end is excluded", "Bearer " + ending, cacheauth.Write, "main", time.Hour, `"ending" expired at 2026-01-01T01:00:00Z`, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := cacheauth.New(dir, true, func(c string) bool { return c == "public" }, func() time.Time { return now.Add(tc.later) })
			err := a.Check(tc.header, tc.permission, tc.cache)
			if tc.want == "" {
				if err != nil {
					t.Errorf("%v; want it allowed: %s", err, tc.reason)
				}
				return
			}
			var denied *cacheauth.Denied
			if !errors.As(err, &denied) || !strings.Contains(err.Error(), tc.want) || denied.Authenticated != tc.known {
				t.Errorf("%+v; want %q, known %v: %s", err, tc.want, tc.known, tc.reason)
			}
		})
	}
}

// stored is a digest from the token file, which must not hold tokens.
func stored(t *testing.T, dir string) string {
	t.Helper()
	tokens, err := cacheauth.List(dir)
	if err != nil {
		t.Fatal(err)
	}
	return tokens[0].SHA256
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	create(t, dir, cacheauth.Token{ID: "there", Permissions: both(), Caches: []string{"*"}})
	for _, tc := range []struct {
		name, want string
		token      cacheauth.Token
	}{
		{"no id", "id", cacheauth.Token{Permissions: both(), Caches: []string{"*"}}},
		{"odd id", "id", cacheauth.Token{ID: "a b", Permissions: both(), Caches: []string{"*"}}},
		{"id of a file", "id", cacheauth.Token{ID: "../a", Permissions: both(), Caches: []string{"*"}}},
		{"same id", "exists", cacheauth.Token{ID: "there", Permissions: both(), Caches: []string{"*"}}},
		{"no permission", "at least one permission", cacheauth.Token{ID: "a", Caches: []string{"*"}}},
		{"odd permission", `"admin"`, cacheauth.Token{ID: "a", Permissions: []cacheauth.Permission{"admin"}, Caches: []string{"*"}}},
		{"no cache", "at least one cache", cacheauth.Token{ID: "a", Permissions: both()}},
		{"malformed glob", "malformed", cacheauth.Token{ID: "a", Permissions: both(), Caches: []string{"[a"}}},
		{"empty glob", "malformed", cacheauth.Token{ID: "a", Permissions: both(), Caches: []string{""}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := cacheauth.Create(dir, tc.token); !errors.Is(err, cacheauth.ErrUsage) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want a usage error with %q", err, tc.want)
			}
		})
	}
	if tokens, err := cacheauth.List(dir); err != nil || len(tokens) != 1 {
		t.Errorf("tokens %v, %v; want the first one only", tokens, err)
	}
	if info, err := os.Stat(cacheauth.Path(dir)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("token file: %v, %v; want mode 0600", info, err)
	}
}

// TestChangesAreSeen changes the token file under a running server.
func TestChangesAreSeen(t *testing.T) {
	dir := t.TempDir()
	a := cacheauth.New(dir, true, nil, time.Now)
	if err := a.Check("Bearer x", cacheauth.Read, "main"); err == nil {
		t.Error("without a token file everything is allowed")
	}
	secret := create(t, dir, cacheauth.Token{ID: "a", Permissions: both(), Caches: []string{"*"}})
	if err := a.Check("Bearer "+secret, cacheauth.Read, "main"); err != nil {
		t.Errorf("a new token: %v", err)
	}
	if err := os.WriteFile(cacheauth.Path(dir), []byte("{damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.Check("Bearer "+secret, cacheauth.Read, "main"); err == nil || !strings.Contains(err.Error(), "cannot read its tokens") {
		t.Errorf("a damaged token file: %v, want everything refused", err)
	}
	if _, err := cacheauth.Create(dir, cacheauth.Token{ID: "b", Permissions: both(), Caches: []string{"*"}}); err == nil {
		t.Error("a damaged token file is overwritten")
	}
	os.Remove(cacheauth.Path(dir))
	again := create(t, dir, cacheauth.Token{ID: "a", Permissions: both(), Caches: []string{"*"}})
	if err := cacheauth.Revoke(dir, "a"); err != nil {
		t.Fatal(err)
	}
	if err := a.Check("Bearer "+again, cacheauth.Read, "main"); err == nil {
		t.Error("a revoked token is allowed")
	}
	if err := cacheauth.Revoke(dir, "a"); !errors.Is(err, cacheauth.ErrUsage) {
		t.Errorf("revoking what is not there: %v", err)
	}
}

func TestNoTokensRequired(t *testing.T) {
	a := cacheauth.New(t.TempDir(), false, nil, time.Now)
	if a.Required() || a.Check("", cacheauth.Write, "main") != nil || a.Authenticate("Bearer x") != nil {
		t.Error("without tokens something is refused")
	}
}

package atticjwt_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
)

func key(t *testing.T, text string) *atticjwt.Key {
	t.Helper()
	k, err := atticjwt.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func rsaKey(t *testing.T) (private, pkcs8, public string) {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p8, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := x509.MarshalPKIXPublicKey(&k.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	text := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	return text("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(k)), text("PRIVATE KEY", p8), text("PUBLIC KEY", pub)
}

func claims(now time.Time) atticjwt.Claims {
	return atticjwt.Claims{
		Subject: "ci", Expires: now.Add(time.Hour), NotBefore: now.Add(-time.Minute),
		Access: atticjwt.Access{{Pattern: "team-*", Permission: atticjwt.Pull | atticjwt.Push}},
	}
}

func TestSignAndVerify(t *testing.T) {
	private, pkcs8, public := rsaKey(t)
	secret, now := atticjwt.NewSecret(), time.Unix(1_800_000_000, 0).UTC()
	for _, tc := range []struct{ name, signs, checks, algorithm string }{
		{"HS256", secret, secret, "HS256"},
		{"RS256", private, private, "RS256"},
		{"RS256, checked by the public key", private, public, "RS256"},
		{"RS256, PKCS#8", pkcs8, public, "RS256"},
		{"RS256, in base64 as in Attic's configuration", base64.StdEncoding.EncodeToString([]byte(private)), public, "RS256"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			token, err := key(t, tc.signs).Sign(claims(now))
			if err != nil {
				t.Fatal(err)
			}
			k := key(t, tc.checks)
			if k.Algorithm() != tc.algorithm || !atticjwt.Looks(token) {
				t.Errorf("%s, token %s", k.Algorithm(), token)
			}
			got, err := k.Verify(token, now, atticjwt.Binding{})
			if d := cmp.Diff(claims(now), got); err != nil || d != "" {
				t.Errorf("%v (-want +got):\n%s", err, d)
			}
		})
	}
	if _, err := key(t, public).Sign(claims(now)); err == nil || !strings.Contains(err.Error(), "public key") {
		t.Errorf("signing with a public key: %v", err)
	}
	if _, err := key(t, secret).Sign(atticjwt.Claims{Subject: "x"}); err == nil || !strings.Contains(err.Error(), "ends") {
		t.Errorf("a token without an end: %v", err)
	}
}

// forge replaces parts of a token and signs nothing.
func forge(token, header, payload string) string {
	p := strings.Split(token, ".")
	if header != "" {
		p[0] = base64.RawURLEncoding.EncodeToString([]byte(header))
	}
	if payload != "" {
		p[1] = base64.RawURLEncoding.EncodeToString([]byte(payload))
	}
	return strings.Join(p, ".")
}

func TestRefused(t *testing.T) {
	now, secret := time.Unix(1_800_000_000, 0).UTC(), atticjwt.NewSecret()
	k := key(t, secret)
	token, err := k.Sign(claims(now))
	if err != nil {
		t.Fatal(err)
	}
	private, _, _ := rsaKey(t)
	other, err := key(t, private).Sign(claims(now))
	if err != nil {
		t.Fatal(err)
	}
	stranger, _ := key(t, atticjwt.NewSecret()).Sign(claims(now))
	bound := atticjwt.Binding{Issuer: "https://idp", Audiences: []string{"a", "b"}}
	for _, tc := range []struct {
		name, token string
		at          time.Time
		bound       atticjwt.Binding
		want        string
	}{
		{"expired", token, now.Add(time.Hour), atticjwt.Binding{}, "expired at 2027-01-15T09:00:00Z; it is 2027-01-15T09:00:00Z here"},
		{"not yet valid", token, now.Add(-time.Hour), atticjwt.Binding{}, "compare the clocks"},
		{"another key", stranger, now, atticjwt.Binding{}, "not signed by this server's key"},
		{"another algorithm", other, now, atticjwt.Binding{}, `signed by "RS256", this server takes HS256`},
		{"no algorithm", forge(token, `{"alg":"none"}`, ""), now, atticjwt.Binding{}, `signed by "none"`},
		{"changed claims", forge(token, "", `{"exp":9999999999,"https://jwt.attic.rs/v1":{"caches":{"*":{"w":1}}}}`), now, atticjwt.Binding{}, "not signed by this server's key"},
		{"critical extensions", forge(token, `{"alg":"HS256","crit":["x"]}`, ""), now, atticjwt.Binding{}, "this server takes HS256"},
		{"no token at all", "abc", now, atticjwt.Binding{}, "no JSON Web Token"},
		{"header is no JSON", "e30x.e30.e30", now, atticjwt.Binding{}, "header cannot be read"},
		{"very long", token + strings.Repeat("A", 40_000), now, atticjwt.Binding{}, "no JSON Web Token"},
		{"another issuer", token, now, bound, `issued by "", this server takes "https://idp"`},
		{"another audience", token, now, atticjwt.Binding{Audiences: []string{"a"}}, `this server is ["a"]`},
	} {
		_, err := k.Verify(tc.token, tc.at, tc.bound)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v; want %q in it", tc.name, err, tc.want)
		}
	}
	c := claims(now)
	c.Issuer, c.Audiences = "https://idp", []string{"b"}
	if fits, err := k.Sign(c); err != nil {
		t.Error(err)
	} else if _, err := k.Verify(fits, now, bound); err != nil {
		t.Errorf("a token that fits: %v", err)
	}
}

func TestPermissions(t *testing.T) {
	var a atticjwt.Access
	const text = `{"caches":{"all-*":{"r":1},"all-ci-*":{"w":1},"exac*":{},"exact":{"r":1,"w":1,"d":1,"cc":1,"cr":1,"cq":1,"cd":1},"*b*d":{"r":1,"new":7,"w":0}}}`
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		cache, reason string
		want          atticjwt.Permission
	}{
		{"all-ci-x", "the first pattern counts, not the longest", atticjwt.Pull},
		{"exact", "its own name goes before patterns", atticjwt.All},
		{"exactly", "a pattern may grant nothing", 0},
		{"abcd", "stars in several places; unknown claims are passed over", atticjwt.Pull},
		{"abdc", "the end must fit", 0},
		{"bdbd", "a star may have to stand for more", atticjwt.Pull},
		{"other", "nothing fits", 0},
	} {
		if got := a.On(tc.cache); got != tc.want {
			t.Errorf("On(%q) = %q, want %q: %s", tc.cache, got, tc.want, tc.reason)
		}
	}
	if got, err := json.Marshal(atticjwt.Access(nil).With("a*", atticjwt.Pull).With("b", atticjwt.DestroyCache).With("a*", atticjwt.CreateCache)); err != nil || string(got) != `{"caches":{"a*":{"r":1,"cc":1},"b":{"cd":1}}}` {
		t.Errorf("%s, %v", got, err)
	}
	spread := atticjwt.Access{{Pattern: "*", Permission: atticjwt.Pull}, {Pattern: "ci-*", Permission: atticjwt.Push}, {Pattern: "ci-x", Permission: atticjwt.Delete}}.Spread()
	for cache, want := range map[string]string{"main": "pull", "ci-a": "pull,push", "ci-x": "pull,push,delete"} {
		if got := spread.On(cache).String(); got != want {
			t.Errorf("on %s: %s, want %s", cache, got, want)
		}
	}
	for _, bad := range []string{`{"caches":{"a":{"r":true}}}`, `{"caches":{"a":{"r":2}}}`, `{"caches":{"-a":{"r":1}}}`, `{"caches":{"a/b":{"r":1}}}`, `{"caches":[]}`, `{}`, `[]`} {
		if err := json.Unmarshal([]byte(bad), &a); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
	for _, word := range append(atticjwt.Words(), "r", "w", "d", "cc", "cr", "cq", "cd") {
		if _, err := atticjwt.Parse(word); err != nil {
			t.Error(err)
		}
	}
	if _, err := atticjwt.Parse("write"); err == nil || !strings.Contains(err.Error(), "pull, push") {
		t.Errorf("an unknown word: %v", err)
	}
}

func TestBadKeys(t *testing.T) {
	private, _, _ := rsaKey(t)
	for _, tc := range []struct{ name, text, want string }{
		{"nothing", "", "want an RSA key"},
		{"no base64", "my secret!", "want an RSA key"},
		{"short secret", base64.StdEncoding.EncodeToString([]byte("hunter2")), "7 bytes can be guessed"},
		{"certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", `type "CERTIFICATE"`},
		{"cut short", private[:200], "begins like PEM"},
		{"damaged", strings.Replace(private, "MII", "MIJ", 1), "does not hold a valid RSA key"},
	} {
		_, err := atticjwt.ParseKey(tc.text)
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v; want %q", tc.name, err, tc.want)
		}
	}
}

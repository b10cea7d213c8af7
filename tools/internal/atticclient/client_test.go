package atticclient_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticclient"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

// scripted answers one request after the other and writes down what they are.
func scripted(t *testing.T, answers ...string) (*atticclient.Client, *[]string) {
	t.Helper()
	var seen []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = append(seen, strings.TrimSpace(fmt.Sprint(r.Method, " ", r.URL.EscapedPath(), " ", r.Header.Get("Authorization"), " ", string(body))))
		code, text := 200, ""
		fmt.Sscanf(answers[0], "%d", &code)
		_, text, _ = strings.Cut(answers[0], " ")
		if answers = answers[1:]; code == 0 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(code)
		io.WriteString(w, text)
	}))
	t.Cleanup(s.Close)
	return &atticclient.Client{Endpoint: s.URL + "/", Token: "secret", Wait: time.Millisecond}, &seen
}

func TestRequests(t *testing.T) {
	c, seen := scripted(t, "200 ", `200 {"priority":41,"is_public":true}`, "200 ", "200 ")
	ctx, public := t.Context(), true
	if err := c.Create(ctx, "a+b", atticwire.CreateCacheRequest{StoreDir: "/nix/store", UpstreamCacheKeyNames: []string{}}); err != nil {
		t.Error(err)
	}
	if got, err := c.Get(ctx, "c"); err != nil || *got.Priority != 41 || !*got.IsPublic || got.StoreDir != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if err := c.Configure(ctx, "c", atticwire.CacheConfig{IsPublic: &public}); err != nil {
		t.Error(err)
	}
	if err := c.Destroy(ctx, "c"); err != nil {
		t.Error(err)
	}
	want := `POST /_api/v1/cache-config/a+b Bearer secret {"keypair":"Generate","is_public":false,"store_dir":"/nix/store","priority":0,"upstream_cache_key_names":[]}
GET /_api/v1/cache-config/c Bearer secret
PATCH /_api/v1/cache-config/c Bearer secret {"is_public":true}
DELETE /_api/v1/cache-config/c Bearer secret`
	if got := strings.Join(*seen, "\n"); got != want {
		t.Errorf("requests:\n%s\nwant\n%s", got, want)
	}
}

func TestAnswers(t *testing.T) {
	for _, tc := range []struct {
		name    string
		answers []string
		kind    string // of the server's error
		want    string // part of the error; empty: none
		tries   int
	}{
		{"unknown cache", []string{`404 {"code":404,"error":"NoSuchCache","message":"The requested cache does not exist."}`}, atticwire.ErrNoSuchCache, "NoSuchCache: The requested", 1},
		{"busy, then well", []string{"503 busy", "429 ", `200 {}`}, "", "", 3},
		{"always busy", []string{"503 a", "503 b", "503 c", "503 d"}, "", `503 Service Unavailable "d"`, 4},
		{"error of the database", []string{`500 {"code":500,"error":"InternalServerError","message":"x"}`, `200 {}`}, "", "", 2},
		{"broken connection", []string{"0 ", `200 {}`}, "", "", 2},
		{"another server", []string{"404 <html>"}, "", "is it a server of Attic?", 1},
		{"no JSON", []string{"200 hello"}, "", "not what Attic's API answers", 1},
		{"redirected: the token stays here", []string{"302 "}, "", "302", 1},
	} {
		c, seen := scripted(t, tc.answers...)
		_, err := c.Get(t.Context(), "c")
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v; want %q", tc.name, err, tc.want)
		}
		if tc.kind != "" && !atticclient.Is(err, tc.kind) || len(*seen) != tc.tries {
			t.Errorf("%s: %v after %d tries; want %s after %d", tc.name, err, len(*seen), tc.kind, tc.tries)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the token is in the error %v", tc.name, err)
		}
	}
}

func TestCheckEndpoint(t *testing.T) {
	for endpoint, ok := range map[string]bool{
		"https://attic.example.com/": true, "http://127.0.0.1:8380": true, "https://x/below/": true,
		"": false, "attic.example.com": false, "ftp://x/": false, "https://user:pw@x/": false, "https://x/?a=b": false,
	} {
		if err := atticclient.CheckEndpoint(endpoint); (err == nil) != ok {
			t.Errorf("CheckEndpoint(%q) = %v; want ok %v", endpoint, err, ok)
		}
	}
}

package httpretry_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// Every refusal says what it means and what to do, exactly.
func TestWords(t *testing.T) {
	const html = "Content-Type"
	for _, tc := range []struct {
		name    string
		code    int
		text    string
		headers []string
		want    string
	}{
		{"401", 401, "no", nil, "401 Unauthorized: no; the server accepts no credentials or not these: give a valid token (NIXPUSH_TOKEN, --token-file, --token-command, nixpush login) or a netrc entry"},
		{"403", 403, "", nil, "403 Forbidden; the credentials lack the permission to write here"},
		{"404", 404, "gone", nil, "404 Not Found: gone"},
		{"405", 405, "", nil, "405 Method Not Allowed; the server takes no uploads at this address"},
		{"413", 413, "", nil, "413 Request Entity Too Large; it is larger than the server accepts: raise the limit there"},
		{"429", 429, "", nil, "429 Too Many Requests; the server asks for fewer requests: try later, or with fewer --jobs"},
		{"500", 500, "broken", nil, "500 Internal Server Error: broken"},
		{"507", 507, "", nil, "507 Insufficient Storage; the server's disk is full: nothing of it was stored; free space there and push again"},
		{"308", 308, "", []string{"Location", "https://new/x?sig=1"}, "308 Permanent Redirect; uploads do not follow redirections: use the address https://new/x"},
		{"a page for browsers", 500, "<html>oops", nil, "500 Internal Server Error"},
		{"a page that says so", 500, "oops", []string{html, "text/html"}, "500 Internal Server Error"},
		{"Attic's form", 403, `{"code":403,"error":"AccessError","message":"needs push"}`, nil, "403 Forbidden: AccessError: needs push; the credentials lack the permission to write here"},
		{"several lines, control characters", 500, "a\x1b[31mb\nc", nil, "500 Internal Server Error: a[31mb"},
		{"a clock that differs", 403, "", []string{"Date", "Mon, 02 Jan 2006 15:04:05 GMT"}, "403 Forbidden; the credentials lack the permission to write here; this machine's clock differs from the server's by "},
		{"a clock that differs, where that does not matter", 404, "", []string{"Date", "Mon, 02 Jan 2006 15:04:05 GMT"}, "404 Not Found"},
	} {
		s := serve(t, say(tc.code, tc.text, tc.headers...))
		c, _ := client(1)
		_, err := c.Do(t.Context(), httpretry.Request{Method: "PUT", URL: s.URL + "/p?signature=s3cret"})
		want := "PUT " + s.URL + "/p: " + tc.want
		if err == nil || err.Error() != want && (!strings.HasSuffix(want, " by ") || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s:\n%v\nwant\n%s", tc.name, err, want)
		}
	}
}

func TestLongTextIsCut(t *testing.T) {
	s := serve(t, say(500, strings.Repeat("x", 100_000)))
	c, _ := client(1)
	_, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: s.URL})
	if n := strings.Count(err.Error(), "x"); n > 300 {
		t.Errorf("the error has %d characters of the server's", n)
	}
}

// TLS that cannot be is not tried again.
func TestTLS(t *testing.T) {
	stranger := httptest.NewTLSServer(nil)
	defer stranger.Close()
	plain := serve(t, say(200, ""))
	for _, tc := range []struct{ name, url, want string }{
		{"an authority that nobody knows", stranger.URL, "add the authority to the system's certificates, or name its file in SSL_CERT_FILE"},
		{"no TLS at that port", strings.Replace(plain.URL, "http:", "https:", 1), "the server does not speak TLS at this port: is it http:// ?"},
	} {
		c, pauses := client(5)
		_, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: tc.url})
		if err == nil || !strings.HasSuffix(err.Error(), tc.want) || len(*pauses) != 0 {
			t.Errorf("%s: %v after %d pauses; want %q", tc.name, err, len(*pauses), tc.want)
		}
	}
}

// A port where nobody listens is tried again: the server may be about to start.
func TestNobodyThere(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	c, pauses := client(3)
	if _, err := c.Do(t.Context(), httpretry.Request{Method: "GET", URL: closed.URL}); err == nil || !strings.HasSuffix(err.Error(), "connection refused (tried 3 times)") || len(*pauses) != 2 {
		t.Errorf("%v after %d pauses", err, len(*pauses))
	}
}

package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// shelf is an HTTP cache in memory.
func shelf() http.Handler {
	var blobs sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/refused/"):
			http.Error(w, "no room", http.StatusInsufficientStorage)
		case r.Method == http.MethodPut:
			data, _ := io.ReadAll(r.Body)
			blobs.Store(r.URL.Path, data)
			w.WriteHeader(http.StatusCreated)
		default:
			data, ok := blobs.Load(r.URL.Path)
			if !ok {
				http.NotFound(w, r)
				return
			}
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data.([]byte)))
		}
	})
}

func TestConn(t *testing.T) {
	server := httptest.NewServer(shelf())
	defer server.Close()
	conns, err := dial(t.Context(), server.Listener.Addr().String(), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll(conns)
	c := conns[0]
	blobs := makeBlobs(2, 100_000, 7)
	for _, tc := range []struct {
		name, reason string
		do           func() error
		wrong        string // what the answer is blamed for; empty: nothing
	}{
		{"put", "an upload in pieces", func() error { return c.put("/cas/a", blobs[0]) }, ""},
		{"head", "the size is known", func() error { return c.headOf("/cas/a", 100_000) }, ""},
		{"get", "on the same connection", func() error { return download(c, "/cas/a", blobs[0], 0) }, ""},
		{"other content", "sampled downloads are compared", func() error { return download(c, "/cas/a", blobs[1], 0) }, "not what was uploaded"},
		{"other size", "a cut download must not count", func() error { return c.get("/cas/a", 5, io.Discard) }, "Content-Length is 100000, want 5"},
	} {
		t.Run(tc.name, func(t *testing.T) { checkWrong(t, tc.reason, tc.do(), tc.wrong) })
	}
}

func TestRefused(t *testing.T) {
	server := httptest.NewServer(shelf())
	defer server.Close()
	for _, tc := range []struct{ name, reason, path, wrong string }{
		{"missing", "a cache that lost something is no faster", "/cas/none", "status 404"},
		{"refused", "the server's own words help", "/refused/a", "status 507: no room"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			conns, err := dial(t.Context(), server.Listener.Addr().String(), 1)
			if err != nil {
				t.Fatal(err)
			}
			defer closeAll(conns)
			checkWrong(t, tc.reason, conns[0].get(tc.path, 5, io.Discard), tc.wrong)
		})
	}
}

func checkWrong(t *testing.T, reason string, err error, want string) {
	t.Helper()
	var wrong *wrongAnswer
	switch {
	case want == "" && err != nil:
		t.Errorf("%v; %s", err, reason)
	case want != "" && (!errors.As(err, &wrong) || !strings.Contains(err.Error(), want)):
		t.Errorf("got error %v, want a wrong answer with %q: %s", err, want, reason)
	}
}

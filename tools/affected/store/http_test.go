package store_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/store"
)

// TestCredentials asks a server that tells which credentials it got.
func TestCredentials(t *testing.T) {
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		w.WriteHeader(http.StatusNotFound)
	}))
	defer server.Close()
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	empty := file("none", "", 0o600)
	token := file("token", "s3cret\n", 0o600)
	helper := file("helper", "#!/bin/sh\ngrep -q '\"uri\":\"http://127.0.0.1' && [ \"$1\" = get ] && echo '{\"headers\": {\"Authorization\": [\"Bearer helped\"]}}'\n", 0o700)
	for _, tc := range []struct {
		name        string
		credentials store.Credentials
		want        string
	}{
		{"none", store.Credentials{Netrc: empty}, ""},
		{"file", store.Credentials{TokenFile: token}, "Bearer s3cret"},
		{"helper before file", store.Credentials{Helper: helper, TokenFile: token}, "Bearer helped"},
		{"netrc", store.Credentials{Netrc: file("netrc", "machine other login x password y\nmachine 127.0.0.1\n login a password b\nmachine z login q password r\n", 0o600)}, "Basic YTpi"},
		{"netrc's default", store.Credentials{Netrc: file("netrc2", "machine other login x password y default login a password b", 0o600)}, "Basic YTpi"},
		{"netrc of others", store.Credentials{Netrc: file("netrc3", "machine other login x password y", 0o600)}, ""},
	} {
		got = "not asked"
		b, err := store.Open(server.URL, store.Options{Credentials: tc.credentials})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok, err := b.Get(t.Context(), "abc"); ok || err != nil || got != tc.want {
			t.Errorf("%s: authorization %q, want %q (%v)", tc.name, got, tc.want, err)
		}
	}
	for _, bad := range []store.Credentials{{TokenFile: empty}, {TokenFile: filepath.Join(dir, "absent")}, {Helper: filepath.Join(dir, "absent")}} {
		b, _ := store.Open(server.URL, store.Options{Credentials: bad})
		if _, _, err := b.Get(t.Context(), "abc"); err == nil {
			t.Errorf("%+v: no error", bad)
		}
	}
}

// TestRefused says which request a server refused, and how.
func TestRefused(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		http.Error(w, "no such luck", http.StatusForbidden)
	}))
	defer server.Close()
	b, err := store.Open(server.URL+"/prefix/", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = b.Get(t.Context(), "abc")
	for _, err := range []error{err, b.Put(t.Context(), "abc", nil)} {
		if err == nil || !strings.Contains(err.Error(), "/prefix/") || !strings.Contains(err.Error(), "403 Forbidden no such luck") {
			t.Errorf("%v", err)
		}
	}
}

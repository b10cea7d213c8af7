package cachetarget_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
)

// configured is a configuration directory with files.
func configured(t *testing.T, nixpush, attic string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"nixpush": nixpush, "attic": attic} {
		if text == "" {
			continue
		}
		file := filepath.Join(dir, name, "config.toml")
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	own = `
[caches.main]
url = "s3://bucket?endpoint=minio:9000&compression=xz"
signing-key-files = ["/k"]
upstream-keys = ["up-1"]
token-file = "/t"
[caches.command]
url = "https://h/c"
token-command = ["vault", "read"]
[caches.two]
url = "https://h"
token-file = "/t"
token-command = ["x"]
[caches.odd]
url = "h/c"
`
	servers = `
default-server = "ci"
[servers.ci]
endpoint = "https://attic.example.com/"
token = "t0k3n"
[servers.file]
endpoint = "http://h:8080/below/"
token-file = "/t"
[servers.odd]
endpoint = "attic.example.com"
`
)

func TestResolve(t *testing.T) {
	c, err := cachetarget.Load(configured(t, own, servers))
	if err != nil {
		t.Fatal(err)
	}
	type target = cachetarget.Target
	for _, tc := range []struct {
		word string
		want target
	}{
		{"https://h/c/", target{Name: "https://h/c/", Kind: "http", URL: "https://h/c"}},
		{"http://u:p%40@h:1/c?compression=none&priority=30&want-mass-query=true", target{Name: "http://h:1/c?compression=none&priority=30&want-mass-query=true", Kind: "http", URL: "http://h:1/c",
			Parameters: cachetarget.Parameters{Compression: "none", Priority: 30, WantMassQuery: true}, Auth: cachetarget.Auth{User: url.UserPassword("u", "p@")}}},
		{"file:///mnt/usb/?compression-level=9&secret-key=/k", target{Name: "file:///mnt/usb/?compression-level=9&secret-key=/k", Kind: "file", URL: "file:///mnt/usb",
			Parameters: cachetarget.Parameters{Level: 9, KeyFiles: []string{"/k"}}}},
		{"https://h?compression-level=-1&parallel-compression=true&secret-keys=/a,/b", target{Name: "https://h?compression-level=-1&parallel-compression=true&secret-keys=/a,/b", Kind: "http", URL: "https://h",
			Parameters: cachetarget.Parameters{KeyFiles: []string{"/a", "/b"}}}},
		{"s3://b/prefix?region=r&compression=zstd", target{Name: "s3://b/prefix?region=r&compression=zstd", Kind: "s3", URL: "s3://b/prefix?region=r", Parameters: cachetarget.Parameters{Compression: "zstd"}}},
		{"attic+https://h/main", target{Name: "attic+https://h/main", Kind: "attic", URL: "https://h", Cache: "main"}},
		{"attic+http://h:1/below/main", target{Name: "attic+http://h:1/below/main", Kind: "attic", URL: "http://h:1/below", Cache: "main"}},
		{"other", target{Name: "other", Kind: "attic", URL: "https://attic.example.com", Cache: "other", Server: "ci", Auth: cachetarget.Auth{Token: "t0k3n"}}},
		{"ci:main", target{Name: "ci:main", Kind: "attic", URL: "https://attic.example.com", Cache: "main", Server: "ci", Auth: cachetarget.Auth{Token: "t0k3n"}}},
		{"file:main", target{Name: "file:main", Kind: "attic", URL: "http://h:8080/below", Cache: "main", Server: "file", Auth: cachetarget.Auth{TokenFile: "/t"}}},
		{"main", target{Name: "main", Kind: "s3", URL: "s3://bucket?endpoint=minio%3A9000",
			Parameters: cachetarget.Parameters{Compression: "xz", KeyFiles: []string{"/k"}, UpstreamKeys: []string{"up-1"}}, Auth: cachetarget.Auth{TokenFile: "/t"}}},
		{"command", target{Name: "command", Kind: "http", URL: "https://h/c", Auth: cachetarget.Auth{TokenCommand: []string{"vault", "read"}}}},
	} {
		got, err := cachetarget.Resolve(tc.word, c)
		if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(url.Userinfo{}), cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%s: %v\n-want +got\n%s", tc.word, err, diff)
		}
	}
}

func TestUnresolved(t *testing.T) {
	dir := configured(t, own, servers)
	c, err := cachetarget.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "attic", "config.toml")
	for _, tc := range []struct {
		word, want string
		unknown    bool
	}{
		{"nix:main", `cache "nix:main" is unknown: server "nix" is not in ` + file + `; log in with "nixpush login --server nix URL"`, true},
		{"odd:main", `cache "odd:main" is unknown: the endpoint of server "odd" is "attic.example.com": want http:// or https://`, true},
		{"a/b", `cache "a/b" is unknown: want NAME, SERVER:NAME, or an URL that begins with https://, attic+https://, s3:// or file://`, true},
		{"", `cache "" is unknown: want NAME, SERVER:NAME, or an URL`, true},
		{"two", `cache "two" is unknown: it has both token-file and token-command in nixpush's configuration`, true},
		{"odd", `cache "odd" is unknown: its url in nixpush's configuration is "h/c": want an URL`, true},
		{"ftp://h/c", `cache "ftp://h/c" is unknown: want https://HOST/…, attic+https://HOST/CACHE, s3://BUCKET or file:///DIRECTORY`, true},
		{"file://relative", `cache "file://relative" is unknown: want https://HOST/…`, true},
		{"https://", `is unknown: want https://HOST/…`, true},
		{"attic+https://h/", `cache "attic+https://h/" is unknown: want attic+https://HOST/CACHE`, true},
		{"attic+https://u:s3cret@h", `cache "attic+https://h" is unknown`, true},
		{"https://u:s3cret@h/c?zstd=1", `reading cache URL "https://h/c?zstd=1": unknown parameters "zstd=1": want compression, compression-level, parallel-compression, secret-key, secret-keys, priority or want-mass-query`, false},
		{"https://u:s3cret@h/c?compression=lzma", `reading cache URL "https://h/c?compression=lzma": compression: "lzma": want zstd, xz or none`, false},
		{"https://h/c?priority=high", `priority: strconv.Atoi: parsing "high": invalid syntax`, false},
		{"https://h/c?want-mass-query=perhaps", "want-mass-query", false},
		{"https://u:s3cret@h%zz/c", `reading cache URL "https://h%zz/c": it cannot be parsed`, false},
	} {
		_, err := cachetarget.Resolve(tc.word, c)
		var unknown *cachetarget.ErrUnknown
		if err == nil || !strings.Contains(err.Error(), tc.want) || errors.As(err, &unknown) != tc.unknown {
			t.Errorf("%s: %v; want %s", tc.word, err, tc.want)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: a secret is in %v", tc.word, err)
		}
	}
}

// The default server is the one that is named, or the only one.
func TestDefaultServer(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"none", "", "no server is configured in "},
		{"the only one", "[servers.a]\nendpoint = \"https://a\"\n", "https://a"},
		{"two, none named", "[servers.a]\nendpoint = \"https://a\"\n[servers.b]\nendpoint = \"https://b\"\n", "no server is configured in "},
		{"one that is not there", "default-server = \"c\"\n[servers.a]\nendpoint = \"https://a\"\n", `server "c" is not in `},
	} {
		c, err := cachetarget.Load(configured(t, "", tc.text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := cachetarget.Resolve("main", c)
		if err == nil && got.URL != tc.want || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %q, %v; want %q", tc.name, got.URL, err, tc.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, tc := range []struct{ name, nixpush, attic, want string }{
		{"a key of ours that nobody knows", "[caches.main]\nurll = \"x\"\n", "", `nixpush/config.toml": key "caches.main.urll" is unknown`},
		{"no TOML", "[caches", "", `reading "`},
		{"attic's is no TOML", "", "servers = [", `attic/config.toml"`},
		{"a key of attic's that is newer", "", "new-key = 1\n", ""},
	} {
		_, err := cachetarget.Load(configured(t, tc.nixpush, tc.attic))
		if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v; want %q", tc.name, err, tc.want)
		}
	}
	t.Setenv("HOME", "/h")
	for xdg, want := range map[string]string{"/x": "/x", "": "/h/.config", "relative": "/h/.config"} {
		t.Setenv("XDG_CONFIG_HOME", xdg)
		if got, err := cachetarget.ConfigDir(); err != nil || got != want {
			t.Errorf("XDG_CONFIG_HOME=%q: %q, %v; want %q", xdg, got, err, want)
		}
	}
}

// Logging in keeps what else is there, is private, and makes the first server the default.
func TestLogin(t *testing.T) {
	dir := t.TempDir()
	for _, tc := range []struct {
		name, server string
		makeDefault  bool
		want         string // of the default afterwards
	}{
		{"the first", "a", false, "a"},
		{"another", "b", false, "a"},
		{"one that shall be", "c", true, "c"},
		{"the same again", "a", false, "c"},
	} {
		file, err := cachetarget.Login(dir, tc.server, cachetarget.Server{Endpoint: "https://" + tc.server, Token: "t-" + tc.server}, tc.makeDefault)
		if err != nil {
			t.Fatal(err)
		}
		c, err := cachetarget.Load(dir)
		if err != nil || c.DefaultServer != tc.want || c.Servers[tc.server] != (cachetarget.Server{Endpoint: "https://" + tc.server, Token: "t-" + tc.server}) {
			t.Errorf("%s: %+v, %v", tc.name, c, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want mode 0600", tc.name, info, err)
		}
	}
	if _, err := cachetarget.Login(dir, "a b", cachetarget.Server{}, false); err == nil || !strings.Contains(err.Error(), `server name "a b": want up to 50 letters, digits, -, +, _ and .`) {
		t.Errorf("a bad name: %v", err)
	}
	broken := configured(t, "", "servers = [")
	if _, err := cachetarget.Login(broken, "a", cachetarget.Server{}, false); err == nil {
		t.Error("a file that cannot be read was written over")
	}
}

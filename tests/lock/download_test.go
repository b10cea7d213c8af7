//go:build bazel

package lock_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

const real = "--@flywheel//build/tofu:providers=real"

// A world is what the cases of one test share.
type world struct {
	*workspace
	*server
	pkg pkg
}

func newWorld(t *testing.T) *world {
	plugin, err := os.ReadFile(testenv.Path(t, "PLUGIN"))
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t)
	w := &world{workspace: newWorkspace(t, trustStore(t, s.certificate)), server: s}
	w.pkg = newPackage(t, map[string][]byte{
		"LICENSE.txt":                        []byte("a licence\n"),
		"terraform-provider-time_v0.13.1_x5": plugin,
	})
	w.write(t, "tofu/BUILD.bazel", `exports_files([".terraform.lock.hcl"])`)
	w.write(t, "m/BUILD.bazel", `load("@flywheel//build/tofu:rules.bzl", "tofu_module")
tofu_module(name = "m", srcs = ["main.tf"], providers = ["@tofu_providers//:time"])
`)
	w.write(t, "m/main.tf", `terraform {
  required_providers {
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}
`)
	return w
}

// A fetch is one case: what servers do, and what becomes of the plugin.
type fetch struct {
	name, reason string
	// hashes of the lock file; default: that of the zip.
	hashes []string
	// version of the lock file; default: the one there is.
	version string
	// serve changes the servers; mirrors are tofu.lock's, and <own> in them and in
	// registry is the address of the case's part of the server.
	serve    func(h map[string]http.HandlerFunc)
	mirrors  []string
	registry string
	args     []string
	// want is what Bazel says when it fails; requests what the server was asked.
	want     []string
	requests []string
}

const (
	discover = "GET /.well-known/terraform.json"
	download = "GET " + packages
)

func metadata() string {
	return "GET /v1/providers/hashicorp/time/" + version + "/download/" + strings.Replace(platform(), "_", "/", 1)
}

func (w *world) run(t *testing.T, c fetch) {
	name := strings.ReplaceAll(c.name, " ", "-")
	handlers := w.part(name, w.pkg)
	own := w.URL + "/" + name
	if c.serve != nil {
		c.serve(handlers)
	}
	if c.version == "" {
		c.version = version
	}
	if c.hashes == nil {
		c.hashes = []string{w.pkg.zh()}
	}
	if c.registry == "" {
		c.registry = "<own>"
	}
	w.lock(t, c.version, c.hashes...)
	w.module(t, strings.ReplaceAll(fmt.Sprintf(`tofu.lock(
    file = "//tofu:.terraform.lock.hcl",
    mirrors = ["%s"],
    registries = {"registry.opentofu.org": "%s"},
)`, strings.Join(c.mirrors, `", "`), c.registry), "<own>", own))
	if len(c.mirrors) == 0 {
		w.edit(t, `    mirrors = [""],`, "")
	}
	args := append([]string{"build", "--repository_cache=" + t.TempDir(), real, "@tofu_providers//:time"}, c.args...)
	code := 0
	if c.want != nil {
		code = 1
	}
	out := w.bazel(t, code, nil, args...)
	contains(t, out, c.want...)
	if c.want == nil {
		w.checkPlugin(t, c.args)
	}
	if got := w.requests(name); c.requests != nil && strings.Join(got, "\n") != strings.Join(c.requests, "\n") {
		t.Errorf("requests:\n%s\nwant:\n%s\n%s", strings.Join(got, "\n"), strings.Join(c.requests, "\n"), c.reason)
	}
}

func (w *world) edit(t *testing.T, old, new string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, "MODULE.bazel"))
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "MODULE.bazel", strings.Replace(string(data), old, new, 1))
}

// checkPlugin wants the program that was packed, and that it can be run.
func (w *world) checkPlugin(t *testing.T, args []string) {
	t.Helper()
	out := w.bazel(t, 0, nil, append([]string{"cquery", "--ui_event_filters=-info,-warning,-debug", "--noshow_progress", real, "--output=files", "@tofu_providers//:time"}, args...)...)
	var file string
	for _, line := range strings.Split(out, "\n") {
		if strings.Contains(line, "terraform-provider-time") {
			file = filepath.Join(w.outputBase, strings.TrimSpace(line))
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("no plugin among %q: %v", out, err)
	}
	if !bytes.Equal(got, w.pkg.files["terraform-provider-time_v0.13.1_x5"]) {
		t.Errorf("%s is not the program that was packed", file)
	}
	if info, err := os.Stat(file); err != nil || info.Mode()&0o100 == 0 {
		t.Errorf("%s: %v, %v: want an executable", file, info.Mode(), err)
	}
}

func TestDownload(t *testing.T) {
	w := newWorld(t)
	for _, c := range append(goodFetches(t, w), badFetches(t, w)...) {
		t.Run(c.name, func(t *testing.T) { w.run(t, c) })
	}
}

// mirror writes a filesystem mirror.
func mirror(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, address, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func packed(p pkg) map[string][]byte {
	return map[string][]byte{"terraform-provider-time_" + version + "_" + platform() + ".zip": p.zip}
}

func unpacked(p pkg) map[string][]byte {
	files := map[string][]byte{}
	for name, data := range p.files {
		files[version+"/"+platform()+"/"+name] = data
	}
	return files
}

func goodFetches(t *testing.T, w *world) []fetch {
	netrc := filepath.Join(t.TempDir(), "netrc")
	if err := os.WriteFile(netrc, []byte("machine 127.0.0.1 login someone password secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	proxy := newProxy(t, w.server)
	network := []string{"GET /mirror/" + address + "/" + version + ".json", "GET /mirror/" + address + "/archive.zip"}
	return []fetch{
		{
			name: "registry", reason: "discovery, metadata, package: and nothing else",
			requests: []string{discover, metadata(), download},
		},
		{
			name: "one of many hashes", reason: "a lock file has those of all platforms",
			hashes: []string{"h1:AAAA", "zh:" + strings.Repeat("0", 64), w.pkg.zh(), "zh:" + strings.Repeat("f", 64)},
		},
		{
			name: "h1 only", reason: "such a lock file comes of an unpacked mirror",
			hashes: []string{"h1:AAAA", w.pkg.h1()}, requests: []string{discover, metadata(), download},
		},
		{
			name: "slow server", reason: "a plugin is large, a line may be slow",
			serve: func(h map[string]http.HandlerFunc) { h[packages] = slow(w.pkg.zip, 4*time.Second) },
		},
		{
			name: "redirect", reason: "GitHub redirects each release's file",
			serve: func(h map[string]http.HandlerFunc) {
				whole := h[packages]
				h["/elsewhere.zip"] = whole
				h[packages] = func(rw http.ResponseWriter, r *http.Request) {
					http.Redirect(rw, r, "/redirect/elsewhere.zip", http.StatusFound)
				}
			},
			requests: []string{discover, metadata(), download, "GET /elsewhere.zip"},
		},
		{
			name: "proxy", reason: "the only way out of many networks",
			registry: "https://registry.test/proxy",
			args:     []string{"--repo_env=HTTPS_PROXY=" + proxy, "--repo_env=https_proxy=" + proxy},
			requests: []string{discover, metadata(), download},
		},
		{
			name: "netrc", reason: "credentials never stand in a file of the repository",
			serve: func(h map[string]http.HandlerFunc) {
				for path, handler := range h {
					h[path] = authorized(handler, "someone", "secret")
				}
			},
			args: []string{"--repo_env=NETRC=" + netrc}, requests: []string{discover, metadata(), download},
		},
		{
			name: "network mirror", reason: "it goes first, and the registry is not asked",
			mirrors: []string{"<own>/mirror/"}, requests: network,
		},
		{
			name: "network mirror by environment", reason: "a machine's own, without a change of the repository",
			args: []string{"--repo_env=FLYWHEEL_PROVIDER_MIRROR=" + w.URL + "/network-mirror-by-environment/mirror"}, requests: network,
		},
		{
			name: "packed mirror", reason: "what tofu providers mirror writes; nothing is asked",
			mirrors: []string{"file://" + mirror(t, packed(w.pkg))}, requests: []string{},
		},
		{
			name: "unpacked mirror", reason: "verified by the hash of its files",
			mirrors: []string{"file://" + mirror(t, unpacked(w.pkg))}, hashes: []string{w.pkg.h1()}, requests: []string{},
		},
		{
			name: "mirror without the version", reason: "the next source has it",
			mirrors: []string{"file://" + t.TempDir(), "<own>/none/"}, requests: []string{
				"GET /none/" + address + "/" + version + ".json", "GET /none/" + address + "/index.json", discover, metadata(), download,
			},
		},
	}
}

// newProxy serves a proxy that knows the way to https://registry.test.
func newProxy(t *testing.T, s *server) string {
	proxy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "registry.test:443" {
			http.Error(rw, "this is a proxy", http.StatusBadGateway)
			return
		}
		there, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			http.Error(rw, err.Error(), http.StatusBadGateway)
			return
		}
		rw.WriteHeader(http.StatusOK)
		here, _, err := rw.(http.Hijacker).Hijack()
		if err != nil {
			there.Close()
			return
		}
		go func() {
			io.Copy(there, here)
			there.Close()
		}()
		io.Copy(here, there)
		here.Close()
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL
}

func slow(data []byte, wait time.Duration) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Length", fmt.Sprint(len(data)))
		rw.Write(data[:len(data)/2])
		rw.(http.Flusher).Flush()
		time.Sleep(wait)
		rw.Write(data[len(data)/2:])
	}
}

func authorized(next http.HandlerFunc, login, password string) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if l, p, ok := r.BasicAuth(); !ok || l != login || p != password {
			http.Error(rw, "who are you?", http.StatusUnauthorized)
			return
		}
		next(rw, r)
	}
}

func badFetches(t *testing.T, w *world) []fetch {
	which := "provider " + address + " " + version + " for " + platform()
	const relock = "bazel run //tofu:lock"
	other := newPackage(t, map[string][]byte{"terraform-provider-time_v0.13.1_x5": []byte("another program")})
	none := newPackage(t, map[string][]byte{"README.md": []byte("no program")})
	cut := w.pkg.zip[:len(w.pkg.zip)/2]
	closed := testenv.FreeAddresses(t, 1)[0]
	elsewhere := func(p pkg, shasum string) func(map[string]http.HandlerFunc) {
		return func(h map[string]http.HandlerFunc) {
			h[packages] = give(p.zip)
			h[strings.TrimPrefix(metadata(), "GET ")] = answer(map[string]any{"download_url": "../../../../../../../packages/time.zip", "shasum": shasum})
		}
	}
	return []fetch{
		{
			name: "other package than the server says", reason: "neither Bazel's check nor ours may be got round",
			serve: func(h map[string]http.HandlerFunc) { h[packages] = give(other.zip) },
			want:  []string{which, "got    " + other.zh(), "wanted " + w.pkg.zh(), packages, "tofu/.terraform.lock.hcl", relock},
		},
		{
			name: "server says another package", reason: "not worth a download",
			serve: elsewhere(other, other.shasum()), requests: []string{discover, metadata()},
			want: []string{which, "got    " + other.zh(), "wanted " + w.pkg.zh(), relock},
		},
		{
			name: "server says nothing", reason: "the package is verified by what it is",
			serve: elsewhere(other, ""),
			want:  []string{which, "got    " + other.zh(), relock},
		},
		{
			name: "h1 of other files", reason: "the whole content counts, not only the program",
			hashes: []string{other.h1()},
			want:   []string{which, "got    " + w.pkg.h1(), "wanted " + other.h1(), relock},
		},
		{
			name: "truncated", reason: "a broken connection that looks whole",
			serve: func(h map[string]http.HandlerFunc) { h[packages] = give(cut) },
			want:  []string{which, "got    zh:", "wanted " + w.pkg.zh(), relock},
		},
		{
			name: "truncated and h1 only", reason: "the registry's checksum finds it",
			hashes: []string{w.pkg.h1()},
			serve:  func(h map[string]http.HandlerFunc) { h[packages] = give(cut) },
			want:   []string{which, "truncated or damaged", w.pkg.shasum()},
		},
		{
			name: "truncated mirror and h1 only", reason: "the zip itself shows it",
			hashes:  []string{w.pkg.h1()},
			mirrors: []string{mirror(t, packed(pkg{zip: cut}))},
			want:    []string{which, "is no whole zip file"},
		},
		{
			name: "package not found", reason: "Bazel's warning says 404, we say where and what to do",
			serve: func(h map[string]http.HandlerFunc) { delete(h, packages) },
			want:  []string{which, packages + ": the package cannot be downloaded", "404", "tofu.lock(mirrors = [...])", "netrc"},
		},
		{
			name: "version not found", reason: "a version can be withdrawn", version: "0.99.0",
			want: []string{"0.99.0 for " + platform(), "the registry has no version 0.99.0; it has " + version, relock},
		},
		{
			name: "platform not offered", reason: "new platforms come late",
			serve: func(h map[string]http.HandlerFunc) {
				delete(h, strings.TrimPrefix(metadata(), "GET "))
				h["/v1/providers/hashicorp/time/versions"] = answer(map[string]any{"versions": []any{
					map[string]any{"version": version, "platforms": []any{map[string]any{"os": "plan9", "arch": "386"}}},
				}})
			},
			want: []string{which, "for plan9_386 only, not for " + platform(), relock},
		},
		{
			name: "provider not known", reason: "a name can be misspelt",
			serve: func(h map[string]http.HandlerFunc) {
				delete(h, strings.TrimPrefix(metadata(), "GET "))
				delete(h, "/v1/providers/hashicorp/time/versions")
			},
			want: []string{which, "the registry does not know the provider"},
		},
		{
			name: "no discovery", reason: "any web server answers something",
			serve: func(h map[string]http.HandlerFunc) { h["/.well-known/terraform.json"] = give([]byte("<html>")) },
			want:  []string{which, "it has no service discovery"},
		},
		{
			name: "no providers", reason: "a registry of modules only",
			serve: func(h map[string]http.HandlerFunc) {
				h["/.well-known/terraform.json"] = answer(map[string]any{"modules.v1": "/v1/modules/"})
			},
			want: []string{which, "no service providers.v1"},
		},
		{
			name: "unreachable", reason: "the machine has no way out", registry: "https://" + closed,
			want: []string{which, closed, "cannot be reached", "FLYWHEEL_PROVIDER_MIRROR", "netrc", "HTTPS_PROXY"},
		},
		{
			name: "plain http", reason: "Bazel would say nothing of why it does not ask",
			registry: "http://registry.test", mirrors: []string{"http://mirror.test/"},
			want: []string{which, "http://mirror.test/: Bazel reads plain http only", "http://registry.test: Bazel reads plain http only", "https"},
		},
		{
			name: "offline", reason: "the launcher knows that: no time is lost",
			args: []string{"--repo_env=FLYWHEEL_PROVIDER_REGISTRY=none"}, requests: []string{},
			want: []string{which, "not asked: this machine cannot reach it", "FLYWHEEL_PROVIDER_MIRROR"},
		},
		{
			name: "no hashes", reason: "what cannot be verified is not even asked for", hashes: []string{}, requests: []string{},
			want: []string{which, "tofu/.terraform.lock.hcl has no hashes for it", relock},
		},
		{
			name: "network mirror without the version", reason: "both sources say why", version: "0.99.0",
			mirrors: []string{"<own>/mirror"},
			want:    []string{"the mirror has no version 0.99.0; it has " + version, "the registry has no version 0.99.0", relock},
		},
		{
			name: "network mirror without the platform", reason: "it says which it has",
			mirrors: []string{"<own>/mirror"}, registry: "<own>/none",
			serve: func(h map[string]http.HandlerFunc) {
				h["/mirror/"+address+"/"+version+".json"] = answer(map[string]any{"archives": map[string]any{"plan9_386": map[string]any{"url": "x"}}})
			},
			want: []string{"the mirror has version " + version + " for plan9_386 only", relock},
		},
		{
			name: "damaged unpacked mirror", reason: "the registry would have it, but what was locked comes first",
			mirrors: []string{mirror(t, unpacked(other))}, hashes: []string{w.pkg.h1()}, requests: []string{},
			want: []string{which, "got    " + other.h1(), "wanted " + w.pkg.h1()},
		},
		{
			name: "unpacked mirror without h1", reason: "a zip's hash says nothing of files",
			mirrors: []string{mirror(t, unpacked(w.pkg))}, registry: "<own>/none",
			want: []string{which, "which only h1: hashes can verify"},
		},
		{
			name: "mirror that is not there", reason: "a disk that is not mounted",
			mirrors: []string{"file:///nowhere"}, registry: "<own>/none",
			want: []string{which, "/nowhere: there is no such directory"},
		},
		{
			name: "no program", reason: "the lock file's hash is right, its content is not", hashes: []string{none.zh()},
			serve: elsewhere(none, none.shasum()),
			want:  []string{which, "the package has no file terraform-provider-time*"},
		},
	}
}

func TestRepositoryCache(t *testing.T) {
	w := newWorld(t)
	w.part("cache", w.pkg)
	w.lock(t, version, w.pkg.zh())
	w.module(t, `tofu.lock(file = "//tofu:.terraform.lock.hcl", registries = {"registry.opentofu.org": "`+w.URL+`/cache"})`)
	cache := "--repository_cache=" + t.TempDir()
	w.bazel(t, 0, nil, "build", real, "@tofu_providers//:time", cache)
	w.bazel(t, 0, nil, "clean", "--expunge")
	w.bazel(t, 0, nil, "build", real, "@tofu_providers//:time", cache)
	want := strings.Join([]string{discover, metadata(), download, discover, metadata()}, "\n")
	if got := strings.Join(w.requests("cache"), "\n"); got != want {
		t.Errorf("requests:\n%s\nwant the package once:\n%s", got, want)
	}
}

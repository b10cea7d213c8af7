package atticserve_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/nix-community/go-nix/pkg/narinfo"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// TestCycle goes the way of `attic cache create`, `attic push` and a Nix that
// substitutes, with the bodies that were recorded of atticd and attic.
func TestCycle(t *testing.T) {
	s := serve(t)
	if got := s.must("POST", "/_api/v1/cache-config/c", newCache); got != "" {
		t.Errorf("create answers %q; atticd nothing", got)
	}
	info := s.must("GET", "/_api/v1/cache-config/c", "")
	public := publicKey(t, info)
	want := fmt.Sprintf(`{"substituter_endpoint":"%s/c","api_endpoint":"%s/","public_key":"%s","is_public":true,"store_dir":"/nix/store","priority":41,"upstream_cache_key_names":["cache.nixos.org-1"],"retention_period":"Global"}`, s.url, s.url, public)
	if info != want || !strings.HasPrefix(public, "c:") {
		t.Errorf("config:\n%s\nwant\n%s", info, want)
	}
	if again := s.must("GET", "/c/attic-cache-info", ""); again != info {
		t.Errorf("attic-cache-info: %s", again)
	}
	if got := s.must("GET", "/c/nix-cache-info", ""); got != "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 41\n" {
		t.Errorf("nix-cache-info: %q", got)
	}
	ask := fmt.Sprintf(`{"cache":"c","store_path_hashes":[%q,%q]}`, pathHash, pathHash)
	if got := s.must("POST", "/_api/v1/get-missing-paths", ask); got != `{"missing_paths":["`+pathHash+`"]}` {
		t.Errorf("missing: %s", got)
	}
	data := archive(t, strings.Repeat("hello ", 100_000))
	a := s.upload(describe("c", data), data)
	var result atticwire.UploadPathResult
	if err := json.Unmarshal([]byte(a.body), &result); a.code != 200 || err != nil || result.Kind != "Uploaded" || result.FileSize == nil || *result.FileSize >= 100_000 {
		t.Errorf("upload: %d %s", a.code, a.body)
	}
	if got := s.must("POST", "/_api/v1/get-missing-paths", ask); got != `{"missing_paths":[]}` {
		t.Errorf("missing afterwards: %s", got)
	}
	if a := s.upload(describe("c", data), data); a.code != 200 || a.body != `{"kind":"Deduplicated","frac_deduplicated":null}` {
		t.Errorf("again: %d %s", a.code, a.body)
	}
	s.checkPath("c", public, data)
}

func publicKey(t *testing.T, config string) string {
	t.Helper()
	var c atticwire.CacheConfig
	if err := json.Unmarshal([]byte(config), &c); err != nil || c.PublicKey == nil {
		t.Fatalf("%v in %s", err, config)
	}
	return *c.PublicKey
}

// checkPath fetches the path as Nix does and checks signature and content.
func (s *server) checkPath(cache, public string, data []byte, header ...string) *narinfo.NarInfo {
	s.t.Helper()
	got, err := narinfo.Parse(strings.NewReader(s.must("GET", "/"+cache+"/"+pathHash+".narinfo", "", header...)))
	if err != nil {
		s.t.Fatal(err)
	}
	key, err := signature.ParsePublicKey(public)
	if err != nil {
		s.t.Fatal(err)
	}
	if !signature.VerifyFirst(got.Fingerprint(), got.Signatures, []signature.PublicKey{key}) {
		s.t.Errorf("no signature by %s:\n%s", public, got)
	}
	for _, url := range []string{got.URL, "nar/" + pathHash + ".nar"} { // the other is where atticd has it
		packed := s.must("GET", "/"+cache+"/"+url, "", header...)
		d, err := zstd.NewReader(strings.NewReader(packed))
		if err != nil {
			s.t.Fatal(err)
		}
		unpacked, err := io.ReadAll(d)
		if err != nil || !bytes.Equal(unpacked, data) || uint64(len(packed)) != got.FileSize {
			s.t.Errorf("%s: %v, %d bytes, want %d", url, err, len(unpacked), len(data))
		}
		d.Close()
	}
	return got
}

// TestNarInfo compares the whole text with what is uploaded, in both forms.
func TestNarInfo(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, "x")
	refs := []string{}
	for i := range 100 {
		refs = append(refs, fmt.Sprintf("%032d-b", i))
	}
	info := describe("c", data)
	deriver, ca := "/nix/store/"+pathHash+"-hello-1.0.drv", "fixed:sha256:x"
	info.References, info.Deriver, info.CA, info.Sigs = append(refs[1:], refs[0]), &deriver, &ca, []string{"other-1:" + strings.Repeat("A", 86) + "==", "nonsense"}
	text, err := json.Marshal(info)
	if err != nil || len(text) < 4096 {
		t.Fatalf("%v: %d bytes are too few", err, len(text))
	}
	s.must("PUT", atticwire.UploadPath, string(text)+string(data), atticwire.HeaderPreambleSize, fmt.Sprint(len(text)))
	got := s.checkPath("c", publicKey(t, s.must("GET", "/_api/v1/cache-config/c", "")), data)
	if d := cmp.Diff(refs, got.References); d != "" {
		t.Errorf("references (-want +got):\n%s", d)
	}
	if got.Deriver != pathHash+"-hello-1.0.drv" || got.CA != ca || got.NarHash.String() != info.NarHash || len(got.Signatures) != 2 || got.Compression != "zstd" {
		t.Errorf("narinfo:\n%s", got)
	}
}

// TestDestroy makes sure that nothing of a cache comes back with its name.
func TestDestroy(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, "x")
	s.upload(describe("c", data), data)
	url := s.checkPath("c", publicKey(t, s.must("GET", "/_api/v1/cache-config/c", "")), data).URL
	s.must("DELETE", "/_api/v1/cache-config/c", "")
	for _, path := range []string{"/c/nix-cache-info", "/c/" + pathHash + ".narinfo", "/_api/v1/cache-config/c"} {
		if a := s.do("GET", path, nil); a.code != 404 {
			t.Errorf("GET %s: %d %s", path, a.code, a.body)
		}
	}
	if _, err := os.Stat(filepath.Join(s.config.DataDir, "keys", "c.secret")); !os.IsNotExist(err) {
		t.Errorf("the signing key: %v", err)
	}
	s.create("c")
	for _, path := range []string{"/c/" + pathHash + ".narinfo", "/c/" + url} {
		if a := s.do("GET", path, nil); a.code != 404 {
			t.Errorf("GET %s of the new cache: %d %s", path, a.code, a.body)
		}
	}
}

// TestRetention lets the server's clock go on.
func TestRetention(t *testing.T) {
	s := serve(t, func(c *cacheconfig.Config) { c.Attic.DefaultRetention = cacheconfig.Duration(1000 * time.Hour) })
	for _, name := range []string{"short", "used", "default", "ever"} {
		s.create(name)
		data := archive(t, name)
		s.upload(describe(name, data), data)
	}
	retain := func(name, period string) {
		s.must("PATCH", "/_api/v1/cache-config/"+name, `{"retention_period":`+period+`}`)
	}
	retain("short", `{"Period":7200}`)
	retain("used", `{"Period":7200}`)
	retain("ever", `{"Period":0}`)
	there := func(name string) bool { return s.do("GET", "/"+name+"/"+pathHash+".narinfo", nil).code == 200 }
	s.later.Store(7000)
	if !there("used") {
		t.Error("gone before its time")
	}
	s.later.Store(7300)
	s.stop()
	s.start() // it is enforced at the start, too
	if there("short") {
		t.Error("older than its retention, and there")
	}
	if !there("used") || !there("default") || !there("ever") {
		t.Error("gone before its time")
	}
	s.later.Store(1100 * 3600)
	s.stop()
	s.start()
	if there("used") || there("default") || !there("ever") {
		t.Error("the default retention is not kept")
	}
}

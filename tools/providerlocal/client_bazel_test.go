//go:build bazel && linux

package main_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

func TestToken(t *testing.T) {
	w := newWorld(t)
	w.config(`auth = "token"` + "\n---\n" + `data "flywheel_local_cache" "it" { data_dir = flywheel_local_cache.this.data_dir }`)
	w.planned()
	plan := w.ok("show", "-json", "saved.plan")
	applied := w.apply()
	w.unchanged()
	token := strings.TrimSpace(read(t, filepath.Join(w.data, "client-token")))
	for _, name := range []string{"client-token", "client-netrc"} {
		info, err := os.Stat(filepath.Join(w.data, name))
		if must(t, err); len(token) < 32 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: token of %d characters, mode %v", name, len(token), info.Mode())
		}
	}
	state := read(t, filepath.Join(w.root, "terraform.tfstate"))
	for name, text := range map[string]string{"state": state, "plan": plan, "output": applied, "log": read(t, filepath.Join(w.data, "log/cached.log"))} {
		if strings.Contains(text, token) || strings.Contains(text, "environment-secret") {
			t.Errorf("the %s has a secret in it", name)
		}
	}
	for _, name := range []string{"client-token", "client-netrc", "bin/cached-credential-helper"} {
		if !strings.Contains(state, filepath.Join(w.data, name)) {
			t.Errorf("the state does not name %s", name)
		}
	}
	digest := w.put(token)
	if code, _ := w.request("GET", "/cas/"+digest, "", ""); code != http.StatusUnauthorized {
		t.Errorf("reading without a token: %d", code)
	}

	must(t, os.Remove(filepath.Join(w.data, "bin/cached-credential-helper")))
	if got := w.planned().differing(); got != "credential_helper" {
		t.Errorf("a removed helper changes %q; want credential_helper", got)
	}
	must(t, os.Remove(filepath.Join(w.data, "client-token")))
	if got := w.planned().differing(); got != "credential_helper netrc_file token_file" {
		t.Errorf("a removed token changes %q; want credential_helper netrc_file token_file", got)
	}
	w.apply()
	w.unchanged()
	if code, _ := w.request("GET", "/cas/"+digest, "", token); code != http.StatusUnauthorized {
		t.Errorf("the old token still works: %d", code)
	}
	w.config("")
	w.apply()
	for _, name := range []string{"client-token", "client-netrc", "bin/cached-credential-helper"} {
		if exists(filepath.Join(w.data, name)) {
			t.Errorf("without authentication, and %s is still there", name)
		}
	}
}

func TestDataSource(t *testing.T) {
	w := newWorld(t)
	w.apply()
	w.config("---\n" + `
data "flywheel_local_cache" "by_dir" { data_dir = "` + w.data + `" }
data "flywheel_local_cache" "by_address" { http_address = "` + w.http + `" }
data "flywheel_local_cache" "none" { http_address = "` + testenv.FreeAddresses(t, 1)[0] + `" }
output "by_dir" { value = data.flywheel_local_cache.by_dir }
output "by_address" { value = data.flywheel_local_cache.by_address }
output "none" { value = data.flywheel_local_cache.none }`)
	w.apply()
	var out map[string]struct {
		Value map[string]any `json:"value"`
	}
	must(t, json.Unmarshal([]byte(w.ok("output", "-json")), &out))
	for _, name := range []string{"by_dir", "by_address"} {
		v := out[name].Value
		if v["running"] != true || v["bazel_grpc_url"] != "grpc://"+w.grpc || v["http_address"] != w.http || v["data_dir"] != w.data || v["version"] == nil {
			t.Errorf("%s: %v", name, v)
		}
	}
	if v := out["none"].Value; v["running"] != false || v["nix_public_keys"] != nil {
		t.Errorf("no server: %v", v)
	}
}

func TestDevOverrides(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	must(t, os.Symlink(testenv.Path(t, "PROVIDER"), filepath.Join(dir, "terraform-provider-flywheel")))
	must(t, os.Symlink(testenv.Path(t, "CACHED"), filepath.Join(dir, "cached")))
	rc := filepath.Join(dir, "tofu.rc")
	write(t, rc, `provider_installation { 
  dev_overrides { "registry.opentofu.org/gloriousflywheel/flywheel" = "`+dir+`" }
}`)
	w.env = append(w.env, "TF_CLI_CONFIG_FILE="+rc)
	must(t, os.RemoveAll(filepath.Join(w.root, ".terraform")))
	w.apply()
	w.unchanged()
}

//go:build bazel && linux

package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// attic is a world with a server of Attic's API that demands tokens.
type attic struct {
	*world
	url string
	dir string // data directory of the server
}

// newAttic starts cached, or takes the server that is given by hand: set
// ATTIC_TEST_URL and ATTIC_TEST_SECRET_FILE to test against the real atticd.
func newAttic(t *testing.T) *attic {
	t.Helper()
	a := &attic{world: newWorld(t), dir: t.TempDir()}
	if url := os.Getenv("ATTIC_TEST_URL"); url != "" {
		a.url = url
		must(t, os.Symlink(os.Getenv("ATTIC_TEST_SECRET_FILE"), a.secretFile()))
		return a
	}
	config := filepath.Join(t.TempDir(), "config.json")
	write(t, config, `{"auth":"token"}`)
	must(t, exec.Command(testenv.Path(t, "CACHED"), "token", "mint", "--data-dir", a.dir, "--subject", "x", "--validity", "1h", "--pull", "x").Run())
	cmd := exec.Command(testenv.Path(t, "CACHED"), "serve", "--config", config, "--data-dir", a.dir, "--http-address", "127.0.0.1:0", "--grpc-address", "127.0.0.1:0")
	stderr, err := cmd.StderrPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	address := regexp.MustCompile(`msg=serving http=(\S+)`)
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			a.url = m[1]
			return a
		}
	}
	t.Fatal("the server did not start")
	return nil
}

func (a *attic) secretFile() string { return filepath.Join(a.dir, "attic-token.key") }

// use writes main.tf: a token with permissions on all caches, made on the fly,
// and whatever follows.
func (a *attic) use(permissions, validity, rest string) {
	a.t.Helper()
	write(a.t, filepath.Join(a.root, "main.tf"), fmt.Sprintf(`terraform {
  required_providers {
    flywheel = { source = "gloriousflywheel/flywheel", version = "0.1.0" }
  }
}

provider "flywheel" {
  alias = "minter"
}

ephemeral "flywheel_attic_token" "admin" {
  provider            = flywheel.minter
  signing_secret_file = %q
  subject             = "acceptance test"
  validity            = %q
  permissions         = { "*" = [%s] }
}

provider "flywheel" {
  attic_endpoint = %q
  attic_token    = ephemeral.flywheel_attic_token.admin.token
}
%s
`, a.secretFile(), validity, permissions, a.url, rest))
}

const everything = `"pull", "push", "create-cache", "configure-cache", "configure-cache-retention", "destroy-cache"`

// fails runs a tofu command that must end with 1 and these words.
func (a *attic) fails(words []string, args ...string) {
	a.t.Helper()
	out, code := a.tofu(args...)
	flat := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(out)), " ")
	for _, word := range words {
		if code != 1 || !strings.Contains(flat, word) {
			a.t.Errorf("tofu %v: exit code %d, want 1 and %q\n%s", args, code, word, out)
		}
	}
}

func (a *attic) outputs() map[string]any {
	a.t.Helper()
	var raw map[string]struct{ Value any }
	must(a.t, json.Unmarshal([]byte(a.ok("output", "-json")), &raw))
	out := map[string]any{}
	for name, o := range raw {
		out[name] = o.Value
	}
	return out
}

// patch changes a cache, or reads its configuration, behind the provider's back.
func (a *attic) patch(method, cache, body string) (answer string) {
	a.t.Helper()
	secret := filepath.Join(a.dir, "elsewhere")
	must(a.t, os.MkdirAll(secret, 0o700))
	must(a.t, os.RemoveAll(filepath.Join(secret, "attic-token.key")))
	must(a.t, os.Symlink(a.secretFile(), filepath.Join(secret, "attic-token.key")))
	token, err := exec.Command(testenv.Path(a.t, "CACHED"), "token", "mint", "--data-dir", secret, "--subject", "drift", "--validity", "1h",
		"--pull", "*", "--configure-cache", "*", "--configure-cache-retention", "*", "--destroy-cache", "*").Output()
	must(a.t, err)
	req, err := http.NewRequest(method, strings.TrimSuffix(a.url, "/")+"/_api/v1/cache-config/"+cache, strings.NewReader(body))
	must(a.t, err)
	req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	must(a.t, err)
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		a.t.Fatalf("%s %s: %s", method, cache, resp.Status)
	}
	text, err := io.ReadAll(resp.Body)
	must(a.t, err)
	return string(text)
}

const cache = `
resource "flywheel_attic_cache" "this" {
  name              = "acceptance"
  retention_seconds = 90 * 86400
  %s
}
data "flywheel_attic_public_keys" "all" {
  caches = [flywheel_attic_cache.this.name]
}
output "key" { value = flywheel_attic_cache.this.public_key }
output "endpoint" { value = flywheel_attic_cache.this.substituter_endpoint }
output "keys" { value = data.flywheel_attic_public_keys.all.public_keys }
`

func TestAtticCache(t *testing.T) {
	a := newAttic(t)
	with := func(attributes string) { a.use(everything, "10m", fmt.Sprintf(cache, attributes)) }
	with("")
	a.apply()
	a.unchanged()
	first := a.outputs()
	if first["endpoint"] != strings.TrimSuffix(a.url, "/")+"/acceptance" || !strings.HasPrefix(fmt.Sprint(first["key"]), "acceptance:") ||
		fmt.Sprint(first["keys"]) != fmt.Sprintf("map[acceptance:%v]", first["key"]) {
		t.Errorf("outputs %v", first)
	}

	with("public = true\n  priority = 7\n  upstream_cache_key_names = []\n  retention_seconds = null")
	write(t, filepath.Join(a.root, "main.tf"), strings.Replace(read(t, filepath.Join(a.root, "main.tf")), "  retention_seconds = 90 * 86400\n", "", 1))
	a.apply()
	a.unchanged()
	if got := a.outputs()["key"]; got != first["key"] {
		t.Errorf("the key changed from %v to %v", first["key"], got)
	}

	with("signing_key_revision = 1")
	a.apply()
	a.unchanged()
	if got := a.outputs()["key"]; got == first["key"] {
		t.Error("another revision, and the same key")
	}
	with("signing_key_wo = " + fmt.Sprintf("%q", givenKey) + "\n  signing_key_revision = 2")
	a.apply()
	a.unchanged()
	if got := a.outputs()["key"]; got != givenPublic {
		t.Errorf("key %v; want the given one", got)
	}
	if state := read(t, filepath.Join(a.root, "terraform.tfstate")); strings.Contains(state, givenKey) || strings.Contains(state, "eyJ") {
		t.Error("the state has a secret in it")
	}
	a.destroyed(with)
}

// destroyed goes through the guard.
func (a *attic) destroyed(with func(string)) {
	a.t.Helper()
	a.fails([]string{"The cache is protected", "force_destroy = true, apply"}, "destroy", "-auto-approve", "-no-color")
	with(`name = "renamed"`)
	main := filepath.Join(a.root, "main.tf")
	write(a.t, main, strings.Replace(read(a.t, main), `  name              = "acceptance"`+"\n", "", 1))
	a.fails([]string{"The cache is protected"}, "plan", "-no-color")
	with("force_destroy = true")
	a.apply()
	a.ok("destroy", "-auto-approve")
	a.ok("destroy", "-auto-approve") // there is nothing left
}

// A key pair of Nix that nobody uses.
const (
	givenKey    = "given-1:Ikjhl0Ni7pqKjfITsN7UwhJcbiS2sJw7TJ/KwYX5Fyt3qBgrSgZfNai9h2peRoa67tgQuGGr1wi3FyROgEopnA=="
	givenPublic = "given-1:d6gYK0oGXzWovYdqXkaGuu7YELhhq9cItxckToBKKZw="
)

// Every attribute reaches the server, when the cache is made and when it is changed; and a
// change elsewhere is seen and changed back, without another key.
func TestAtticEveryAttribute(t *testing.T) {
	a := newAttic(t)
	resource := func(attributes string) string {
		return "resource \"flywheel_attic_cache\" \"this\" {\n  name = \"acceptance\"\n  force_destroy = true\n" + attributes + "\n}\n"
	}
	const made = `"is_public":true,"store_dir":"/gnu/store","priority":7,"upstream_cache_key_names":["a-1","b-1"],"retention_period":{"Period":3600}`
	a.use(everything, "10m", resource("public = true\nstore_dir = \"/gnu/store\"\npriority = 7\nupstream_cache_key_names = [\"b-1\", \"a-1\"]\nretention_seconds = 3600"))
	a.apply()
	if got := a.patch("GET", "acceptance", ""); !strings.Contains(got, made) {
		t.Errorf("made as %s; want %s", got, made)
	}
	a.use(everything, "10m", resource(""))
	a.apply()
	const defaults = `"is_public":false,"store_dir":"/nix/store","priority":41,"upstream_cache_key_names":["cache.nixos.org-1"],"retention_period":"Global"`
	before := a.patch("GET", "acceptance", "")
	if !strings.Contains(before, defaults) {
		t.Errorf("changed to %s; want the defaults %s", before, defaults)
	}
	for _, tc := range []struct{ attributes, elsewhere, want string }{
		{"public = true", `{"is_public":false}`, `"is_public":true`},
		{`store_dir = "/gnu/store"`, `{"store_dir":"/nix/store"}`, `"store_dir":"/gnu/store"`},
		{"priority = 0", `{"priority":9}`, `"priority":0`},
		{"upstream_cache_key_names = []", `{"upstream_cache_key_names":["x-1"]}`, `"upstream_cache_key_names":[]`},
		{"retention_seconds = 0", `{"retention_period":{"Period":5}}`, `"retention_period":{"Period":0}`},
	} {
		a.use(everything, "10m", resource(tc.attributes))
		a.apply()
		a.patch("PATCH", "acceptance", tc.elsewhere)
		if out, code := a.tofu("plan", "-detailed-exitcode", "-no-color"); code != 2 || !strings.Contains(out, "0 to add, 1 to change, 0 to destroy") {
			t.Errorf("%s, changed elsewhere: exit code %d\n%s", tc.attributes, code, out)
		}
		a.apply()
		a.unchanged()
		if got := a.patch("GET", "acceptance", ""); !strings.Contains(got, tc.want) || publicKey(got) != publicKey(before) {
			t.Errorf("%s: %s; want %s and the key of before", tc.attributes, got, tc.want)
		}
	}
	a.ok("destroy", "-auto-approve")
}

func publicKey(config string) string {
	return regexp.MustCompile(`"public_key":"[^"]*"`).FindString(config)
}

func TestAtticDrift(t *testing.T) {
	a := newAttic(t)
	a.use(everything, "10m", fmt.Sprintf(cache, "force_destroy = true"))
	a.apply()
	before := a.outputs()["key"]
	a.patch("PATCH", "acceptance", `{"is_public":true,"priority":1,"upstream_cache_key_names":["x"],"retention_period":"Global"}`)
	out, code := a.tofu("plan", "-detailed-exitcode", "-no-color")
	for _, word := range []string{"retention_seconds", "public ", "priority", "upstream_cache_key_names", "0 to add, 1 to change, 0 to destroy"} {
		if code != 2 || !strings.Contains(out, word) {
			t.Errorf("drift: exit code %d, want %q\n%s", code, word, out)
		}
	}
	a.apply()
	a.unchanged()
	if got := a.outputs()["key"]; got != before {
		t.Errorf("the key changed from %v to %v", before, got)
	}
	a.patch("DELETE", "acceptance", "")
	a.apply()
	a.unchanged()
	if got := a.outputs()["key"]; got == before {
		t.Error("a cache that was made anew has the old key")
	}
	a.ok("destroy", "-auto-approve")
}

func TestAtticImport(t *testing.T) {
	a := newAttic(t)
	a.use(everything, "10m", fmt.Sprintf(cache, ""))
	a.apply()
	must(t, os.Remove(filepath.Join(a.root, "terraform.tfstate")))
	a.fails([]string{"The cache exists", "tofu import ADDRESS acceptance"}, "apply", "-auto-approve", "-no-color")
	a.fails([]string{"Unusable import ID"}, "import", "-no-color", "flywheel_attic_cache.this", "a/b")
	a.ok("import", "flywheel_attic_cache.this", "acceptance")
	a.apply() // of the outputs
	a.unchanged()
	a.use(everything, "10m", fmt.Sprintf(cache, "force_destroy = true"))
	a.apply()
	a.ok("destroy", "-auto-approve")
}

// TestAtticRefused shows what those read who may not.
func TestAtticRefused(t *testing.T) {
	a := newAttic(t)
	for _, tc := range []struct {
		name, permissions, validity string
		words                       []string
	}{
		{"no create-cache", `"pull", "push"`, "10m", []string{"creating a cache", `the permission "create-cache" (claim cc) on cache "acceptance"`, `(subject "acceptance test") grants pull,push there`}},
		{"no retention", `"pull", "create-cache", "configure-cache", "destroy-cache"`, "10m", []string{"setting the retention", "configure-cache-retention", "(claim cr+cq)"}},
		{"no pull", `"create-cache", "configure-cache", "configure-cache-retention", "destroy-cache"`, "10m", []string{"reading a cache", `the permission "pull" (claim r)`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a.t = t
			a.use(tc.permissions, tc.validity, fmt.Sprintf(cache, ""))
			a.fails(tc.words, "apply", "-auto-approve", "-no-color")
			if state := filepath.Join(a.root, "terraform.tfstate"); exists(state) && strings.Contains(read(t, state), `"acceptance"`) {
				t.Error("the state has a cache that could not be completed")
			}
		})
	}
	a.t = t
	for _, tc := range []struct {
		name, provider string
		env            []string
		words          []string
	}{
		{"no server", "", nil, []string{"No Attic server", "ATTIC_ENDPOINT"}},
		{"no token", fmt.Sprintf("attic_endpoint = %q", a.url), nil, []string{"Unauthorized", "No token is configured", "ATTIC_TOKEN"}},
		{"from the environment, expired", "", []string{"ATTIC_ENDPOINT=" + a.url, "ATTIC_TOKEN=" + expired}, []string{"Unauthorized", "The configured token expired at 2001-09-09T01:46:40Z"}},
		{"two tokens", `attic_token = "a"` + "\n" + `attic_token_file = "b"`, nil, []string{"Two tokens"}},
		{"no such token file", fmt.Sprintf("attic_endpoint = %q", a.url) + "\n" + `attic_token_file = "/nonexistent"`, nil, []string{"Unusable token file", "/nonexistent"}},
		{"another server", `attic_endpoint = "http://127.0.0.1:1/"`, nil, []string{"connection refused"}},
		{"no URL", `attic_endpoint = "attic.example.com"`, nil, []string{"Not the URL of a server"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a.t = t
			env := a.env
			defer func() { a.env = env }()
			a.env = append(append([]string{}, env...), tc.env...)
			write(t, filepath.Join(a.root, "main.tf"), `terraform {
  required_providers {
    flywheel = { source = "gloriousflywheel/flywheel", version = "0.1.0" }
  }
}
provider "flywheel" {
`+tc.provider+`
}
resource "flywheel_attic_cache" "this" { name = "acceptance" }
`)
			a.fails(tc.words, "apply", "-auto-approve", "-no-color")
		})
	}
}

// expired is a token of nobody that ended long ago.
const expired = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ4IiwiZXhwIjoxMDAwMDAwMDAwLCJodHRwczovL2p3dC5hdHRpYy5ycy92MSI6eyJjYWNoZXMiOnsiKiI6eyJyIjoxfX19fQ.AAAA"

// TestAtticMistakes are found before anything is asked of a server.
func TestAtticMistakes(t *testing.T) {
	a := newAttic(t)
	for _, tc := range []struct{ name, config, want string }{
		{"name", `resource "flywheel_attic_cache" "x" { name = "a/b" }`, "Not the name of a cache"},
		{"retention", `resource "flywheel_attic_cache" "x" {
  name = "a"
  retention_seconds = -1
}`, "retention_seconds"},
		{"store", `resource "flywheel_attic_cache" "x" {
  name = "a"
  store_dir = "nix/store"
}`, "Not a store directory"},
		{"key without revision", `resource "flywheel_attic_cache" "x" {
  name = "a"
  signing_key_wo = "` + givenKey + `"
}`, "Key without a revision"},
		{"bad key", `resource "flywheel_attic_cache" "x" {
  name = "a"
  signing_key_wo = "k:hunter2"
  signing_key_revision = 1
}`, "Not a secret key of Nix"},
		{"two secrets", `ephemeral "flywheel_attic_token" "x" {
  signing_secret = "x"
  signing_secret_file = "y"
  subject = "s"
  validity = "1h"
  permissions = { "*" = ["pull"] }
}`, "signing_secret"},
		{"validity in days", `ephemeral "flywheel_attic_token" "x" {
  signing_secret = "x"
  subject = "s"
  validity = "1 day"
  permissions = { "*" = ["pull"] }
}`, "Not a duration"},
		{"unknown permission", `ephemeral "flywheel_attic_token" "x" {
  signing_secret = "x"
  subject = "s"
  validity = "1h"
  permissions = { "*" = ["write"] }
}`, `"write"`},
	} {
		a.use(everything, "1h", tc.config)
		out, code := a.tofu("validate", "-no-color")
		if code != 1 || !strings.Contains(out, tc.want) || strings.Count(out, "hunter2") > 1 { // OpenTofu itself shows the line
			t.Errorf("%s: exit code %d, want 1 and %q\n%s", tc.name, code, tc.want, out)
		}
	}
}

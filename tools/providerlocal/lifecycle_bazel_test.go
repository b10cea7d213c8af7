//go:build bazel && linux

package main_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

func TestLifecycle(t *testing.T) {
	w := newWorld(t)
	created := w.planned()
	if got := created.Actions; len(got) != 1 || got[0] != "create" {
		t.Errorf("first plan: %v", got)
	}
	for name, unknown := range created.AfterUnknown {
		if unknown == true && name != "nix_public_keys" {
			t.Errorf("%s is unknown in the first plan", name)
		}
	}
	w.ok("apply", "saved.plan")
	first := w.server()
	w.unchanged()
	digest := w.put("")

	must(t, unix.Kill(first, unix.SIGKILL))
	c := w.planned()
	if c.differing() != "running" || c.Actions[0] != "update" || c.Before["running"] != false || c.After["running"] != true {
		t.Errorf("a killed server is planned as %v of %q; want an update of running alone", c.Actions, c.differing())
	}
	w.apply()
	second := w.server()
	w.unchanged()
	w.mustHave(digest)

	w.grpc = testenv.FreeAddresses(t, 1)[0]
	w.config("")
	if c := w.planned(); strings.Join(c.Actions, " ") != "update" || c.differing() != "bazel_grpc_url config_sha256 grpc_address" {
		t.Errorf("another port is planned as %v of %q; want an update in place", c.Actions, c.differing())
	}
	w.apply()
	if w.server() == second {
		t.Error("another port, and the server was not restarted")
	}
	w.unchanged()
	w.mustHave(digest)

	flushed := w.server()
	w.config(`sync = "each"`)
	if c := w.planned(); strings.Join(c.Actions, " ") != "update" || c.differing() != "config_sha256 sync" {
		t.Errorf("another sync is planned as %v of %q; want an update in place", c.Actions, c.differing())
	}
	w.apply()
	if w.server() == flushed || !strings.Contains(read(t, filepath.Join(w.data, "config.json")), `"sync": "each"`) {
		t.Error("another sync, and the server was not restarted with it")
	}
	w.unchanged()
	w.mustHave(digest)

	w.config("sync = \"each\"\n  destroy_data = true")
	third := w.server()
	w.apply()
	if w.server() != third {
		t.Error("destroy_data restarted the server")
	}
	w.ok("destroy", "-auto-approve")
	if left := w.servers(); len(left) > 0 || exists(w.data) {
		t.Errorf("after destroy: servers %v, data directory there %v", left, exists(w.data))
	}
}

func TestDestroyKeepsData(t *testing.T) {
	w := newWorld(t)
	w.apply()
	keys := w.publicKeys()
	digest := w.put("")
	w.ok("destroy", "-auto-approve")
	if left := w.servers(); len(left) > 0 || exists(filepath.Join(w.data, "bin")) || exists(filepath.Join(w.data, "cached.pid")) {
		t.Errorf("destroy left servers %v or their files", left)
	}
	w.apply()
	w.mustHave(digest)
	if got := w.publicKeys(); got != keys {
		t.Errorf("the signing keys changed: %s, then %s", keys, got)
	}
}

func TestOtherDirectoryReplaces(t *testing.T) {
	w := newWorld(t)
	w.apply()
	w.data += "-other"
	w.config("")
	if c := w.planned(); strings.Join(c.Actions, " ") != "delete create" {
		t.Errorf("another data directory is planned as %v; want a replacement", c.Actions)
	}
	w.ok("apply", "saved.plan")
	w.server()
	w.unchanged()
}

func TestOtherCachesChangeKeys(t *testing.T) {
	w := newWorld(t)
	w.apply()
	w.config(`caches = { main = {}, mine = { priority = 30, retention_days = 7, public = false } }`)
	if got := w.planned().differing(); got != "caches config_sha256 nix_cache_urls nix_public_keys?" {
		t.Errorf("other caches change %q", got)
	}
	w.apply()
	w.unchanged()
	if keys := w.publicKeys(); !strings.Contains(keys, "mine.flywheel.local-1:") || strings.Contains(keys, "static") {
		t.Errorf("keys %s", keys)
	}
}

func TestInputsKnownOnlyAtApply(t *testing.T) {
	w := newWorld(t)
	main := filepath.Join(w.root, "main.tf")
	write(t, main, strings.Replace(read(t, main), strconv.Quote(w.http), "terraform_data.address.output", 1)+`
resource "terraform_data" "address" { input = "`+w.http+`" }
`)
	c := w.planned()
	if c.AfterUnknown["config_sha256"] != true || c.AfterUnknown["bazel_http_url"] != true || c.After["running"] != true {
		t.Errorf("an unknown address is planned as %v, unknown %v", c.After, c.AfterUnknown)
	}
	w.ok("apply", "saved.plan")
	w.server()
	w.unchanged()
}

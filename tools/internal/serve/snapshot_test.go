//go:build bazel

package serve_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve/testprovider"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/google/go-cmp/cmp"
)

const blocks = `
  listed { name = "a" }
  listed {
    name = "b"
    port = 2
  }
  either { name = "c" }
  single { on = true }
`

const nested = `
  net   = { name = "n" }
  disks = [{ name = "d" }]
  ports = [{ name = "p", secret = "s" }]
  users = { root = { name = "r" } }
`

// TestPlanNew: what the configuration sets is known, all else that the provider
// computes is not, at any depth; write-only values are not planned at all.
func TestPlanNew(t *testing.T) {
	member := map[string]any{"ip": true, "port": true}
	serial := map[string]any{"serial": true}
	want := map[string]any{
		"id": true, "size": true, "zones": true, "any": true,
		"listed": []any{member, map[string]any{"ip": true}},
		"either": []any{member},
		"single": map[string]any{"state": true},
	}
	want6 := map[string]any{
		"net": serial, "disks": []any{serial}, "ports": []any{serial}, "users": map[string]any{"root": serial}, "found": true,
	}
	for _, protocol := range []string{"5", "6"} {
		t.Run(protocol, func(t *testing.T) {
			text := blocks
			if protocol == "6" {
				text += nested
				for name, v := range want6 {
					want[name] = v
				}
			}
			w := start(t, protocol, false, serve.Options{}, map[string]string{
				"main.tf": header + `resource "rich_thing" "this" {
  name   = "x"
  secret = "hush"
  tags   = { a = "b" }` + text + "}\n",
			})
			c := change(t, w, 2)
			if diff := cmp.Diff(want, pruned(c.AfterUnknown)); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
			if after := c.After.(map[string]any); after["name"] != "x" || after["secret"] != nil {
				t.Errorf("name %v, secret %v; want x and nothing", after["name"], after["secret"])
			}
		})
	}
}

type planned struct {
	Actions      []string `json:"actions"`
	After        any      `json:"after"`
	AfterUnknown any      `json:"after_unknown"`
	ReplacePaths any      `json:"replace_paths"`
}

// change plans, and returns the change of the only resource.
func change(t *testing.T, w *work, code int) planned {
	t.Helper()
	w.want(t, code, nil, "plan", "-out=p", "-detailed-exitcode")
	cmd := exec.Command(testenv.Path(t, "TOFU"), "show", "-json", "p")
	cmd.Dir, cmd.Env = w.dir, append([]string{"HOME=" + w.dir, "TMPDIR=" + w.sockets, "CHECKPOINT_DISABLE=1"}, w.env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var p struct {
		Changes []struct {
			Change planned `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(out, &p); err != nil || len(p.Changes) != 1 {
		t.Fatalf("%v, %d changes\n%s", err, len(p.Changes), out)
	}
	return p.Changes[0].Change
}

// pruned leaves out what has nothing unknown.
func pruned(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := map[string]any{}
	for key, inner := range m {
		if l, ok := inner.([]any); ok {
			kept := []any{}
			for _, e := range l {
				if e, ok := e.(map[string]any); ok {
					kept = append(kept, pruned(e))
				}
			}
			if slices.ContainsFunc(kept, func(e any) bool { return len(e.(map[string]any)) > 0 }) {
				out[key] = kept
			}
			continue
		}
		if p := pruned(inner); !cmp.Equal(p, map[string]any{}) {
			out[key] = p
		}
	}
	return out
}

// state is a stored state with one thing.
const state = `{
  "version": 4, "terraform_version": "1.12.0", "serial": 1, "lineage": "l", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "rich_thing", "name": "this",
    "provider": "provider[\"registry.opentofu.org/example/rich\"]",
    "instances": [{"schema_version": 2, "attributes": {
      "id": "7", "name": "x", "size": "small", "description": null, "tags": null, "zones": ["z"], "any": null, "secret": null, "old": null,
      "listed": [{"name": "a", "ip": "10.0.0.1", "port": 1}], "either": [{"name": "c", "ip": "10.0.0.2", "port": null}],
      "single": {"on": true, "state": "up"},
      "net": {"name": "n", "serial": "s1", "secret": null}, "disks": null, "ports": null,
      "users": {"root": {"name": "r", "serial": "s2", "secret": null}}, "found": []
    }}]
  }]
}`

const thing = `resource "rich_thing" "this" {
  name = "x"
  net  = { name = "n" }
  users = { root = { name = "r" } }
  listed { name = "a" }
  either { name = "c" }
  single { on = true }
}
`

// TestPlanUpdate: what was there keeps what it computed; what is new does not
// know it yet.
func TestPlanUpdate(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		main         string
		code         int
		actions      []string
		unknown      map[string]any
	}{
		{"unchanged", "nothing is planned where nothing changed", thing, 0, []string{"no-op"}, map[string]any{}},
		{"renamed", "whether a change replaces, only the provider knows", strings.Replace(thing, `"x"`, `"y"`, 1), 2, []string{"update"}, map[string]any{}},
		{"element", "a new element has all to compute", strings.Replace(thing, "  single", "  listed { name = \"b\" }\n  single", 1), 2, []string{"update"},
			map[string]any{"listed": []any{map[string]any{}, map[string]any{"ip": true, "port": true}}}},
		{"set element", "and so has one of a set", strings.Replace(thing, "  single", "  either { name = \"d\" }\n  single", 1), 2, []string{"update"},
			map[string]any{"either": []any{map[string]any{}, map[string]any{"ip": true, "port": true}}}},
		{"map element", "and of a map", strings.Replace(thing, `"r" } }`, `"r" }, tom = { name = "t" } }`, 1), 2, []string{"update"},
			map[string]any{"users": map[string]any{"tom": map[string]any{"serial": true}}}},
		{"removed", "a destroy is planned", "", 2, []string{"delete"}, map[string]any{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := start(t, "6", false, serve.Options{}, map[string]string{"main.tf": header + tc.main, "terraform.tfstate": state})
			c := change(t, w, tc.code)
			if diff := cmp.Diff(tc.unknown, pruned(c.AfterUnknown)); diff != "" {
				t.Errorf("%s: unknown (-want +got):\n%s", tc.reason, diff)
			}
			if !slices.Equal(c.Actions, tc.actions) || c.ReplacePaths != nil {
				t.Errorf("%s: %v, replaced for %v; want %v", tc.reason, c.Actions, c.ReplacePaths, tc.actions)
			}
		})
	}
}

func TestDestroyWithoutProvider(t *testing.T) {
	w := start(t, "6", false, serve.Options{}, map[string]string{"main.tf": header, "terraform.tfstate": state})
	w.want(t, 0, []string{"1 destroyed"}, "apply", "-auto-approve")
}

// TestRefused: what a schema cannot answer is an error with the remedy.
func TestRefused(t *testing.T) {
	const remedy = `set provider_mode = "real" on the target, or build with --@flywheel//build/tofu:providers=real`
	for _, tc := range []struct {
		name string
		main string
		want []string
		args []string
	}{
		{"apply", `resource "rich_note" "this" { text = "t" }`, []string{"rich_note cannot be applied: its provider is only a schema snapshot", "mock_provider", remedy}, []string{"apply", "-auto-approve"}},
		{"function", `output "o" { value = provider::rich::double("t") }`, []string{"The function double", "cannot be called", remedy}, []string{"plan"}},
		{"import", "resource \"rich_thing\" \"this\" { name = \"t\" }\nimport {\n  to = rich_thing.this\n  id = \"t\"\n}", []string{"Nothing can be imported from a schema snapshot", remedy}, []string{"plan"}},
	} {
		for _, protocol := range []string{"5", "6"} {
			t.Run(tc.name+protocol, func(t *testing.T) {
				w := start(t, protocol, false, serve.Options{}, map[string]string{"main.tf": header + tc.main + "\n"})
				w.want(t, 1, tc.want, tc.args...)
			})
		}
	}
}

// TestReadOnly: what only the provider computes nobody may set, at any depth.
func TestReadOnly(t *testing.T) {
	const summary = "Invalid Configuration for Read-Only Attribute"
	for _, tc := range []struct {
		name string
		main string
		want string
	}{
		{"attribute", `resource "rich_note" "n" {
  text = "t"
  pid  = 1
}`, "on main.tf line 8,"},
		{"block", `resource "rich_thing" "n" {
  name = "t"
  listed { name = "a" }
  listed {
    name = "b"
    ip   = "10.0.0.1"
  }
}`, "on main.tf line 11,"},
		{"set", `resource "rich_thing" "n" {
  name = "t"
  either {
    name = "b"
    ip   = "10.0.0.1"
  }
}`, "on main.tf line 10,"},
		{"nested", `resource "rich_thing" "n" {
  name  = "t"
  users = { root = { name = "r", serial = "1" } }
}`, "on main.tf line 6,"},
		{"unknown", `resource "rich_note" "a" { text = "a" }
resource "rich_note" "n" {
  text   = "t"
  region = rich_note.a.region
}`, "on main.tf line 9,"},
		{"data", `data "rich_lookup" "n" {
  key   = "t"
  value = "v"
}`, "on main.tf line 8,"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, marker := range []string{"", "_"} {
				w := start(t, "6", false, serve.Options{DataMarker: marker}, map[string]string{"main.tf": header + tc.main + "\n"})
				w.want(t, 1, []string{summary, tc.want}, "validate")
			}
		})
	}
}

// TestDeprecated: a snapshot warns where the provider's program does.
func TestDeprecated(t *testing.T) {
	for _, protocol := range []string{"5", "6"} {
		for _, real := range []bool{false, true} {
			w := start(t, protocol, real, serve.Options{}, map[string]string{"main.tf": header + `
resource "rich_thing" "n" {
  name = "t"
  old  = true
}
resource "rich_thing" "m" { name = "t" }
resource "rich_label" "n" { text = "t" }
`})
			out := w.want(t, 0, []string{"Attribute Deprecated", "on main.tf line 9,", "Warning: Deprecated with rich_label.n,"}, "validate")
			if n := strings.Count(out, "Warning:"); n != 2 {
				t.Errorf("protocol %s, real %t: %d warnings, want 2:\n%s", protocol, real, n, out)
			}
		}
	}
}

const reading = `
data "rich_lookup" "this" { key = "k" }
ephemeral "rich_ticket" "this" { user = "u" }
output "o" { value = "<${data.rich_lookup.this.value}${data.rich_lookup.this.total}${length(data.rich_lookup.this.hosts)}${data.rich_lookup.this.meta.description}>" }
`

// TestReading: expressions over what would be read go on, and it is said that
// nothing was.
func TestReading(t *testing.T) {
	for _, protocol := range []string{"5", "6"} {
		w := start(t, protocol, false, serve.Options{}, map[string]string{"main.tf": header + reading})
		w.want(t, 0, []string{`o = "<00>"`, "data.rich_lookup was not read", "ephemeral.rich_ticket was not read", "override_data"}, "plan")
		if got := w.server.NotRead(); len(got) != 0 {
			t.Errorf("not read: %v; warnings say so already", got)
		}
	}
}

func TestSyntheticReading(t *testing.T) {
	for _, real := range []bool{false, true} {
		w := start(t, "6", real, serve.Options{Synthetic: true}, map[string]string{"main.tf": header + reading})
		out := w.want(t, 0, []string{`o = "<00>"`}, "plan")
		if strings.Contains(out, "was not read") {
			t.Errorf("a warning in:\n%s", out)
		}
		want := []string{testprovider.Address + " data.rich_lookup", testprovider.Address + " ephemeral.rich_ticket"}
		if diff := cmp.Diff(want, w.server.NotRead()); diff != "" {
			t.Errorf("not read (-want +got):\n%s", diff)
		}
	}
}

func TestTofuTest(t *testing.T) {
	const mocked = "mock_provider \"rich\" {}\nrun \"r\" {\n  assert {\n    condition     = rich_note.this.region != null\n    error_message = \"no region\"\n  }\n}\n"
	const planned = "run \"r\" {\n  command = plan\n  assert {\n    condition     = rich_note.this.text == \"t\"\n    error_message = \"no text\"\n  }\n}\n"
	for _, protocol := range []string{"5", "6"} {
		w := start(t, protocol, false, serve.Options{}, map[string]string{
			"main.tf":              header + "resource \"rich_note\" \"this\" { text = \"t\" }\n",
			"tests/a.tftest.hcl":   mocked,
			"tests/b.tftest.hcl":   planned,
			"tests/mocked.tf":      "",
			"tests/unused.tf.json": "{}",
		})
		w.want(t, 0, []string{"2 passed, 0 failed"}, "test")
	}
}

// TestKeep: types that are not kept are not there, and all others are.
func TestKeep(t *testing.T) {
	keep := func(name string) bool { return name == "rich_note" }
	w := start(t, "6", false, serve.Options{Keep: keep}, map[string]string{"main.tf": header + "resource \"rich_note\" \"n\" { text = \"t\" }\n"})
	w.want(t, 0, nil, "validate")
	w = start(t, "6", false, serve.Options{Keep: keep}, map[string]string{"main.tf": header + thing})
	w.want(t, 1, []string{`does not support resource type "rich_thing"`}, "validate")
}

func TestDataMarker(t *testing.T) {
	const main = header + "data \"rich_lookup\" \"this\" {\n  key = \"k\"\n  flag = \"f\"\n}\noutput \"o\" { value = \"${data.rich_lookup.this.flag}:${data.rich_lookup.this.value}\" }\n"
	for _, tc := range []struct {
		real bool
		want string
	}{{false, `o = "f:"`}, {true, `o = "f:/k"`}} {
		w := start(t, "6", tc.real, serve.Options{DataMarker: "flag"}, map[string]string{"main.tf": main})
		w.want(t, 0, []string{tc.want}, "plan")
	}
}

func TestStartCannot(t *testing.T) {
	long := filepath.Join("/tmp", strings.Repeat("x", 100))
	s := &schema.Snapshot{Address: "a/b/c", Version: "1.0.0", Protocol: 6, Schema: []byte{10, 0}}
	for _, tc := range []struct {
		name string
		o    serve.Options
		want string
	}{
		{"nothing", serve.Options{Dir: shortDir(t), Providers: []serve.Provider{{Label: "//p:p"}}}, "//p:p: there is neither a schema snapshot nor a program"},
		{"no program", serve.Options{Dir: shortDir(t), Providers: []serve.Provider{{Label: "//p:p", Plugin: "none"}}}, "starting the plugin of //p:p"},
		{"long path", serve.Options{Dir: long, Providers: []serve.Provider{{Label: "//p:p", Snapshot: s}}}, "set TMPDIR to a short directory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := serve.Start(t.Context(), tc.o); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
		})
	}
}

// TestMarkerPutsReadingOff: an unknown marker makes OpenTofu neither read a data
// source nor open an ephemeral resource, and programs that validate them do not
// see it.
func TestMarkerPutsReadingOff(t *testing.T) {
	const main = header + `data "rich_lookup" "this" {
  key = "k"
  _   = timestamp()
}
ephemeral "rich_ticket" "this" {
  user = "u"
  _    = timestamp()
}
output "o" { value = "<${data.rich_lookup.this.value}>" }
`
	for _, real := range []bool{false, true} {
		w := start(t, "6", real, serve.Options{DataMarker: "_", Synthetic: true}, map[string]string{"main.tf": main})
		w.want(t, 0, []string{"data.rich_lookup.this will be read during apply", "o = (known after apply)"}, "plan")
	}
}

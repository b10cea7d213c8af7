//go:build bazel

package serve_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/serve"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve/testprovider"
)

// aliases are four configurations of the provider, two of them equal.
const aliases = header + `
provider "rich" { region = "home" }
provider "rich" {
  alias  = "east"
  region = "east"
}
provider "rich" {
  alias  = "west"
  region = "west"
}
provider "rich" {
  alias  = "also_west"
  region = "west"
}
resource "rich_note" "home" { text = "h" }
resource "rich_note" "east" {
  provider = rich.east
  text     = "e"
}
resource "rich_note" "west" {
  provider = rich.west
  text     = "w"
}
resource "rich_note" "also_west" {
  provider = rich.also_west
  text     = "w"
}
output "o" { value = join(" ", [for n in [rich_note.home, rich_note.east, rich_note.west, rich_note.also_west] : "${n.region}:${n.pid}"]) }
`

// TestAliases: each configuration has a program of its own, equal ones share,
// and none is left when the server is closed.
func TestAliases(t *testing.T) {
	for _, protocol := range []string{"5", "6"} {
		t.Run(protocol, func(t *testing.T) {
			w := start(t, protocol, true, serve.Options{}, map[string]string{"main.tf": aliases})
			out := w.want(t, 0, []string{"4 added"}, "apply", "-auto-approve")
			m := regexp.MustCompile(`o = "home:(\d+) east:(\d+) west:(\d+) west:(\d+)"`).FindStringSubmatch(out)
			if m == nil || m[1] == m[2] || m[2] == m[3] || m[1] == m[3] || m[3] != m[4] {
				t.Fatalf("three programs are wanted, one for each configuration:\n%s", out)
			}
			w.want(t, 0, []string{"4 destroyed"}, "destroy", "-auto-approve")
			if err := w.server.Close(); err != nil {
				t.Error(err)
			}
			for _, pid := range slices.Compact(m[1:]) {
				gone(t, pid)
			}
			if left, err := os.ReadDir(w.sockets); err != nil || len(left) > 0 {
				t.Errorf("left %v, %v; want nothing", left, err)
			}
		})
	}
}

func gone(t *testing.T, pid string) {
	t.Helper()
	n, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(n, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("program %d is still there: %v", n, err)
	}
}

// TestProxy: with a program, answers are the program's.
func TestProxy(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		main         string
		synthetic    bool
		code         int
		want         []string
		args         []string
	}{
		{"validator", "resources are validated by the provider", `resource "rich_note" "n" { text = "bad" }`, false, 1, []string{"Bad text", "on main.tf line 6", "own validator refuses"}, []string{"validate"}},
		{"validator synthetic", "in a preview too", `resource "rich_note" "n" { text = "bad" }`, true, 1, []string{"Bad text"}, []string{"validate"}},
		{"provider validator", "and so is its configuration", "provider \"rich\" { region = \"nowhere\" }\nresource \"rich_note\" \"n\" { text = \"t\" }", false, 1, []string{"There is no region nowhere."}, []string{"plan"}},
		{"configure fails", "errors of configuring arrive", "provider \"rich\" { region = \"refused\" }\nresource \"rich_note\" \"n\" { text = \"t\" }", false, 1, []string{"Region refused"}, []string{"plan"}},
		{"configure synthetic", "but a preview configures nothing", "provider \"rich\" { region = \"refused\" }\nresource \"rich_note\" \"n\" { text = \"t\" }", true, 0, []string{"1 to add"}, []string{"plan"}},
		{"function", "functions are the provider's", `output "o" { value = provider::rich::double("t") }`, false, 0, []string{`o = "tt"`}, []string{"plan"}},
		{"function synthetic", "in a preview too", `output "o" { value = provider::rich::double("t") }`, true, 0, []string{`o = "tt"`}, []string{"plan"}},
		{"reading", "data sources are read", "provider \"rich\" { region = \"home\" }\ndata \"rich_lookup\" \"l\" { key = \"k\" }\noutput \"o\" { value = data.rich_lookup.l.value }", false, 0, []string{`o = "home/k"`}, []string{"plan"}},
		{"default", "plans are the provider's", thing, false, 0, []string{`size = "small"`}, []string{"plan"}},
		{"default synthetic", "but not in a preview", thing, true, 0, []string{`size = (known after apply)`}, []string{"plan"}},
		{"crash", "of a program that is gone it is said which, and what it wrote", `resource "rich_note" "n" { text = "crash" }`, false, 1,
			[]string{"asking the plugin of //rich:provider", "the program has ended", "rich: out of luck"}, []string{"apply", "-auto-approve"}},
	} {
		for _, protocol := range []string{"5", "6"} {
			t.Run(tc.name+protocol, func(t *testing.T) {
				main := tc.main
				if protocol == "5" && main == thing {
					main = "resource \"rich_thing\" \"this\" { name = \"x\" }"
				}
				w := start(t, protocol, true, serve.Options{Synthetic: tc.synthetic}, map[string]string{"main.tf": header + main + "\n"})
				w.want(t, tc.code, tc.want, tc.args...)
			})
		}
	}
}

// TestWorkDir: relative paths count from where tofu works.
func TestWorkDir(t *testing.T) {
	dir := shortDir(t)
	w := start(t, "6", true, serve.Options{WorkDir: dir}, map[string]string{
		"main.tf": header + "data \"rich_lookup\" \"l\" { key = \"k\" }\noutput \"o\" { value = data.rich_lookup.l.hosts[0] }\n",
	})
	w.want(t, 0, []string{`o = "` + dir + `"`}, "plan")
}

// TestNoSnapshot: a program is asked for its schema.
func TestNoSnapshot(t *testing.T) {
	for _, protocol := range []string{"5", "6"} {
		o := serve.Options{Providers: []serve.Provider{{Label: "//rich:provider", Address: testprovider.Address, Plugin: program(t, protocol)}}}
		w := startWith(t, o, map[string]string{"main.tf": aliases})
		w.want(t, 0, []string{"4 added"}, "apply", "-auto-approve")
	}
}

// TestTwoConfigurationsInOneTest: each run has the provider that it names.
func TestTwoConfigurationsInOneTest(t *testing.T) {
	run := func(name string) string {
		return "run \"" + name + "\" {\n  providers = { rich = rich." + name + " }\n  assert {\n    condition     = output.o == \"" + name + "/k\"\n    error_message = output.o\n  }\n}\n"
	}
	w := start(t, "6", true, serve.Options{}, map[string]string{
		"main.tf": header + "data \"rich_lookup\" \"this\" { key = \"k\" }\noutput \"o\" { value = data.rich_lookup.this.value }\n",
		"a.tftest.hcl": "provider \"rich\" {\n  alias  = \"a\"\n  region = \"a\"\n}\nprovider \"rich\" {\n  alias  = \"b\"\n  region = \"b\"\n}\n" +
			run("a") + run("b"),
	})
	w.want(t, 0, []string{"2 passed, 0 failed"}, "test")
}

// TestInterrupted: the end of the context stops the programs, and Close returns.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := serve.Options{Dir: shortDir(t), Providers: []serve.Provider{{Label: "//rich:provider", Address: testprovider.Address, Plugin: program(t, "6")}}}
	s, err := serve.Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

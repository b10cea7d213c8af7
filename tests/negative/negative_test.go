//go:build bazel

// Package negative_test makes the mistakes that people make in modules with
// third-party providers, one directory of testdata each, and wants from the
// runner the diagnostic of each: in schema mode, where the providers are answered for
// from snapshots of their schemas, and in real mode, where the plugins are asked.
// Directories valid_* hold correct modules, on which nothing may be found.
package negative_test

import (
	"flag"
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	flag.Bool("update", false, "rewrite the wanted diagnostics: go test -tags bazel ./tests/negative -update")
	flag.Parse()
	os.Exit(m.Run())
}

func update() bool { return flag.Lookup("update").Value.String() == "true" }

// TestSchemaMode wants of each class what its want.json says, with no plugin at hand.
func TestSchemaMode(t *testing.T) {
	for _, c := range classes(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.judge(t, schemaMode, run(t, c, schemaMode))
		})
	}
}

// TestRealMode wants the same verdict of the real plugins, but for the classes
// whose want.json says what is lost without them. A plugin that is not at hand
// leaves out the classes that need it: see plugins.
func TestRealMode(t *testing.T) {
	var absent []string
	for _, c := range classes(t) {
		if missing := withoutPlugin(t, c); missing != "" {
			absent = append(absent, c.name+" ("+missing+")")
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.judge(t, realMode, run(t, c, realMode))
		})
	}
	if absent != nil {
		t.Logf("real mode was not tried of %d classes, whose plugins are not built in this repository: "+
			"name a directory that holds terraform-provider-<type> in %s to try them\n  %s",
			len(absent), pluginsVariable, strings.Join(absent, "\n  "))
	}
}

// TestClasses holds the collection to what it is for.
func TestClasses(t *testing.T) {
	caught, lost, valid := 0, 0, 0
	used := map[string]int{}
	for _, c := range classes(t) {
		for _, p := range c.Providers {
			used[p]++
		}
		correct := strings.HasPrefix(c.name, "valid_")
		switch {
		case c.Reason == "":
			t.Errorf("%s: want.json has no reason", c.name)
		case correct && (c.Lost || len(c.Schema) > 0 || c.Real != nil):
			t.Errorf("%s is correct, but something is wanted of it", c.name)
		case c.Lost != strings.HasPrefix(c.name, "lost_"):
			t.Errorf("%s: the names of classes that schema mode loses begin with lost_, and only theirs", c.name)
		case c.Lost && (c.Real == nil || len(*c.Real) == 0 || len(c.Schema) > 0):
			t.Errorf("%s is lost: want.json must say what the real plugin finds, and nothing of schema mode", c.name)
		case !correct && !c.Lost && len(c.Schema) == 0:
			t.Errorf("%s: want.json wants nothing", c.name)
		}
		switch {
		case correct:
			valid++
		case c.Lost:
			lost++
		default:
			caught++
		}
	}
	t.Logf("%d classes caught in schema mode, %d lost there, %d correct modules", caught, lost, valid)
	if caught+lost < 53 || caught < 30 || valid < 8 {
		t.Errorf("%d mistakes, %d of them caught, and %d correct modules; want 53, 30 and 8 at least", caught+lost, caught, valid)
	}
	for _, p := range providers() {
		if used[p.name] == 0 {
			t.Errorf("no class uses provider %s", p.name)
		}
	}
}

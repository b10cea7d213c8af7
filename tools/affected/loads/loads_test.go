package loads_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/google/go-cmp/cmp"
)

func parse(t *testing.T, name, text string) loads.File {
	t.Helper()
	f, err := loads.Parse(name, []byte(text), func(repo string) bool { return repo == "" || repo == "me" })
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLoads(t *testing.T) {
	for _, tc := range []struct {
		name, file, label, want string
	}{
		{"relative", "//a/b:BUILD", ":x.bzl", "//a/b:x.bzl"},
		{"relative without colon", "//a/b:y.bzl", "x.bzl", "//a/b:x.bzl"},
		{"relative in a subdirectory", "//a:BUILD", ":sub/x.bzl", "//a:sub/x.bzl"},
		{"relative to the package, not to the directory", "//a:sub/y.bzl", ":x.bzl", "//a:x.bzl"},
		{"root package", "//:BUILD", ":x.bzl", "//:x.bzl"},
		{"absolute", "//a:BUILD", "//c/d:x.bzl", "//c/d:x.bzl"},
		{"absolute without a name", "//a:BUILD", "//c/d.bzl", "//c/d.bzl:d.bzl"},
		{"main repository", "//a:BUILD", "@//c:x.bzl", "//c:x.bzl"},
		{"canonical main repository", "//a:BUILD", "@@//c:x.bzl", "//c:x.bzl"},
		{"main repository by its module's name", "//a:BUILD", "@me//c:x.bzl", "//c:x.bzl"},
		{"other repository", "//a:BUILD", "@other//c:x.bzl", "@other//c:x.bzl"},
		{"canonical other repository", "//a:BUILD", "@@other~1//c:x.bzl", "@@other~1//c:x.bzl"},
	} {
		f := parse(t, tc.file, "load(\""+tc.label+"\", \"f\")\n")
		if diff := cmp.Diff([]string{tc.want}, f.Loads); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	if _, err := loads.Parse("//:BUILD", []byte("load("), nil); err == nil {
		t.Error("a broken file is an error: Bazel must report it")
	}
}

func TestPackageCall(t *testing.T) {
	base := parse(t, "//:BUILD", `package(default_visibility = ["//visibility:public"], features = ["a"])`)
	if base.Package == "" || base.Computed {
		t.Fatalf("%+v; want a digest of literals", base)
	}
	for _, tc := range []struct {
		name, text     string
		same, computed bool
	}{
		{"form and comments", "# Words.\npackage(default_visibility=['//visibility:public'],\n  features=['a'], # more\n)", true, false},
		{"another feature", `package(default_visibility = ["//visibility:public"], features = ["b"])`, false, false},
		{"none", "", false, false},
		{"variable", `package(default_visibility = V)`, false, true},
		{"list with a variable", `package(default_visibility = ["a", V])`, false, true},
	} {
		f := parse(t, "//:BUILD", tc.text)
		if (f.Package == base.Package) != tc.same || f.Computed != tc.computed {
			t.Errorf("%s: %+v, base %+v", tc.name, f, base)
		}
	}
}

func TestOnlyVisibility(t *testing.T) {
	before := "load(\":x.bzl\", \"x\")\npackage(default_visibility = [\"//a:__pkg__\"])\nx(name = \"x\")\n"
	for _, tc := range []struct {
		name, reason, after string
		want                []string
		only                bool
	}{
		{"other", "", "load(\":x.bzl\", \"x\")\n# More.\npackage(default_visibility = [\"//b:__pkg__\", \":g\"])\nx(name = \"x\")\n", []string{"//b:__pkg__", ":g"}, true},
		{"none", "it may not be there at all", "load(\":x.bzl\", \"x\")\nx(name = \"x\")\n", nil, true},
		{"the same", "nothing changed, which others judge", "load(\":x.bzl\", \"x\")\npackage(default_visibility = [\"//a:__pkg__\"])\n# More.\nx(name = \"x\")\n", nil, false},
		{"and a target", "", "load(\":x.bzl\", \"x\")\npackage(default_visibility = [\"//b:__pkg__\"])\nx(name = \"y\")\n", nil, false},
		{"and a feature", "", "load(\":x.bzl\", \"x\")\npackage(default_visibility = [\"//b:__pkg__\"], features = [\"f\"])\nx(name = \"x\")\n", nil, false},
		{"computed", "a .bzl file may say what it is", "load(\":x.bzl\", \"x\")\npackage(default_visibility = V)\nx(name = \"x\")\n", nil, false},
		{"not Bazel's package()", "it may do anything with its arguments", "load(\":x.bzl\", \"package\", \"x\")\npackage(default_visibility = [\"//b:__pkg__\"])\nx(name = \"x\")\n", nil, false},
		{"unreadable", "", "package(", nil, false},
	} {
		was, is, only := loads.OnlyVisibility([]byte(before), []byte(tc.after))
		if only != tc.only {
			t.Errorf("%s: %v (%s)", tc.name, only, tc.reason)
		}
		if diff := cmp.Diff([2][]string{{"//a:__pkg__"}, tc.want}, [2][]string{was, is}); only && diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

func TestUsersAndClosure(t *testing.T) {
	g := loads.Graph{
		"//a:BUILD": {Loads: []string{"//:x.bzl"}},
		"//b:BUILD": {Loads: []string{"@r//:r.bzl", "//:y.bzl"}},
		"//:x.bzl":  {Loads: []string{"//:y.bzl"}},
		"//:y.bzl":  {},
	}
	if diff := cmp.Diff([]string{"//:x.bzl", "//a:BUILD", "//b:BUILD"}, g.Users([]string{"//:y.bzl"})); diff != "" {
		t.Errorf("users (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"//b:BUILD"}, g.Users([]string{"@r//:r.bzl"})); diff != "" {
		t.Errorf("users of another repository's (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"//:x.bzl", "//:y.bzl", "//a:BUILD"}, g.Closure([]string{"//a:BUILD"})); diff != "" {
		t.Errorf("closure (-want +got):\n%s", diff)
	}
	if !loads.External("@r//:r.bzl") || loads.External("//:x.bzl") {
		t.Error("External")
	}
	if diff := cmp.Diff([]string{"//:x.bzl", "//a:BUILD"}, g.At(map[string]bool{"x.bzl": true, "a/BUILD": true})); diff != "" {
		t.Errorf("at (-want +got):\n%s", diff)
	}
}

package spec_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/google/go-cmp/cmp"
)

func TestDecode(t *testing.T) {
	const module = `{"label":"//m/x:x","dir":"m/x","build_file":"m/x/BUILD.bazel","srcs":[{"path":"p/main.tf","dest":"m/x/main.tf"}]}`
	const stack = `{"name":"s","label":"//s:s","repo":"r","package":"s","environment":"e","verb":"plan","backend":{"type":"local"}}`
	for _, tc := range []struct {
		name   string
		reason string
		json   string
		want   string // part of the error; empty for none
	}{
		{"deps", "all that the kind needs", `{"v":1,"kind":"deps","label":"//m/x:x","modules":[` + module + `]}`, ""},
		{"validate", "all that the kind needs", `{"v":1,"kind":"validate","label":"l","tofu":"t","root":"m/x","modules":[` + module + `]}`, ""},
		{"top", "a module may be at the top of the workspace", `{"v":1,"kind":"validate","label":"l","tofu":"t","root":"","modules":[{"label":"//:x","dir":""}]}`, ""},
		{"verdict", "all that the kind needs", `{"v":1,"kind":"verdict","label":"l","report":"r"}`, ""},
		{"fmt", "all that the kind needs", `{"v":1,"kind":"fmt","label":"l","tofu":"t","fix":"f","files":[{"path":"a","dest":"a"}]}`, ""},
		{"fmt_fix", "no files means the whole workspace", `{"v":1,"kind":"fmt_fix","label":"l","tofu":"t"}`, ""},
		{"docs", "all that the kind needs", `{"v":1,"kind":"docs","label":"l","fix":"f","root":"m/x","modules":[` + module + `],"files":[{"path":"p","dest":"m/x/README.md"}]}`, ""},
		{"docs_fix", "no module means the whole workspace", `{"v":1,"kind":"docs_fix","label":"l"}`, ""},
		{"lint", "all that the kind needs", `{"v":1,"kind":"lint","label":"l","root":"m/x","modules":[` + module + `],"lint":{"tflint":"t","default":{"path":"p","dest":"d"}}}`, ""},
		{"policy", "all that the kind needs", `{"v":1,"kind":"policy","label":"l","tofu":"t","root":"m/x","modules":[` + module + `],"policy":{"stack":"s","environments":[{"name":"e"}],"rego":[{"path":"p","dest":"d"}]}}`, ""},
		{"rego", "all that the kind needs", `{"v":1,"kind":"rego","label":"l","policy":{"rego":[{"path":"p","dest":"d"}]}}`, ""},
		{"stack", "all that the kind needs", `{"v":1,"kind":"stack","label":"l","tofu":"t","root":"m/x","modules":[` + module + `],"stack":` + stack + `}`, ""},

		{"unknown field", "a misspelt field must not be ignored", `{"v":1,"kind":"fmt_fix","label":"l","tofu":"t","fiels":[]}`, `unknown field "fiels"`},
		{"unknown field below", "at any depth", `{"v":1,"kind":"deps","label":"l","modules":[{"label":"l","dir":"m/x","depz":[]}]}`, `unknown field "depz"`},
		{"wrong type", "the field is named", `{"v":1,"kind":"fmt_fix","label":3}`, "Spec.label"},
		{"no version", "a spec says its version", `{"kind":"fmt_fix"}`, `field "v": missing`},
		{"other version", "another version cannot be judged", `{"v":2,"kind":"new","novel":1}`, `field "v": version 2; this program reads version 1`},
		{"unknown kind", "nothing is done by guess", `{"v":1,"kind":"destroy"}`, `field "kind": "destroy" is unknown`},
		{"two objects", "the file is one object", `{"v":1,"kind":"fmt_fix","label":"l","tofu":"t"}{}`, "after top-level value"},
		{"empty", "an empty file is no spec", ``, "unexpected end"},
		{"no label", "messages name the target", `{"v":1,"kind":"verdict","report":"r"}`, `field "label": missing, and kind "verdict" needs it`},
		{"no tofu", "the program is an input, not found on PATH", `{"v":1,"kind":"fmt_fix","label":"l"}`, `field "tofu": missing`},
		{"no files", "a check of nothing must not pass", `{"v":1,"kind":"fmt","label":"l","tofu":"t","fix":"f"}`, `field "files": missing`},
		{"no modules", "validation needs a module", `{"v":1,"kind":"validate","label":"l","tofu":"t"}`, `field "modules": missing`},
		{"no stack", "a stack's spec says which", `{"v":1,"kind":"stack","label":"l","tofu":"t","root":"m/x","modules":[` + module + `]}`, `field "stack": missing`},
		{"no tflint", "the program is an input", `{"v":1,"kind":"lint","label":"l","root":"m/x","modules":[` + module + `],"lint":{"default":{"path":"p","dest":"d"}}}`, `field "lint.tflint": missing`},
		{"no configuration", "nor are rules a matter of chance", `{"v":1,"kind":"lint","label":"l","root":"m/x","modules":[` + module + `],"lint":{"tflint":"t"}}`, `field "lint.default[0].path": missing`},
		{"no policies", "a check by nothing must not pass", `{"v":1,"kind":"rego","label":"l","policy":{"rego":[]}}`, `field "policy.rego": missing`},
		{"no environments", "nor one of nothing", `{"v":1,"kind":"policy","label":"l","tofu":"t","root":"m/x","modules":[` + module + `],"policy":{"stack":"s","rego":[{"path":"p","dest":"d"}]}}`, `field "policy.environments": missing`},
		{"no environment", "a stack's fields are needed too", `{"v":1,"kind":"stack","label":"l","tofu":"t","root":"m/x","modules":[` + module + `],"stack":` + strings.Replace(stack, `"environment":"e"`, `"environment":""`, 1) + `}`, `field "stack.environment": missing`},
		{"no build file", "the remedy names it", `{"v":1,"kind":"deps","label":"l","modules":[{"label":"l","dir":"m/x"}]}`, `field "modules[0].build_file": missing`},
		{"root", "root is the first module", `{"v":1,"kind":"validate","label":"l","tofu":"t","root":"m/y","modules":[` + module + `]}`, `field "root": "m/y" is not the dir of the first module, "m/x"`},
		{"twice", "each module once", `{"v":1,"kind":"validate","label":"l","tofu":"t","root":"m/x","modules":[` + module + `,` + module + `]}`, `field "modules[1].dir": directory "m/x" is listed twice`},
		{"dep", "the modules are a closure", `{"v":1,"kind":"validate","label":"l","tofu":"t","root":"m/x","modules":[{"label":"l","dir":"m/x","deps":["m/y"]}]}`, `field "modules[0].deps[0]": directory "m/y" is not among the modules`},
		{"no readme", "tables need a place", `{"v":1,"kind":"docs_fix","label":"l","root":"m/x","modules":[` + module + `]}`, `field "files": 0 files for 1 modules; want the README of one`},
		{"dest escapes", "no file is placed outside the tree", `{"v":1,"kind":"fmt","label":"l","tofu":"t","fix":"f","files":[{"path":"a","dest":"../a"}]}`, `field "files[0].dest": "../a" leaves the tree`},
		{"dest absolute", "nor at an absolute place", `{"v":1,"kind":"fmt","label":"l","tofu":"t","fix":"f","files":[{"path":"a","dest":"/a"}]}`, `field "files[0].dest": "/a" is absolute`},
		{"dest not clean", "one place has one name", `{"v":1,"kind":"fmt","label":"l","tofu":"t","fix":"f","files":[{"path":"a","dest":"b/../a"}]}`, `"b/../a" leaves the tree or is not a clean path`},
		{"no path", "a file must be read from somewhere", `{"v":1,"kind":"fmt","label":"l","tofu":"t","fix":"f","files":[{"dest":"a"}]}`, `field "files[0].path": missing`},
		{"address", "an address has three parts", `{"v":1,"kind":"fmt_fix","label":"l","tofu":"t","providers":[{"label":"l","address":"a/b","version":"1","platform":"p","binary":"b"}]}`, `field "providers[0].address": "a/b" is not HOST/NAMESPACE/TYPE`},
		{"two providers", "an address means one provider", `{"v":1,"kind":"fmt_fix","label":"l","tofu":"t","providers":[{"label":"//a","address":"a/b/c","version":"1","platform":"p","binary":"b"},{"label":"//b","address":"a/b/c","version":"1","platform":"p","binary":"b"}]}`, `field "providers[1].address": //a and //b are both a/b/c`},
		{"schema only", "a provider may be only a snapshot, or nothing yet: the check says what to do then", `{"v":1,"kind":"fmt_fix","label":"l","tofu":"t","providers":[{"label":"l","address":"a/b/c","version":"1","platform":"p","schema":"s"},{"label":"l","address":"a/b/d","version":"1","platform":"p"}]}`, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "spec.json")
			if err := os.WriteFile(file, []byte(tc.json), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := spec.Read(file)
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("%v: %s", err, tc.reason)
			case tc.want == "":
			case err == nil:
				t.Errorf("no error, want %q: %s", tc.want, tc.reason)
			case !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), file):
				t.Errorf("error %q must contain %q and the file: %s", err, tc.want, tc.reason)
			}
		})
	}
}

func TestReadMissingFile(t *testing.T) {
	if _, err := spec.Read("none.json"); err == nil || !strings.Contains(err.Error(), "none.json") {
		t.Errorf("error %v, want one that names the file", err)
	}
}

func TestTreeFiles(t *testing.T) {
	f := func(n string) spec.File { return spec.File{Path: n, Dest: n} }
	s := spec.Spec{
		Modules: []spec.Module{{Dir: "a", Srcs: []spec.File{f("1")}, Data: []spec.File{f("2")}}, {Dir: "b", Srcs: []spec.File{f("3")}}},
		Tests:   []spec.File{f("4")},
		Stack:   &spec.Stack{VarFiles: []spec.File{f("5")}},
	}
	if diff := cmp.Diff([]spec.File{f("1"), f("2"), f("3"), f("4"), f("5")}, s.TreeFiles()); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if s.Module("b") != &s.Modules[1] || s.Module("c") != nil {
		t.Error("Module must find a module by its directory, and only so")
	}
}

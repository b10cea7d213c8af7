package outputslice_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/outputslice"
	"github.com/google/go-cmp/cmp"
)

// squeezed is a text without what was blanked.
func squeezed(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

const (
	settings = "terraform {\n  required_version = \">= 1\"\n}\n"
	other    = "resource \"x_y\" \"other\" {\n  a = local.unused\n}\nlocals {\n  unused = 1\n}\noutput \"other\" {\n  value = 1\n}\n"
	child    = "variable \"a\" {\n}\nvariable \"b\" {\n}\noutput \"o\" {\n  value = var.a\n}\noutput \"p\" {\n  value = var.b\n}\n"
)

func TestOf(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		// root and child are modules; the root calls the child as "c" and "d".
		root, child string
		// wantRoot and wantChild are what is left.
		wantRoot, wantChild string
	}{
		{"constant", "what an output does not name has no part in it", settings + other + "output \"o\" {\n  value = 1\n}\n", "",
			settings + "locals {\n}\noutput \"o\" {\n  value = 1\n}\n", ""},
		{"chain", "names lead to names", other + "locals {\n  l = x_y.z[0].id\n}\nresource \"x_y\" \"z\" {\n  count = local.n\n}\nlocals {\n  n = 2\n}\ndata \"x_y\" \"d\" {\n}\noutput \"o\" {\n  value = [local.l, data.x_y.d.id]\n}\n", "",
			"locals {\n}\nlocals {\n  l = x_y.z[0].id\n}\nresource \"x_y\" \"z\" {\n  count = local.n\n}\nlocals {\n  n = 2\n}\ndata \"x_y\" \"d\" {\n}\noutput \"o\" {\n  value = [local.l, data.x_y.d.id]\n}\n", ""},
		{"variables", "those of the root stay, with what their rules name", "variable \"v\" {\n  validation {\n    condition = local.l\n  }\n}\nlocals {\n  l = true\n  m = 1\n}\noutput \"o\" {\n  value = 1\n}\n", "",
			"variable \"v\" {\n  validation {\n    condition = local.l\n  }\n}\nlocals {\n  l = true\n}\noutput \"o\" {\n  value = 1\n}\n", ""},
		{"providers", "resources need them", "provider \"x\" {\n  a = local.l\n}\nlocals {\n  l = true\n}\noutput \"o\" {\n  value = 1\n}\n", "",
			"provider \"x\" {\n  a = local.l\n}\nlocals {\n  l = true\n}\noutput \"o\" {\n  value = 1\n}\n", ""},
		{"order", "it is no value", "output \"o\" {\n  value      = x_y.z.id\n  depends_on = [x_y.other]\n}\nresource \"x_y\" \"z\" {\n  depends_on = [x_y.other]\n}\n" + other, "",
			"output \"o\" {\n  value      = x_y.z.id\n}\nresource \"x_y\" \"z\" {\n}\nlocals {\n}\n", ""},
		{"conditions", "a value that is refused is none", "output \"o\" {\n  value = 1\n  precondition {\n    condition = local.l\n  }\n}\nlocals {\n  l = true\n}\n", "",
			"output \"o\" {\n  value = 1\n  precondition {\n    condition = local.l\n  }\n}\nlocals {\n  l = true\n}\n", ""},
		{"checks and moves", "they say nothing of values", "check \"c\" {\n  assert {\n    condition = local.l\n  }\n}\nmoved {\n  from = x_y.a\n  to = x_y.b\n}\nlocals {\n  l = true\n}\noutput \"o\" {\n  value = 1\n}\n", "",
			"locals {\n}\noutput \"o\" {\n  value = 1\n}\n", ""},
		{"a module's output", "only what leads to it is given", "module \"c\" {\n  source = \"../child\"\n  count = local.n\n  a = local.a\n  b = local.b\n  depends_on = [x_y.z]\n}\nlocals {\n  n = 1\n  a = 1\n  b = 2\n}\noutput \"o\" {\n  value = module.c[0].o\n}\n", child,
			"module \"c\" {\n  source = \"../child\"\n  count = local.n\n  a = local.a\n}\nlocals {\n  n = 1\n  a = 1\n}\noutput \"o\" {\n  value = module.c[0].o\n}\n",
			"variable \"a\" {\n}\noutput \"o\" {\n  value = var.a\n}\n"},
		{"a whole module", "any output may be meant", "module \"c\" {\n  source = \"../child\"\n  a = 1\n  b = 2\n}\noutput \"o\" {\n  value = [for m in [module.c] : m.p]\n}\n", child,
			"module \"c\" {\n  source = \"../child\"\n  a = 1\n  b = 2\n}\noutput \"o\" {\n  value = [for m in [module.c] : m.p]\n}\n", child},
		{"called twice", "each call gives what one of them needs", "module \"c\" {\n  source = \"../child\"\n  a = 1\n  b = 2\n}\nmodule \"d\" {\n  source = \"../child\"\n  a = local.a\n  b = local.b\n}\nlocals {\n  a = 1\n  b = 2\n}\noutput \"o\" {\n  value = [module.c.o, module.d.p]\n}\n", child,
			"module \"c\" {\n  source = \"../child\"\n  a = 1\n  b = 2\n}\nmodule \"d\" {\n  source = \"../child\"\n  a = local.a\n  b = local.b\n}\nlocals {\n  a = 1\n  b = 2\n}\noutput \"o\" {\n  value = [module.c.o, module.d.p]\n}\n", child},
		{"not called", "its files do not count", "module \"c\" {\n  source = \"../child\"\n  a = 1\n}\noutput \"o\" {\n  value = 1\n}\n", settings + child, "output \"o\" {\n  value = 1\n}\n", settings},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := map[string]string{"root/main.tf": tc.root, "child/main.tf": tc.child}
			files, ok := outputslice.Of("root", []outputslice.Module{
				{Dir: "root", Files: []hclfile.File{{Name: "root/main.tf", Src: []byte(tc.root)}}, Calls: map[string]string{"c": "child", "d": "child"}},
				{Dir: "child", Files: []hclfile.File{{Name: "child/main.tf", Src: []byte(tc.child)}}},
			}, []string{"o"})
			if !ok {
				t.Fatal("cannot be told")
			}
			for _, f := range files {
				if n := strings.Count(got[f.Name], "\n"); strings.Count(string(f.Src), "\n") != n {
					t.Errorf("%s has lost lines", f.Name)
				}
				got[f.Name] = string(f.Src)
			}
			for name, want := range map[string]string{"root/main.tf": tc.wantRoot, "child/main.tf": tc.wantChild} {
				if diff := cmp.Diff(squeezed(want), squeezed(got[name])); diff != "" {
					t.Errorf("%s: %s (-want +got):\n%s", tc.reason, name, diff)
				}
			}
		})
	}
}

func TestUntold(t *testing.T) {
	const output = "output \"o\" {\n  value = module.c.o\n}\n"
	for _, tc := range []struct{ name, reason, file, src string }{
		{"JSON", "what cannot be read may be anything", "root/main.tf.json", "{}"},
		{"syntax error", "it is OpenTofu's to report", "root/main.tf", "output {"},
		{"no such module", "so is that", "root/main.tf", output},
	} {
		t.Run(tc.name, func(t *testing.T) {
			modules := []outputslice.Module{{Dir: "root", Files: []hclfile.File{{Name: tc.file, Src: []byte(tc.src)}}}}
			if files, ok := outputslice.Of("root", modules, []string{"o"}); ok || files != nil {
				t.Errorf("%s: got %d files", tc.reason, len(files))
			}
		})
	}
}

package preview_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/preview"
	"github.com/google/go-cmp/cmp"
)

// rewrite rewrites one module of the given files.
func rewrite(t *testing.T, root bool, files map[string]string) *preview.Module {
	t.Helper()
	var names []string
	for name := range files {
		names = append(names, "m/"+name)
	}
	slices.Sort(names)
	m, err := preview.Rewrite(root, names, func(name string) ([]byte, error) { return []byte(files[path.Base(name)]), nil })
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestBlank(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		root         bool
		file         string
		in, want     string
		leftOut      []preview.Part
	}{
		{"backend", "line for line, and nothing else of the block", true, "a.tf",
			"terraform {\n  required_version = \">= 1.8\"\n  backend \"s3\" {\n    key = \"é\"\n  }\n}\n",
			"terraform {\n  required_version = \">= 1.8\"\n                \n              \n   \n}\n", nil},
		{"cloud and encryption", "they tell about the state, too", true, "a.tf",
			"terraform {\n  cloud {}\n  encryption {\n    method \"unencrypted\" \"m\" {}\n  }\n}\n",
			"terraform {\n          \n              \n" + strings.Repeat(" ", 31) + "\n   \n}\n", nil},
		{"not the root", "only a root's blocks count", false, "a.tf",
			"terraform {\n  backend \"s3\" {}\n}\n", "", nil},
		{"import", "what is imported is read", true, "a.tf",
			"import {\n  to = a.b\n  id = \"x\"\n}\nresource \"a\" \"b\" {}\n",
			"        \n          \n          \n \nresource \"a\" \"b\" {}\n",
			[]preview.Part{{What: "import block", Where: "m/a.tf:1"}}},
		{"check with data", "its assertions are about what is not read", false, "a.tf",
			"check \"x\" {\n  data \"a\" \"b\" {}\n}\ncheck \"y\" {\n  assert {}\n}\n",
			"           \n                 \n \ncheck \"y\" {\n  assert {}\n}\n",
			[]preview.Part{{What: `check "x"`, Where: "m/a.tf:1"}}},
		{"CRLF", "line ends stay", true, "a.tf",
			"terraform {\r\n  backend \"s3\" {\r\n  }\r\n}\r\n", "terraform {\r\n                \r\n   \r\n}\r\n", nil},
		{"JSON", "properties become comments", true, "a.tf.json",
			`{"terraform": [{"backend": {"s3": {"backend": "x"}}, "required_version": ">= 1"}], "import": [{"to": "a.b", "id": "x"}], "resource": {"backend": {"terraform": {"backend": 1}}}}`,
			`{"terraform": [{"//"     : {"s3": {"backend": "x"}}, "required_version": ">= 1"}], "//"    : [{"to": "a.b", "id": "x"}], "resource": {"backend": {"terraform": {"backend": 1}}}}`,
			[]preview.Part{{What: "import block", Where: "m/a.tf.json:1"}}},
		{"invalid", "OpenTofu reports it", true, "a.tf", "terraform {\n  backend \"s3\" {\n", "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := rewrite(t, tc.root, map[string]string{tc.file: tc.in})
			got, changed := m.Files["m/"+tc.file]
			if changed != (tc.want != "") || changed && string(got) != tc.want {
				t.Errorf("%s:\n%q, want\n%q", tc.reason, got, tc.want)
			}
			if strings.HasSuffix(tc.file, ".tf") && changed && strings.Count(string(got), "\n") != strings.Count(tc.in, "\n") {
				t.Error("lines were lost")
			}
			if diff := cmp.Diff(tc.leftOut, m.LeftOut); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOverride(t *testing.T) {
	m := rewrite(t, false, map[string]string{
		"a.tf":          "data \"k_secret\" \"s\" {\n  count = 2\n}\nephemeral \"r_password\" \"p\" {}\ndata \"terraform_remote_state\" \"n\" {}\ncheck \"c\" {\n  data \"k_secret\" \"inner\" {}\n}\n",
		"b.tf.json":     `{"data": {"k_map": {"j": {}}}}`,
		"c_override.tf": "data \"k_secret\" \"s\" {}\n",
	})
	want := `data "k_map" "j" {
  _ = timestamp()
}
data "k_secret" "s" {
  _ = timestamp()
}
data "terraform_remote_state" "n" {
  workspace = timestamp()
}
ephemeral "r_password" "p" {
  _ = timestamp()
}
`
	if diff := cmp.Diff(want, string(m.Files["m/"+preview.OverrideFile])); diff != "" {
		t.Errorf("override file (-want +got):\n%s", diff)
	}
	if m := rewrite(t, true, map[string]string{"a.tf": "resource \"a\" \"b\" {}\n"}); len(m.Files) != 0 {
		t.Errorf("a module that reads nothing stays as it is: %v", m.Files)
	}
}

func TestText(t *testing.T) {
	const marked = `  # data.k.a will be read during apply
  # (config refers to values not yet known)
 <= data "k" "a" {
      + _  = (known after apply)
      + id = (known after apply)

      + metadata {
          + _ = (known after apply)
        }
    }

  # k.b will be created
  + resource "k" "b" {
      + _ = (known after apply)
    }
`
	const want = `  # data.k.a will be read during apply
  # (not read in a preview)
 <= data "k" "a" {
      + id = (known after apply)

      + metadata {
          + _ = (known after apply)
        }
    }

  # k.b will be created
  + resource "k" "b" {
      + _ = (known after apply)
    }
`
	if diff := cmp.Diff(want, preview.Text(marked)); diff != "" {
		t.Errorf("only the data source's own argument goes (-want +got):\n%s", diff)
	}
	const coloured = "\x1b[0m\x1b[36m <=\x1b[0m\x1b[0m data \"k\" \"a\" {\n      \x1b[32m+\x1b[0m\x1b[0m _  = (known after apply)\n    }\n"
	if got := preview.Text(coloured); strings.Contains(got, "_") || !strings.Contains(got, "\x1b[36m") {
		t.Errorf("colours are no obstacle, and stay: %q", got)
	}
}

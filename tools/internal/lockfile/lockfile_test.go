package lockfile_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/lockfile"
	"github.com/google/go-cmp/cmp"
)

// casesFile is read here and by the test of the Starlark reader, //tests/rules:lockfile_test:
// the two readers must agree. go test ./tools/internal/lockfile -update rewrites it.
const casesFile = "../../../tests/rules/lockfile_cases.bzl"

var update = flag.Bool("update", false, "rewrite "+casesFile)

// A reading is what a reader makes of one file: providers, or the line of an error.
type reading struct {
	Name      string `json:"name"`
	Text      string `json:"text"`
	Providers []lock `json:"providers"`
	Line      int    `json:"line"`
}

type lock struct {
	Address     string   `json:"address"`
	Version     string   `json:"version"`
	Constraints string   `json:"constraints"`
	Hashes      []string `json:"hashes"`
}

func read(name, text string) reading {
	r := reading{Name: name, Text: text, Providers: []lock{}}
	f, diags := lockfile.Parse([]byte(text), name)
	if diags.HasErrors() {
		r.Line = diags[0].Subject.Start.Line
		return r
	}
	for _, l := range f.Locks {
		r.Providers = append(r.Providers, lock{l.Address, l.Version, l.Constraints, append([]string{}, l.Hashes...)})
	}
	return r
}

const whole = `# This file is maintained automatically by "tofu init".
# Manual edits may be lost in future updates.

provider "registry.opentofu.org/hashicorp/random" {
  version     = "3.9.0"
  constraints = "~> 3.8"
  hashes = [
    "h1:8EQU5KSxezcjo/phRSe69rDOI0lk4pSaggj7FsskYp8=",
    "zh:03f1114cc20b8913523735ab76e0f0a2b16ce13c92923a53304bf85f07fc0dbc",
  ]
}
`

const block = "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n%s}\n"

// files are lock files, good and bad, by name.
func files() map[string]string {
	p := func(more string) string { return fmt.Sprintf(block, more) }
	all := map[string]string{
		"empty":                     "",
		"only comments":             "# a\n// b\n/* c\nd */\n",
		"comment without line end":  "# a",
		"as OpenTofu writes it":     whole,
		"two":                       whole + "\n" + p(""),
		"any order":                 "provider \"h.example/n/t\" {\n  hashes = [\"h1:a\"]\n  constraints = \"1.0.0\"\n  version = \"1.0.0\"\n}\n",
		"no line end at the end":    strings.TrimSuffix(whole, "\n"),
		"carriage returns":          strings.ReplaceAll(whole, "\n", "\r\n"),
		"blanks and tabs":           "\t provider\t\"h.example/n/t\"{\n\tversion=\"1.0.0\"\t\n\n\n}\n",
		"one line":                  "provider \"h.example/n/t\" { version = \"1.0.0\" }\n",
		"comments everywhere":       "/* a */ provider /* b */ \"h.example/n/t\" /* c */ { # d\n  version /* e */ = /* f */ \"1.0.0\" // g\n  hashes = [ # h\n    \"h1:a\", # i\n    /* j */ \"h1:b\" // k\n  ] # l\n} # m\n",
		"list in one line":          p("  hashes = [\"h1:a\", \"h1:b\"]\n"),
		"trailing comma":            p("  hashes = [\"h1:a\",]\n"),
		"list over lines":           p("  hashes = [\n\n\"h1:a\"\n,\n\"h1:b\"\n\n]\n"),
		"escapes":                   "provider \"h.example/n/\\u0074\" {\n  version = \"1.\\U00000030.0\"\n  constraints = \"\\\"\\\\\\t$${a}%%{b}$a%b\"\n}\n",
		"comment in a string":       p("  hashes = [\"h1:#a//b/*c*/\"]\n"),
		"port":                      "provider \"localhost:8080/n/t\" {\n  version = \"1.0.0-rc.1+x.y\"\n}\n",
		"line of an error":          "\n\n# a\n/* b\n*/\nprovider \"h.example/n/t\" {\n  version = 1\n}\n",
		"unclosed block":            "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n",
		"unclosed string":           "provider \"h.example/n/t {\n  version = \"1.0.0\"\n}\n",
		"unclosed comment":          "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n}\n/* a\n",
		"unclosed list":             p("  hashes = [\"h1:a\",\n"),
		"missing comma":             p("  hashes = [\"h1:a\" \"h1:b\"]\n"),
		"two commas":                p("  hashes = [\"h1:a\",,\"h1:b\"]\n"),
		"only a comma":              p("  hashes = [,]\n"),
		"empty list":                p("  hashes = []\n"),
		"hash without scheme":       p("  hashes = [\"abc\"]\n"),
		"hash with empty scheme":    p("  hashes = [\":abc\"]\n"),
		"list that is a string":     p("  hashes = \"h1:a\"\n"),
		"string that is a list":     p("  constraints = [\"a\"]\n"),
		"template":                  p("  constraints = \"${a}\"\n"),
		"directive":                 p("  constraints = \"%{if a}\"\n"),
		"unknown escape":            p("  constraints = \"\\q\"\n"),
		"short escape":              p("  constraints = \"\\u12\"\n"),
		"unknown attribute":         p("  size = \"1\"\n"),
		"attribute twice":           p("  version = \"1.0.0\"\n"),
		"two attributes in a line":  "provider \"h.example/n/t\" {\n  version = \"1.0.0\" constraints = \"1.0.0\"\n}\n",
		"brace in the next line":    "provider \"h.example/n/t\"\n{\n  version = \"1.0.0\"\n}\n",
		"closing brace in the line": "provider \"h.example/n/t\" {\n  version = \"1.0.0\" }\n",
		"two blocks in a line":      "provider \"h.example/n/t\" { version = \"1.0.0\" } provider \"h.example/n/u\" { version = \"1.0.0\" }\n",
		"no version":                "provider \"h.example/n/t\" {\n}\n",
		"no label":                  "provider {\n  version = \"1.0.0\"\n}\n",
		"two labels":                "provider \"h.example/n/t\" \"u\" {\n  version = \"1.0.0\"\n}\n",
		"nested block":              p("  hashes {\n  }\n"),
		"other block":               "resource \"a\" \"b\" {\n}\n",
		"attribute outside":         "version = \"1.0.0\"\n",
		"provider twice":            p("") + p(""),
		"address without host":      "provider \"n/t\" {\n  version = \"1.0.0\"\n}\n",
		"address in upper case":     "provider \"H.example/n/t\" {\n  version = \"1.0.0\"\n}\n",
		"version of two numbers":    "provider \"h.example/n/t\" {\n  version = \"1.0\"\n}\n",
		"version with a v":          "provider \"h.example/n/t\" {\n  version = \"v1.0.0\"\n}\n",
		"version with leading zero": "provider \"h.example/n/t\" {\n  version = \"1.01.0\"\n}\n",
		"text":                      "hello\n",
		"conflict of a merge":       "<<<<<<< HEAD\n" + whole,
		"null":                      "provider \"h.example/n/t\" {\n  version = null\n}\n",
		"number":                    "provider \"h.example/n/t\" {\n  version = 1.0\n}\n",
		"not a character of HCL":    p("  @ = \"1\"\n"),
		"lone carriage return":      "provider \"h.example/n/t\" {\r  version = \"1.0.0\"\n}\n",
	}
	generate(all)
	return all
}

// generate adds files of random layout, and the same less one character.
func generate(all map[string]string) {
	r := rand.New(rand.NewSource(20261125))
	space := func() string { return []string{"", " ", "  ", "\t", " /* c */ "}[r.Intn(5)] }
	end := func() string { return []string{"\n", " \n\n", " # c\n", "// c\n", "\r\n"}[r.Intn(5)] }
	for i := range 40 {
		var b strings.Builder
		for j := range 1 + r.Intn(3) {
			attributes := []string{
				"version" + space() + "=" + space() + fmt.Sprintf("%q", fmt.Sprintf("%d.%d.%d", r.Intn(3), r.Intn(12), r.Intn(3))) + space(),
				"constraints" + space() + "=" + space() + "\"~> 1.0, >= 0.1\"" + space(),
			}
			list := "hashes" + space() + "=" + space() + "[" + end()
			for k := range 1 + r.Intn(3) {
				if k > 0 {
					list += "," + end()
				}
				list += space() + fmt.Sprintf("\"%s:%x\"", []string{"h1", "zh"}[r.Intn(2)], r.Int63()) + space()
			}
			attributes = append(attributes, list+[]string{"", ",", ",\n"}[r.Intn(3)]+"]")
			r.Shuffle(len(attributes), func(x, y int) { attributes[x], attributes[y] = attributes[y], attributes[x] })
			b.WriteString(space() + "provider " + space() + fmt.Sprintf("\"h%d.example/n/t\"", j) + space() + "{" + end())
			for _, a := range attributes {
				b.WriteString(space() + a + end())
			}
			b.WriteString("}" + end())
		}
		text := b.String()
		all[fmt.Sprintf("layout %d", i)] = text
		at := r.Intn(len(text))
		all[fmt.Sprintf("layout %d less a character", i)] = text[:at] + text[at+1:]
	}
}

func TestReadersAgree(t *testing.T) {
	var got []reading
	all := files()
	var names []string
	for name := range all {
		names = append(names, name)
	}
	// In order, for the file.
	for _, name := range slices.Sorted(slices.Values(names)) {
		got = append(got, read(name, all[name]))
	}
	data, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte(`"""`)) {
		t.Fatal("the JSON cannot stand in a Starlark string")
	}
	text := fmt.Sprintf("\"\"\"Lock files and what hcl/v2 reads in them, by go test ./tools/internal/lockfile -update.\"\"\"\n\nCASES = json.decode(r\"\"\"%s\"\"\")\n", data)
	if *update {
		if err := os.WriteFile(casesFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(casesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s is not what this reader reads (-want +got; rewrite with -update, then run //tests/rules:lockfile_test):\n%s", casesFile, diff)
	}
}

func TestBytes(t *testing.T) {
	for _, tc := range []struct{ name, reason, text, want string }{
		{"whole", "what OpenTofu wrote stays as it is", whole, whole},
		{"no constraints", "the names line up only with each other", "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\"zh:b\", \"h1:c\", \"zh:a\", \"h1:c\"]\n}\n",
			head + "\nprovider \"h.example/n/t\" {\n  version = \"1.0.0\"\n  hashes = [\n    \"h1:c\",\n    \"zh:a\",\n    \"zh:b\",\n  ]\n}\n"},
		{"order", "by host, namespace and type", "provider \"b.example/a/a\" { version = \"1.0.0\" }\nprovider \"a.example/b/a\" { version = \"1.0.0\" }\nprovider \"a.example/a/b\" { version = \"1.0.0\" }\n",
			head + "\nprovider \"a.example/a/b\" {\n  version = \"1.0.0\"\n}\n\nprovider \"a.example/b/a\" {\n  version = \"1.0.0\"\n}\n\nprovider \"b.example/a/a\" {\n  version = \"1.0.0\"\n}\n"},
		{"empty", "a workspace without third-party providers", "", head},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, diags := lockfile.Parse([]byte(tc.text), "x")
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			if diff := cmp.Diff(tc.want, string(f.Bytes())); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
		})
	}
}

const head = "# This file is maintained automatically by \"tofu init\".\n# Manual edits may be lost in future updates.\n"

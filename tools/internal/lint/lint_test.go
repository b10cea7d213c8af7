package lint_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/lint"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
)

// row is one module and what is found in it, "file:line:column" and the rest of the
// first line.
type row struct {
	name, reason string
	files        map[string]string
	root         bool
	want         []string
}

// main is a module with one file.
func main(text string) map[string]string { return map[string]string{"m/main.tf": text} }

// find are the findings of one rule.
func find(t *testing.T, rule string, r row) []string {
	t.Helper()
	if !lint.Known(rule) {
		t.Fatalf("no rule %s", rule)
	}
	m := lint.Module{Root: r.root}
	for name, text := range r.files {
		m.Add(name, []byte(text))
	}
	var got []string
	for _, d := range report.New("//m", "lint", m.Lint(func(name string) bool { return name == rule })).Diagnostics {
		line, ok := strings.CutSuffix(d.Summary, " ("+rule+")")
		if !ok || d.Detail == "" || d.Snippet == "" || d.Severity != report.Error {
			t.Errorf("want an error that names its rule, with a remedy and the source line: %+v", d)
		}
		got = append(got, d.Place()+" "+line)
	}
	return got
}

func testRule(t *testing.T, rule string, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if diff := cmp.Diff(r.want, find(t, rule, r)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", r.reason, diff)
			}
		})
	}
}

func TestProviderBlock(t *testing.T) {
	block := "provider \"random\" {}\n"
	testRule(t, "flywheel_no_provider_block", []row{
		{"module", "its caller configures providers", main("\n" + block), false, []string{`m/main.tf:2:1 A module configures the provider "random"`}},
		{"JSON", "in either syntax", map[string]string{"m/a.tf.json": `{"provider": {"random": {}}}`}, false, []string{`m/a.tf.json:1:25 A module configures the provider "random"`}},
		{"root", "which nobody calls", main(block), true, nil},
		{"aliases", "the right way", main("terraform {\n  required_providers {\n    random = {\n      configuration_aliases = [random.a]\n    }\n  }\n}\n"), false, nil},
	})
}

func TestBackendBlock(t *testing.T) {
	testRule(t, "flywheel_no_backend_block", []row{
		{"backend", "a module has no state", main("terraform {\n  backend \"s3\" {}\n}\n"), false, []string{"m/main.tf:2:3 A module has a backend block"}},
		{"cloud", "nor elsewhere", main("terraform {\n  cloud {}\n}\n"), false, []string{"m/main.tf:2:3 A module has a cloud block"}},
		{"root", "which has state", main("terraform {\n  backend \"s3\" {}\n}\n"), true, nil},
	})
}

func TestVersionsFile(t *testing.T) {
	text := "terraform {\n  required_version = \">= 1.10\"\n  required_providers {}\n}\n"
	testRule(t, "flywheel_versions_file", []row{
		{"main.tf", "where nobody looks", main(text), false, []string{"m/main.tf:2:3 required_version is in main.tf", "m/main.tf:3:3 required_providers is in main.tf"}},
		{"versions.tf", "where it belongs", map[string]string{"m/versions.tf": text}, false, nil},
		{"versions.tofu", "also OpenTofu's own", map[string]string{"m/versions.tofu": text}, false, nil},
		{"versions.tf.json", "or generated", map[string]string{"m/versions.tf.json": `{"terraform": {"required_version": ">= 1"}}`}, false, nil},
		{"backend", "other settings may stand elsewhere", main("terraform {\n  backend \"local\" {}\n}\n"), true, nil},
	})
}

func requires(entry string) map[string]string {
	return map[string]string{"m/versions.tf": "terraform {\n  required_providers {\n    a = " + entry + "\n  }\n}\n"}
}

func version(constraint string) map[string]string {
	return requires(`{ source = "hashicorp/a", version = "` + constraint + `" }`)
}

func TestBoundedProviders(t *testing.T) {
	no := func(c string) []string {
		return []string{`m/versions.tf:3:45 The version of provider "a" has no upper bound: "` + c + `"`}
	}
	testRule(t, "flywheel_bounded_providers", []row{
		{"at least", "the next major version would be taken", version(">= 3.1"), false, no(">= 3.1")},
		{"more than", "the same", version("> 3.1"), false, no("> 3.1")},
		{"not", "excluding one version is no bound", version(">= 3.1, != 3.2"), false, no(">= 3.1, != 3.2")},
		{"empty", "any version", version(""), false, no("")},
		{"pessimistic", "~> has an upper bound", version("~> 3.1"), false, nil},
		{"range", "an upper bound in so many words", version(">= 3.1, < 5.0"), false, nil},
		{"at most", "likewise", version("<= 5.0"), false, nil},
		{"exact", "a version itself", version("3.1.0"), false, nil},
		{"exact with sign", "the same", version("= 3.1.0"), false, nil},
		{"legacy", "the constraint alone", requires(`">= 3"`), false, []string{`m/versions.tf:3:9 The version of provider "a" has no upper bound: ">= 3"`}},
		{"no namespace", "OpenTofu's default may be another provider", requires(`{ source = "a", version = "~> 3.0" }`), false, []string{`m/versions.tf:3:20 The source of provider "a" has no namespace`}},
		{"host", "a source may be complete", requires(`{ source = "example.com/a/a", version = "~> 3.0" }`), false, nil},
		{"aliases", "other keys are not its business", requires(`{ source = "a/a", version = "~> 3.0", configuration_aliases = [a.b] }`), false, nil},
	})
}

func TestSecretDefault(t *testing.T) {
	variable := func(value string) map[string]string {
		return map[string]string{"m/variables.tf": "variable \"a\" {\n  default = " + value + "\n  sensitive = true\n}\n"}
	}
	found := []string{`m/variables.tf:2:3 The sensitive variable "a" has its secret as default`}
	testRule(t, "flywheel_no_secret_default", []row{
		{"string", "it stands in the repository", variable(`"hunter2"`), false, found},
		{"object", "at any depth", variable(`{ users = [{ name = "" , password = "hunter2" }] }`), false, found},
		{"null", "none", variable("null"), false, nil},
		{"empty", "none", variable(`""`), false, nil},
		{"empty map", "none", variable("{}"), false, nil},
		{"number", "no text", variable("3"), false, nil},
		{"not sensitive", "any default", main("variable \"a\" {\n  default = \"x\"\n}\n"), false, nil},
	})
}

func TestSensitiveNames(t *testing.T) {
	variable := func(name, rest string) map[string]string {
		return map[string]string{"m/variables.tf": "variable \"" + name + "\" {\n" + rest + "\n}\n"}
	}
	output := func(name, value string) map[string]string {
		return map[string]string{"m/outputs.tf": "output \"" + name + "\" {\n  value = " + value + "\n}\n"}
	}
	want := func(name string) []string {
		return []string{`m/variables.tf:1:1 The variable "` + name + `" is named like a secret and not sensitive`}
	}
	testRule(t, "flywheel_sensitive_names", []row{
		{"password", "plans would show it", variable("db_password", "type = string"), false, want("db_password")},
		{"untyped", "of any type", variable("token", ""), false, want("token")},
		{"optional type", "as all strings", variable("api_key", "type = string\ndefault = null"), false, want("api_key")},
		{"map", "of secrets", variable("tokens", "type = map(string)"), false, want("tokens")},
		{"said not to be", "sensitive = false is no mark", variable("token", "sensitive = false"), false, want("token")},
		{"output", "as well", output("token", "x.y.token"), false, []string{`m/outputs.tf:1:1 The output "token" is named like a secret and not sensitive`}},
		{"sensitive", "marked", variable("token", "sensitive = true"), false, nil},
		{"ephemeral", "never stored", variable("token", "ephemeral = true"), false, nil},
		{"conditional", "an expression decides", output("token", "x.y.token\n  sensitive = var.a"), false, nil},
		{"name of one", "a reference", variable("token_name", "type = string"), false, nil},
		{"reference", "a reference", variable("password_ref", "type = string"), false, nil},
		{"lifetime", "of something else", variable("token_ttl_seconds", "type = number"), false, nil},
		{"number", "no secret", variable("max_tokens", "type = number"), false, nil},
		{"switch", "no secret", variable("create_secret", "type = bool"), false, nil},
		{"object", "its fields say more", variable("admin_secret", "type = object({ name = string, key = string })"), false, nil},
		{"name as output", "the name of an object", output("admin_secret", "x.y.metadata[0].name"), false, nil},
		{"word within", "tokenizer is no token", variable("tokenizer", "type = string"), false, nil},
		{"public key", "is public", variable("public_key", "type = string"), false, nil},
	})
}

func TestPinnedImages(t *testing.T) {
	container := func(image string) map[string]string {
		return main("resource \"kubernetes_pod_v1\" \"a\" {\n  spec {\n    container {\n      image = " + image + "\n    }\n  }\n}\n")
	}
	no := func(image string) []string {
		return []string{`m/main.tf:4:15 The image "` + image + `" has no tag, which means latest`}
	}
	testRule(t, "flywheel_pinned_images", []row{
		{"latest", "it moves", container(`"nginx:latest"`), false, []string{`m/main.tf:4:15 The image "nginx:latest" is pinned to nothing`}},
		{"none", "which is latest", container(`"nginx"`), false, no("nginx")},
		{"none, with a port", "a port is no tag", container(`"registry.example:5000/nginx"`), false, no("registry.example:5000/nginx")},
		{"template", "the end is literal", container(`"${var.registry}/nginx"`), false, no("/nginx")},
		{"template with latest", "the end is literal", container(`"${var.image}:latest"`), false, []string{`m/main.tf:4:15 The image ":latest" is pinned to nothing`}},
		{"tag", "pinned", container(`"nginx:1.29"`), false, nil},
		{"digest", "pinned", container(`"nginx@sha256:0123"`), false, nil},
		{"latest with digest", "the digest counts", container(`"nginx:latest@sha256:0123"`), false, nil},
		{"variable", "the caller pins it", container("var.image"), false, nil},
		{"template with tag", "the caller pins it", container(`"nginx:${var.tag}"`), false, nil},
		{"whole by the caller", "nothing literal at the end", container(`"${var.image}${local.suffix}"`), false, nil},
		{"suffix", "what comes before is unknown", container(`"${var.image}-slim"`), false, nil},
		{"dynamic block", "a container all the same", main("resource \"a\" \"b\" {\n  dynamic \"init_container\" {\n    content {\n      image = \"busybox\"\n    }\n  }\n}\n"), false, no("busybox")},
		{"manifest", "keys of objects too", main("resource \"a\" \"b\" {\n  yaml_body = yamlencode({ spec = { containers = [{ image = \"ghcr.io/a/b\" }] } })\n}\n"), false, []string{`m/main.tf:2:61 The image "ghcr.io/a/b" has no tag, which means latest`}},
		{"default", "of a variable", main("variable \"server_image\" {\n  default = \"nginx:latest\"\n}\n"), false, []string{`m/main.tf:2:13 The image "nginx:latest" is pinned to nothing`}},
		{"tag in a default", "beside the repository", main("variable \"image\" {\n  default = { repository = \"nginx\", tag = \"latest\" }\n}\n"), false, []string{`m/main.tf:2:43 An image's tag is "latest"`}},
		{"tag in a type", "a default as well", main("variable \"image\" {\n  type = object({ repository = string, tag = optional(string, \"latest\") })\n}\n"), false, []string{`m/main.tf:2:63 An image's tag is "latest"`}},
		{"image in a type", "a default as well", main("variable \"probe\" {\n  type = object({ image = optional(string, \"curl:latest\") })\n}\n"), false, []string{`m/main.tf:2:44 The image "curl:latest" is pinned to nothing`}},
		{"chart", "a setting of Helm", main("resource \"helm_release\" \"a\" {\n  set = [{ name = \"image.tag\", value = \"latest\" }]\n}\n"), false, []string{`m/main.tf:2:40 An image's tag is "latest"`}},
		{"machine", "images of machines have no tags", main("resource \"hcloud_server\" \"a\" {\n  image = \"ubuntu-24.04\"\n}\n"), false, nil},
		{"path", "of a file", main("resource \"a\" \"b\" {\n  image = \"./disk/a.qcow2\"\n}\n"), false, nil},
		{"address", "of a file", main("resource \"a\" \"b\" {\n  image = \"https://example.com/a.qcow2\"\n}\n"), false, nil},
		{"label", "a tag of something else", main("resource \"a\" \"b\" {\n  tags = { tag = \"latest\" }\n}\n"), false, nil},
		{"block called data", "of another's schema, without a label", main("resource \"a\" \"b\" {\n  data {\n    resource {}\n  }\n}\n"), false, nil},
	})
}

func TestAllowed(t *testing.T) {
	block := "provider \"random\" {}\n"
	found := func(place string) []string {
		return []string{"m/" + place + ` A module configures the provider "random"`}
	}
	testRule(t, "flywheel_no_provider_block", []row{
		{"line above", "as TFLint has it", main("# tflint-ignore: flywheel_no_provider_block\n" + block), false, nil},
		{"same line", "as TFLint has it", main("provider \"random\" {} # tflint-ignore: flywheel_no_provider_block\n"), false, nil},
		{"with others", "a list", main("# tflint-ignore: a, flywheel_no_provider_block\n" + block), false, nil},
		{"all", "every rule", main("# tflint-ignore: all\n" + block), false, nil},
		{"with a reason", "after another #", main("# tflint-ignore: flywheel_no_provider_block # Old callers.\n" + block), false, nil},
		{"file", "from its top", main("# tflint-ignore-file: flywheel_no_provider_block\n\n" + block), false, nil},
		{"JSON file", "by its comment", map[string]string{"m/a.tf.json": `{"//": "tflint-ignore-file: flywheel_no_provider_block", "provider": {"random": {}}}`}, false, nil},
		{"two lines above", "too far", main("# tflint-ignore: flywheel_no_provider_block\n\n" + block), false, found("main.tf:3:1")},
		{"file, not at its top", "has no meaning", main("\n# tflint-ignore-file: flywheel_no_provider_block\n" + block), false, found("main.tf:3:1")},
		{"another rule", "allows that one", main("# tflint-ignore: flywheel_no_backend_block\n" + block), false, found("main.tf:2:1")},
		{"in a string", "is no comment", main("locals {\n  a = \"# tflint-ignore: all\"\n}\n" + block), false, found("main.tf:4:1")},
		{"another file", "allows nothing here", map[string]string{"m/a.tf": "# tflint-ignore-file: all\n", "m/b.tf": block}, false, found("b.tf:1:1")},
	})
}

// TestDocumented: each rule has its place in RULES.md, where findings send people.
func TestDocumented(t *testing.T) {
	doc, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range lint.Rules() {
		if !strings.Contains(string(doc), "\n## "+r.Name+"\n") || !strings.Contains(string(doc), "| [`"+r.Name+"`](#"+r.Name+") |") {
			t.Errorf("%s has no section, or no row, in RULES.md", r.Name)
		}
	}
	if n := strings.Count(string(doc), "\n## flywheel_"); n != len(lint.Rules()) {
		t.Errorf("RULES.md has %d sections for %d rules", n, len(lint.Rules()))
	}
}

//go:build bazel

package serve_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve/testprovider"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/google/go-cmp/cmp"
)

// TestGolden: tofu learns from a snapshot what it learns from the provider.
// MORE_PROVIDERS adds others, as "ADDRESS=PROGRAM" with commas between.
func TestGolden(t *testing.T) {
	type row struct {
		name, address, program string
		protocol               int
	}
	rows := []row{
		{"rich5", testprovider.Address, program(t, "5"), 5},
		{"rich6", testprovider.Address, program(t, "6"), 6},
		{"flywheel", "registry.opentofu.org/gloriousflywheel/flywheel", testenv.Path(t, "PROVIDER"), 6},
		{"time", "registry.opentofu.org/hashicorp/time", testenv.Path(t, "TIME_PROVIDER"), 5},
	}
	for more := range strings.SplitSeq(os.Getenv("MORE_PROVIDERS"), ",") {
		if address, program, ok := strings.Cut(more, "="); ok {
			rows = append(rows, row{name: address, address: address, program: program})
		}
	}
	for _, tc := range rows {
		t.Run(tc.name, func(t *testing.T) {
			name := tc.address[strings.LastIndex(tc.address, "/")+1:]
			config := map[string]string{"main.tf": fmt.Sprintf("terraform {\n  required_providers {\n    %s = { source = %q }\n  }\n}\n", name, tc.address)}
			s := captured(t, tc.address, tc.program)
			if tc.protocol != 0 && s.Protocol != tc.protocol {
				t.Errorf("protocol %d, want %d", s.Protocol, tc.protocol)
			}
			w := startWith(t, serve.Options{Providers: []serve.Provider{{Label: name, Address: tc.address, Snapshot: s}}}, config)
			served := schemas(t, w)

			override := filepath.Join(shortDir(t), fmt.Sprintf("terraform-provider-%s_v%d", name, s.Protocol))
			if err := os.Symlink(absolute(t, tc.program), override); err != nil {
				t.Fatal(err)
			}
			w.env = []string{"TF_CLI_CONFIG_FILE=" + overrides(t, tc.address, filepath.Dir(override))}
			real := schemas(t, w)
			if diff := cmp.Diff(plain(real), plain(served)); diff != "" {
				t.Errorf("the snapshot differs from the provider (-provider +snapshot):\n%s", diff)
			}
			stripped(t, s)
		})
	}
}

// stripped checks that the test provider's descriptions are gone.
func stripped(t *testing.T, s *schema.Snapshot) {
	t.Helper()
	for _, text := range []string{"Its name.", "A *thing*.", "Twice a text", "What to say."} {
		if strings.Contains(string(s.Schema)+string(s.Identity), text) {
			t.Errorf("the description %q is still there", text)
		}
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// overrides is a CLI configuration by which tofu starts the program itself.
func overrides(t *testing.T, address, dir string) string {
	t.Helper()
	file := filepath.Join(shortDir(t), "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n", address, dir)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// schemas is what "tofu providers schema -json" prints.
func schemas(t *testing.T, w *work) any {
	t.Helper()
	cmd := exec.Command(testenv.Path(t, "TOFU"), "providers", "schema", "-json")
	cmd.Dir = w.dir
	cmd.Env = append([]string{"PATH=/usr/bin:/bin", "HOME=" + w.dir, "TMPDIR=" + w.sockets, "CHECKPOINT_DISABLE=1"}, w.env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var v struct {
		Schemas map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(out, &v); err != nil || len(v.Schemas) != 1 {
		t.Fatalf("%v, %d schemas in:\n%s", err, len(v.Schemas), out)
	}
	return v.Schemas
}

// plain is the schema without descriptions. Attributes may be called the same;
// those are objects, or lie within a type.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, inner := range v {
			_, isText := inner.(string)
			_, isList := inner.([]any)
			switch {
			case isText && (key == "description" || key == "description_kind" || key == "summary"):
			case isList && key != "parameters":
				// A type, in which an attribute may be called "description".
				out[key] = inner
			default:
				out[key] = plain(inner)
			}
		}
		return out
	case []any:
		out := []any{}
		for _, inner := range v {
			out = append(out, plain(inner))
		}
		return out
	}
	return v
}

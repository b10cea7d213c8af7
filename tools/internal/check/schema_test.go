//go:build bazel

package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// onlySchemas are demoProviders as locked ones: snapshots without programs.
func onlySchemas(t *testing.T) []spec.Provider {
	t.Helper()
	providers := demoProviders(t)
	for i, p := range providers {
		providers[i].Schema = snapshotOf(t, p)
		providers[i].Binary, providers[i].Data, providers[i].Lock = "", nil, "bazel run //tofu:lock"
	}
	return providers
}

func snapshotOf(t *testing.T, p spec.Provider) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "fwc-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	program := filepath.Join(dir, "terraform-provider-"+filepath.Base(p.Address))
	if err := os.Symlink(p.Binary, program); err != nil {
		t.Fatal(err)
	}
	running, err := plugin.Start(t.Context(), plugin.Config{Label: p.Label, Path: program, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close()
	s, err := running.Snapshot(t.Context(), p.Address, p.Version)
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "demo.schema")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const realRemedy = `set provider_mode = "real" on the target, or build with --@flywheel//build/tofu:providers=real`

// TestSchemaMode: checks against snapshots alone.
func TestSchemaMode(t *testing.T) {
	for _, tc := range []struct {
		kind   spec.Kind
		name   string
		reason string
		want   []string
	}{
		{spec.KindValidate, "schema_ok", "no program is needed", nil},
		{spec.KindValidate, "provider_bad_attribute", "the schema counts as it does with the program", []string{"m/x/main.tf:11:3: error: Unsupported argument", `Did you mean "name"?`}},
		{spec.KindValidate, "schema_hint", "hints at names that the module does not have", []string{"error: Invalid resource type", `Did you mean "demo_thing"?`}},
		{spec.KindValidate, "schema_function", "functions are not made up", []string{"m/x/main.tf:9:18: error: The function provider::demo::f cannot be called", realRemedy}},
		{spec.KindValidate, "schema_function_json", "in JSON neither", []string{"m/x/main.tf.json:4:", "The function provider::demo::f cannot be called", realRemedy}},
		{spec.KindValidate, "schema_lock", "the remedy is the lock's", []string{`required in version ">= 2.0", but //demo:provider is version 1.2.3`, "run bazel run //tofu:lock"}},
		{spec.KindValidate, "schema_alias", "a wrapped module is served too", nil},
		{spec.KindTest, "schema", "with and without mocks", nil},
		{spec.KindTest, "schema_apply", "nothing can be applied, and mocks are the way", []string{"demo_thing cannot be applied: its provider is only a schema snapshot", "mock_provider", realRemedy}},
		{spec.KindTest, "schema_function", "tests call no functions either", []string{"m/x/tests/a.tftest.hcl:5:21: error: The function provider::demo::f cannot be called", realRemedy}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := fixture(t, tc.kind, tc.name, nil)
			s.Providers = onlySchemas(t)
			r := run(t, s, check.Options{})
			if r.code > check.ExitFinding || r.report.Valid != (tc.want == nil) {
				t.Errorf("exit code %d, valid = %v: %s\n%s%s", r.code, r.report.Valid, tc.reason, r.stderr, texts(r.report))
			}
			wantAll(t, texts(r.report), tc.want)
			noPaths(t, r.report)
			golden(t, tc.kind, tc.name, r.report)
		})
	}
}

// TestSchemaAndProgram: the schema is the snapshot's, everything else the
// program's.
func TestSchemaAndProgram(t *testing.T) {
	s := fixture(t, spec.KindTest, "provider", nil)
	s.Providers = demoProviders(t)
	for i, p := range s.Providers {
		s.Providers[i].Schema = snapshotOf(t, p)
	}
	if r := run(t, s, check.Options{}); r.code != check.ExitOK {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
}

// TestNeitherSchemaNorProgram is a finding, for the configuration cannot be
// checked as the build stands.
func TestNeitherSchemaNorProgram(t *testing.T) {
	s := fixture(t, spec.KindValidate, "schema_ok", nil)
	s.Providers = onlySchemas(t)[:1]
	s.Providers[0].Schema = ""
	r := run(t, s, check.Options{})
	if r.code != check.ExitOK || r.report.Valid {
		t.Errorf("exit code %d, valid = %v; want a finding", r.code, r.report.Valid)
	}
	wantAll(t, texts(r.report), []string{"m/x/BUILD.bazel: error: There is no schema snapshot of registry.opentofu.org/example/demo 1.2.3 (//demo:provider)", "bazel run //:update", realRemedy})
}

// TestSchemaCannot: snapshots that are not what they should be.
func TestSchemaCannot(t *testing.T) {
	for _, tc := range []struct {
		name   string
		spoil  func(*spec.Provider)
		stderr []string
	}{
		{"other version", func(p *spec.Provider) { p.Version = "1.2.4" }, []string{"is of registry.opentofu.org/example/demo 1.2.3, but //demo:provider is registry.opentofu.org/example/demo 1.2.4", "bazel run //:update"}},
		{"no snapshot", func(p *spec.Provider) { p.Schema = "testdata/beside.txt" }, []string{"beside.txt", "it is no schema snapshot", "tofuschema capture"}},
		{"missing", func(p *spec.Provider) { p.Schema = "none.schema" }, []string{"none.schema"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := fixture(t, spec.KindValidate, "schema_ok", nil)
			s.Providers = onlySchemas(t)
			tc.spoil(&s.Providers[0])
			r := run(t, s, check.Options{})
			if r.code != check.ExitFailed {
				t.Errorf("exit code %d, want 3", r.code)
			}
			wantAll(t, r.stderr, tc.stderr)
		})
	}
}

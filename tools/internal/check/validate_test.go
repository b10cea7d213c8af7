//go:build bazel

package check_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

func TestValidate(t *testing.T) {
	y := map[string][]string{"m/x": {"m/y"}}
	const none, demo = false, true
	for _, tc := range []struct {
		name     string
		reason   string
		deps     map[string][]string
		provider bool
		want     []string
	}{
		{"ok", "terraform_data is built into tofu and needs no provider", nil, none, nil},
		{"unknown_variable", "references are resolved", nil, none, []string{"m/x/main.tf:6:11: error: Reference to undeclared input variable", `An input variable with the name "nope"`}},
		{"syntax_error", "syntax errors have their place", nil, none, []string{"m/x/main.tf:2:11: error: "}},
		{"nested", "a dep's own calls are found, at a source that tofu normalises", map[string][]string{"m/x": {"m/y"}, "m/y": {"m/z"}}, none, nil},
		{"error_in_dep", "an error in a dep is placed in the dep's file", y, none, []string{"m/y/main.tf:2:11: error: "}},
		{"bad_argument", "arguments are checked against the called module's variables", y, none, []string{`m/x/main.tf:3:3: error: Unsupported argument`}},
		{"unresolved", "the same words as check deps", nil, none, []string{"m/x/main.tf:2:12: error: ", `add "//m/y" to deps of //m/x:x (m/x/BUILD.bazel)`}},
		{"twice", "two calls of one name are tofu's to report, with their places", y, none, []string{"m/x/main.tf:5:1: error: Duplicate module call"}},
		{"cycle", "a cycle of calls ends", nil, none, []string{"m/x/b/main.tf:2:12: error: ", "Break the cycle."}},
		{"fileset", "fileset and file see the data through links", nil, none, nil},
		{"missing_file", "a file that is no declared input is not there", nil, none, []string{"m/x/main.tf:2:19: error: Invalid function argument"}},
		{"provider_ok", "an in-repository provider needs no init, and tofu's warning about that is dropped", nil, demo, nil},
		{"provider_bad_attribute", "the provider's schema counts", nil, demo, []string{"m/x/main.tf:11:3: error: Unsupported argument", `Did you mean "name"?`}},
		{"lock_file", "a lock file does not matter where nothing is installed", nil, demo, nil},
		{"constraint", "tofu does not check versions in this mode, so tofurun does, in the whole closure", y, demo,
			[]string{`m/y/main.tf:3:5: error: Provider "demo" is required in version "~> 2.0", but //demo:provider is version 1.2.3`, "Change the constraint here, or the version of //demo:provider."}},
		{"constraint_malformed", "a malformed constraint is an error", nil, demo, []string{"m/x/main.tf:5:17: error: Invalid version constraint"}},
		{"unknown_provider", "a requirement that no target meets", nil, demo,
			[]string{`m/x/main.tf:3:5: error: Provider "demo" (registry.opentofu.org/example/other) is required, but no target gives it`, "add the provider's target to providers of //m/x:x (m/x/BUILD.bazel)"}},
		{"implied_provider", "a provider that is only used means hashicorp's", nil, demo, []string{"m/x/main.tf:1:1: error: ", "registry.opentofu.org/hashicorp/demo"}},
		{"required_version", "a setting that this OpenTofu meets", nil, none, nil},
		{"required_version_unmet", "tofu ignores the setting, so tofurun does not", nil, none,
			[]string{`m/x/main.tf:2:22: error: OpenTofu is required in version "< 1.0.0", but this build has 1.`, "or the version in tofu.toolchain(...) of MODULE.bazel"}},
		{"required_version_malformed", "what is no constraint forbids nothing by mistake", nil, none, []string{`m/x/main.tf:2:22: error: required_version "newest" is malformed`}},
		{"third_party", "a module of a registry, and a directory of it, need no init where Bazel brings them", y, none, nil},
		{"third_party_version", "the version that Bazel brings must be the one that is wanted", y, none,
			[]string{`m/x/main.tf:2:13: error: Module "whole" is wanted in version "~> 6.0", but //m/y is version "5.1.0"`}},
		{"alias", "a module with configuration_aliases is validated through a wrapper", nil, demo, nil},
		{"alias_error", "findings in a wrapped module have their own places", nil, demo, []string{"m/x/main.tf:13:3: error: Unsupported argument"}},
		{"alias_strict", "the wrapper's empty configurations do for providers that need one", nil, demo, nil},
		{"alias_own_block", "a module may have its own default configuration besides", nil, demo, nil},
		{"alias_nested", "a wrapped module may pass its alias on", y, demo, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := fixture(t, spec.KindValidate, tc.name, tc.deps)
			if tc.provider {
				s.Providers = demoProviders(t)
			}
			if strings.HasPrefix(tc.name, "third_party") {
				s.Modules[1].Source, s.Modules[1].Version = "acme/y/test", "5.1.0"
			}
			r := run(t, s, check.Options{})
			if r.code != check.ExitOK {
				t.Fatalf("exit code %d, want 0: the report says whether the module is valid\n%s", r.code, r.stderr)
			}
			if r.report.Valid != (tc.want == nil) {
				t.Errorf("valid = %v: %s\n%s", r.report.Valid, tc.reason, texts(r.report))
			}
			wantAll(t, texts(r.report), tc.want)
			noPaths(t, r.report)
			golden(t, spec.KindValidate, tc.name, r.report)
		})
	}
}

func TestValidateAtTheTop(t *testing.T) {
	s := fixture(t, spec.KindValidate, "unknown_variable", nil)
	s.Root, s.Modules[0].Dir, s.Modules[0].Srcs[0].Dest = "", "", "main.tf"
	r := run(t, s, check.Options{})
	wantAll(t, texts(r.report), []string{"main.tf:6:11: error: Reference to undeclared input variable"})
}

func TestValidateInterrupted(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TEST_TMPDIR", tmp)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stderr bytes.Buffer
	if code := check.Run(ctx, fixture(t, spec.KindValidate, "ok", nil), check.Options{}, io.Discard, &stderr); code != check.ExitFailed {
		t.Errorf("exit code %d, want 3: no verdict\n%s", code, &stderr)
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v; want nothing", left, err)
	}
}

func TestValidateCannot(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		spoil  func(*spec.Spec)
		code   int
		want   []string
	}{
		{"no tofu", "a missing program is an error, not a verdict", func(s *spec.Spec) { s.Tofu = "none/tofu" }, check.ExitFailed, []string{"//m/x:check", "none/tofu"}},
		{"not tofu", "output that means nothing is an error", func(s *spec.Spec) { s.Tofu = "/bin/true" }, check.ExitFailed, []string{"unexpected output"}},
		{"missing file", "a declared input must be there", func(s *spec.Spec) { s.Modules[0].Srcs[0].Path = "none.tf" }, check.ExitFailed, []string{"m/x/main.tf", "none.tf"}},
		{"two files for one place", "the spec is wrong then", func(s *spec.Spec) {
			s.Modules[0].Data = []spec.File{{Path: "testdata/beside.txt", Dest: "m/x/main.tf"}}
		}, check.ExitUsage, []string{`"m/x/main.tf": two files for one place: `}},
		{"outside", "no file is placed outside the tree", func(s *spec.Spec) { s.Modules[0].Srcs[0].Dest = "../main.tf" }, check.ExitUsage, []string{`"../main.tf": the place is outside the tree`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := fixture(t, spec.KindValidate, "ok", nil)
			tc.spoil(s)
			r := run(t, s, check.Options{})
			if r.code != tc.code {
				t.Errorf("exit code %d, want %d: %s", r.code, tc.code, tc.reason)
			}
			wantAll(t, r.stderr, tc.want)
		})
	}
}

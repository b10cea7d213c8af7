package tofu_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
	"github.com/google/go-cmp/cmp"
)

func TestHermetic(t *testing.T) {
	got := tofu.Hermetic("/t", "/d", "")
	slices.Sort(got)
	want := tofu.Env{"CHECKPOINT_DISABLE=1", "GOGC=off", "GOMEMLIMIT=512MiB", "HOME=/t", "PATH=/usr/bin:/bin", "TF_CLI_CONFIG_FILE=/dev/null", "TF_DATA_DIR=/d", "TF_INPUT=0", "TF_IN_AUTOMATION=1", "TMPDIR=/t"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}

func TestUser(t *testing.T) {
	environ := []string{"HOME=/h", "AWS_PROFILE=p", "TF_VAR_a=1", "TF_LOG=debug", "TF_DATA_DIR=/x", "TF_WORKSPACE=w", "TF_CLI_ARGS=-x",
		"TF_CLI_ARGS_plan=-destroy", "TF_REATTACH_PROVIDERS={}", "TF_INPUT=1", "TF_CLI_CONFIG_FILE=/c"}
	got := slices.Sorted(slices.Values(tofu.User(environ).With("TF_DATA_DIR", "/d")))
	want := []string{"AWS_PROFILE=p", "CHECKPOINT_DISABLE=1", "HOME=/h", "TF_DATA_DIR=/d", "TF_LOG=debug", "TF_VAR_a=1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("credentials and variables stay, what changes command lines goes (-want +got):\n%s", diff)
	}
	if environ[4] != "TF_DATA_DIR=/x" {
		t.Error("the given environment was changed")
	}
}

func TestEnvWith(t *testing.T) {
	e := tofu.Env{"A=1", "B=2"}
	if diff := cmp.Diff(tofu.Env{"B=2", "A=3"}, e.With("A", "3")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCLIConfig(t *testing.T) {
	for _, tc := range []struct {
		name, got, want string
	}{
		{"mirror", string(tofu.Mirror("/m", []string{"h/n/b", "h/n/a"})), `provider_installation {
  filesystem_mirror {
    path    = "/m"
    include = ["h/n/a", "h/n/b"]
  }
  direct {
    exclude = ["h/n/a", "h/n/b"]
  }
}
`},
		{"binary", tofu.ProviderBinary("h/n/demo"), "terraform-provider-demo"},
		{"mirror path", tofu.MirrorPath("h/n/demo", "1.2.3", "linux_amd64"), "h/n/demo/1.2.3/linux_amd64"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestArgs(t *testing.T) {
	for _, tc := range []struct {
		reason string
		got    []string
		want   string
	}{
		{"validate", tofu.ValidateArgs(), "validate -json"},
		{"test all", tofu.TestArgs(nil, nil), "test -json"},
		{"test some", tofu.TestArgs([]string{"a", "b"}, []string{"-verbose"}), "test -json -filter=a -filter=b -verbose"},
		{"fmt", tofu.FmtArgs([]string{"a.tf"}), "fmt -list=true -no-color a.tf"},
		{"init with sorted settings", tofu.InitArgs(map[string]string{"b": "2", "a": "1"}, []string{"-upgrade"}), "init -input=false -no-color -reconfigure -backend-config=a=1 -backend-config=b=2 -upgrade"},
		{"plan", tofu.PlanArgs(tofu.Plan{Out: "p", VarFiles: []string{"v"}, LockTimeout: "60s", Extra: []string{"-target=x"}}), "plan -input=false -out=p -lock-timeout=60s -var-file=v -target=x"},
		{"plan to destroy", tofu.PlanArgs(tofu.Plan{Destroy: true, RefreshOnly: true, DetailedExitCode: true}), "plan -input=false -destroy -refresh-only -detailed-exitcode"},
		{"apply has the plan last", tofu.ApplyArgs("p", "60s", "", []string{"-parallelism=1"}), "apply -input=false -lock-timeout=60s -parallelism=1 p"},
		{"apply tells what happens", tofu.ApplyArgs("p", "", "e.json", nil), "apply -input=false -json-into=e.json p"},
		{"output", tofu.OutputArgs(true, []string{"name"}), "output -json name"},
		{"console", tofu.ConsoleArgs([]string{"v"}, nil), "console -var-file=v"},
		{"state", tofu.StateArgs([]string{"list"}), "state list"},
		{"show", tofu.ShowArgs(true, "p"), "show -json p"},
		{"version", tofu.VersionArgs(), "version -json"},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			if got := strings.Join(tc.got, " "); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

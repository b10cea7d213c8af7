//go:build bazel

package nexus_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

const secretKey = `s/e"c\r&et`

// job is what the bootstrap Job sees. Its settings are those that the module writes: tests/wiring.tftest.hcl holds tests/golden to that.
type job struct {
	nexus *fakeNexus
	env   map[string]string
	// arguments has the arguments of every awk and sed: everyone on the node can read command lines.
	arguments string
}

func newJob(t *testing.T) *job {
	t.Helper()
	bin := t.TempDir()
	if err := os.Symlink(testenv.Path(t, "CURL"), filepath.Join(bin, "curl")); err != nil {
		t.Fatal(err)
	}
	arguments := filepath.Join(t.TempDir(), "arguments")
	write(t, arguments, "")
	for _, tool := range []string{"awk", "sed"} {
		real, err := exec.LookPath(tool)
		if err != nil {
			t.Fatal(err)
		}
		wrapper := fmt.Sprintf("#!/bin/sh\nprintf '%%s\\n' \"$@\" >>%q\nexec %q \"$@\"\n", arguments, real)
		// A process that another test starts meanwhile would have it open, and no shell could run it.
		syscall.ForkLock.RLock()
		err = os.WriteFile(filepath.Join(bin, tool), []byte(wrapper), 0o700)
		syscall.ForkLock.RUnlock()
		if err != nil {
			t.Fatal(err)
		}
	}
	nexus, url := startNexus(t)
	admin, blobstore, settings := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, filepath.Join(admin, "password"), adminPassword)
	write(t, filepath.Join(blobstore, "access-key"), "AK&IA/1\n")
	write(t, filepath.Join(blobstore, "secret-key"), secretKey)
	files, err := filepath.Glob("tests/golden/*")
	if err != nil || len(files) < 4 {
		t.Fatalf("settings: %v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(settings, filepath.Base(file)), string(data))
	}
	return &job{nexus: nexus, arguments: arguments, env: map[string]string{
		"PATH": bin + ":" + os.Getenv("PATH"), "TMPDIR": t.TempDir(), "NEXUS_URL": url, "ADMIN_DIR": admin, "BLOBSTORE_DIR": blobstore,
		"ACCEPT_EULA": "true", "SETTINGS_DIR": settings, "WAIT_SECONDS": "6",
	}}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs the script and returns whether it succeeded, and what it printed on both streams.
func (j *job) run(t *testing.T) (bool, string) {
	t.Helper()
	cmd := exec.Command("sh", "files/bootstrap.sh")
	for name, value := range j.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	err := cmd.Run()
	if left, _ := filepath.Glob(filepath.Join(j.env["TMPDIR"], "*")); len(left) > 0 {
		t.Errorf("files with secrets were left behind: %v", left)
	}
	given, readErr := os.ReadFile(j.arguments)
	if readErr != nil {
		t.Error(readErr)
	}
	// Of the key the part that no escaping changes.
	if strings.Contains(string(given), "r&et") || strings.Contains(string(given), "pass ") {
		t.Errorf("a secret was an argument:\n%s", given)
	}
	for _, secret := range []string{adminPassword, secretKey} {
		if strings.Contains(output.String(), secret) {
			t.Errorf("a secret was printed:\n%s", output.String())
		}
	}
	return err == nil, output.String()
}

func (j *job) mustRun(t *testing.T) string {
	t.Helper()
	ok, output := j.run(t)
	if !ok {
		t.Fatalf("the script failed:\n%s", output)
	}
	return output
}

func TestSetsUp(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.nexus.starting = 1
	j.mustRun(t)
	if !j.nexus.accepted || j.nexus.anonymous["enabled"] != false {
		t.Errorf("accepted %v, anonymous access %v", j.nexus.accepted, j.nexus.anonymous)
	}
	if diff := cmp.Diff([]string{"NexusAuthenticatingRealm", "NuGetApiKey", "NpmToken"}, j.nexus.realms); diff != "" {
		t.Errorf("realms (-want +got):\n%s", diff)
	}
	names := slices.Sorted(maps.Keys(j.nexus.repositories))
	want := []string{
		"npm/hosted/npm-example", "nuget/group/nuget", "nuget/hosted/nuget-hosted", "nuget/proxy/nuget-org", "pypi/proxy/pypi",
		"raw/hosted/files", "yum/hosted/rpm-internal",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("repositories (-want +got):\n%s", diff)
	}
}

func TestKeysReachTheBlobStore(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.mustRun(t)
	got := j.nexus.blobStores["s3"]["bucketConfiguration"].(map[string]any)["bucketSecurity"]
	want := map[string]any{"accessKeyId": "AK&IA/1", "secretAccessKey": secretKey}
	if diff := cmp.Diff(any(want), got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

func TestAgainMakesNothingNew(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.mustRun(t)
	j.nexus.requests = nil
	output := j.mustRun(t)
	if i := slices.IndexFunc(j.nexus.requests, func(r string) bool { return strings.HasPrefix(r, "POST ") }); i >= 0 {
		t.Errorf("something that is there was made again: %s", j.nexus.requests[i])
	}
	for _, want := range []string{"EULA: accepted before", "blob store s3: configured", "repository nuget: configured"} {
		if !strings.Contains(output, want) {
			t.Errorf("output does not say %q:\n%s", want, output)
		}
	}
}

func TestOtherEditionsAcceptNothing(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.env["ACCEPT_EULA"] = "none"
	j.mustRun(t)
	if j.nexus.accepted || slices.ContainsFunc(j.nexus.requests, func(r string) bool { return strings.HasSuffix(r, "system/eula") }) {
		t.Errorf("the community edition's agreement was touched: %v", j.nexus.requests)
	}
}

func TestOwnRole(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.env["BLOBSTORE_DIR"] = "-"
	write(t, filepath.Join(j.env["SETTINGS_DIR"], "blobstore.json"), `{"name":"s3","bucketConfiguration":{"bucket":{"region":"eu-central-1","name":"b","expiration":-1}}}`)
	j.mustRun(t)
	if j.nexus.blobStores["s3"] == nil {
		t.Error("no blob store was made")
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(t *testing.T, j *job)
		want   string
	}{
		"not accepted":     {func(t *testing.T, j *job) { j.env["ACCEPT_EULA"] = "false" }, "without it Nexus gives out nothing"},
		"never starts":     {func(t *testing.T, j *job) { j.nexus.starting = 1000; j.env["WAIT_SECONDS"] = "1" }, "status/writable is not 200"},
		"wrong password":   {func(t *testing.T, j *job) { write(t, filepath.Join(j.env["ADMIN_DIR"], "password"), "other") }, "system/eula answered 401"},
		"no password":      {func(t *testing.T, j *job) { write(t, filepath.Join(j.env["ADMIN_DIR"], "password"), "") }, "missing or empty"},
		"no keys":          {func(t *testing.T, j *job) { os.Remove(filepath.Join(j.env["BLOBSTORE_DIR"], "secret-key")) }, "has no access-key and secret-key"},
		"realms refused":   {func(t *testing.T, j *job) { j.nexus.broken = "security/realms" }, "security/realms/active answered 500: broken"},
		"store refused":    {func(t *testing.T, j *job) { j.nexus.broken = "blobstores" }, "blobstores/s3/s3 answered 500"},
		"repository fails": {func(t *testing.T, j *job) { j.nexus.broken = "repositories/pypi" }, "repositories/pypi/proxy/pypi answered 500"},
		"member missing": {func(t *testing.T, j *job) {
			write(t, filepath.Join(j.env["SETTINGS_DIR"], "repositories.tsv"), "nuget\tgroup\tnuget\trepository.nuget.json\n")
		}, "member repository does not exist: nuget-hosted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJob(t)
			tt.change(t, j)
			if ok, output := j.run(t); ok || !strings.Contains(output, tt.want) {
				t.Errorf("want a failure with %q, got success %v:\n%s", tt.want, ok, output)
			}
		})
	}
}

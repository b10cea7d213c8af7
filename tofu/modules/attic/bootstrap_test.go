//go:build bazel

// Package attic_test tests the files of the OpenTofu module that are not OpenTofu.
package attic_test

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/google/go-cmp/cmp"
)

const (
	mainLine = "main\t7776000\t-\t" + `{"is_public":true,"priority":41,"upstream_cache_key_names":["cache.nixos.org-1"]}` + "\n"
	teamLine = "a+b\t0\t-\t" + `{"is_public":false,"priority":30,"upstream_cache_key_names":[]}` + "\n"
)

// job is what the bootstrap Job sees.
type job struct {
	attic      *fakeAttic
	kubernetes *fakeKubernetes
	env        map[string]string
	caches     string // path of CACHES_FILE
}

func newJob(t *testing.T, caches string) *job {
	t.Helper()
	// The script's curl, before all else that the machine has.
	bin := t.TempDir()
	if err := os.Symlink(testenv.Path(t, "CURL"), filepath.Join(bin, "curl")); err != nil {
		t.Fatal(err)
	}
	attic, atticURL := startAttic(t)
	kubernetes, kubernetesURL, kubernetesDir := startKubernetes(t)
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	writeFile(t, token, atticToken+"\n")
	path := filepath.Join(dir, "caches.tsv")
	writeFile(t, path, caches)
	return &job{attic: attic, kubernetes: kubernetes, caches: path, env: map[string]string{
		"PATH": bin + ":" + os.Getenv("PATH"), "TMPDIR": t.TempDir(),
		"ATTIC_URL": atticURL, "ATTIC_TOKEN_FILE": token, "CACHES_FILE": path,
		"KUBERNETES_URL": kubernetesURL, "KUBERNETES_DIR": kubernetesDir,
		"NAMESPACE": "attic", "CONFIG_MAP": "attic-public-keys",
	}}
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

func TestMakesCaches(t *testing.T) {
	j := newJob(t, mainLine+teamLine)
	j.mustRun(t)
	want := map[string]*fakeCache{
		"main": {
			PublicKey: "main:GENERATED2=", IsPublic: true, StoreDir: "/nix/store", Priority: 41,
			Upstream: []string{"cache.nixos.org-1"}, Retention: map[string]int32{"Period": 7776000},
		},
		"a+b": {
			PublicKey: "a+b:GENERATED6=", StoreDir: "/nix/store", Priority: 30,
			Upstream: []string{}, Retention: map[string]int32{"Period": 0},
		},
	}
	if diff := cmp.Diff(want, j.attic.caches); diff != "" {
		t.Errorf("caches (-want +got):\n%s", diff)
	}
	// ConfigMaps take no + in keys.
	wantKeys := map[string]string{"main": "main:GENERATED2=", "a.b": "a+b:GENERATED6="}
	if diff := cmp.Diff(wantKeys, j.kubernetes.data); diff != "" {
		t.Errorf("public keys (-want +got):\n%s", diff)
	}
}

func TestAgainChangesNothing(t *testing.T) {
	j := newJob(t, mainLine+teamLine)
	j.mustRun(t)
	keys := j.kubernetes.data["main"]
	j.attic.requests = nil
	output := j.mustRun(t)
	if i := slices.IndexFunc(j.attic.requests, func(r string) bool { return strings.HasPrefix(r, "POST ") }); i >= 0 {
		t.Errorf("a cache that is there was made again: %s", j.attic.requests[i])
	}
	if j.kubernetes.data["main"] != keys {
		t.Errorf("the key of main has changed from %q to %q", keys, j.kubernetes.data["main"])
	}
	if !strings.Contains(output, "cache main: configured, 7776000 seconds, main:GENERATED2=") {
		t.Errorf("output does not tell what was done:\n%s", output)
	}
}

func TestSetsWhatIsOtherwise(t *testing.T) {
	j := newJob(t, mainLine)
	j.mustRun(t)
	writeFile(t, j.caches, "main\t60\t-\t{\"is_public\":false,\"priority\":1,\"upstream_cache_key_names\":[]}\n")
	j.mustRun(t)
	want := &fakeCache{
		PublicKey: "main:GENERATED2=", StoreDir: "/nix/store", Priority: 1,
		Upstream: []string{}, Retention: map[string]int32{"Period": 60},
	}
	if diff := cmp.Diff(want, j.attic.caches["main"]); diff != "" {
		t.Errorf("cache (-want +got):\n%s", diff)
	}
}

func TestKeepsOtherCaches(t *testing.T) {
	j := newJob(t, mainLine+teamLine)
	j.mustRun(t)
	writeFile(t, j.caches, mainLine)
	j.mustRun(t)
	if j.attic.caches["a+b"] == nil || j.kubernetes.data["a.b"] == "" {
		t.Error("a cache that is no longer named is gone: its paths would be lost")
	}
}

func TestSigningKey(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "keypair"), "main-1:c2VjcmV0\n")
	j := newJob(t, strings.Replace(mainLine, "\t-\t", "\t"+dir+"\t", 1))
	j.mustRun(t)
	if got := j.kubernetes.data["main"]; got != "main-1:PUBLIC-OF-c2VjcmV0" {
		t.Errorf("public key %q is not that of the given pair", got)
	}
	writeFile(t, filepath.Join(dir, "keypair"), "main-2:bmV3\n")
	j.mustRun(t)
	if got := j.kubernetes.data["main"]; got != "main-2:PUBLIC-OF-bmV3" {
		t.Errorf("public key %q is not that of the pair that was put there later", got)
	}
}

// Everyone on a node can read the command lines of its processes.
func TestSecretsAreOnNoCommandLine(t *testing.T) {
	keys := t.TempDir()
	writeFile(t, filepath.Join(keys, "keypair"), "main-1:c2VjcmV0\n")
	j := newJob(t, strings.Replace(mainLine, "\t-\t", "\t"+keys+"\t", 1))
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	wrapper := "#!/bin/sh\nprintf '%s\\n' \"$@\" >>" + log + "\nexec " + testenv.Path(t, "CURL") + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "curl"), []byte(wrapper), 0o700); err != nil {
		t.Fatal(err)
	}
	j.env["PATH"] = dir + ":" + j.env["PATH"]
	output := j.mustRun(t)
	arguments, err := os.ReadFile(log)
	if err != nil || !strings.Contains(string(arguments), "cache-config/main") {
		t.Fatalf("the wrapper saw no request: %v\n%s", err, arguments)
	}
	for _, secret := range []string{atticToken, kubernetesToken, "c2VjcmV0"} {
		if bytes.Contains(arguments, []byte(secret)) {
			t.Errorf("%q is on a command line:\n%s", secret, arguments)
		}
		if strings.Contains(strings.ReplaceAll(output, "PUBLIC-OF-c2VjcmV0", ""), secret) {
			t.Errorf("%q is in the log:\n%s", secret, output)
		}
	}
}

func answer(status int) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { refuse(w, status, "Error", "as the test wants") }
}

func TestFails(t *testing.T) {
	const config = "/_api/v1/cache-config/"
	tests := []struct {
		name   string
		reason string
		spoil  func(t *testing.T, j *job)
		want   string // in the output
	}{
		{"read", "a database that is down is no missing cache", func(_ *testing.T, j *job) {
			j.attic.fail["GET "+config+"main"] = answer(500)
		}, "cache-config/main answered 500"},
		{"redirect", "a login page in front of Attic answers 302", func(_ *testing.T, j *job) {
			j.attic.fail["GET "+config+"main"] = answer(302)
		}, "answered 302"},
		{"token", "Attic ignores tokens it does not know", func(t *testing.T, j *job) {
			writeFile(t, j.env["ATTIC_TOKEN_FILE"], "another")
		}, "answered 401"},
		{"no token", "the init container failed to write one", func(t *testing.T, j *job) {
			writeFile(t, j.env["ATTIC_TOKEN_FILE"], "")
		}, "there is no token"},
		{"create", "a right is missing", func(_ *testing.T, j *job) {
			j.attic.fail["POST "+config+"main"] = answer(403)
		}, "POST"},
		{"configure", "without the retention the bucket grows for ever", func(_ *testing.T, j *job) {
			j.attic.fail["PATCH "+config+"main"] = answer(403)
		}, "PATCH"},
		{"no key", "Nix could not trust the cache", func(_ *testing.T, j *job) {
			j.attic.caches["main"] = &fakeCache{}
			j.attic.fail["GET "+config+"main"] = func(w http.ResponseWriter) { _, _ = w.Write([]byte(`{"is_public":true}`)) }
		}, "tells no public key of main"},
		{"bad settings", "Attic's refusals are ours", func(t *testing.T, j *job) {
			writeFile(t, j.caches, "main\t1\t-\t{\"is_public\":true}\n")
		}, "answered 422"},
		{"too long", "31 bits of seconds", func(t *testing.T, j *job) {
			writeFile(t, j.caches, strings.Replace(mainLine, "7776000", "2147483648", 1))
		}, "answered 400"},
		{"bad signing key", "it would break the JSON", func(t *testing.T, j *job) {
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "keypair"), `x"}`)
			writeFile(t, j.caches, strings.Replace(mainLine, "\t-\t", "\t"+dir+"\t", 1))
		}, "keypair is not <name>:<base64>"},
		{"no signing key", "the Secret lacks the key keypair", func(t *testing.T, j *job) {
			writeFile(t, j.caches, strings.Replace(mainLine, "\t-\t", "\t"+t.TempDir()+"\t", 1))
		}, "keypair"},
		{"no caches", "success would mean nothing", func(t *testing.T, j *job) {
			writeFile(t, j.caches, "")
		}, "has no caches"},
		{"no server", "the Service has no pods", func(_ *testing.T, j *job) {
			j.env["ATTIC_URL"] = "http://127.0.0.1:1"
		}, "no answer"},
		{"forbidden", "the Role is missing", func(_ *testing.T, j *job) {
			j.kubernetes.status = 403
		}, "answered 403"},
		{"other certificate", "who answers there is not the API server", func(_ *testing.T, j *job) {
			j.env["KUBERNETES_URL"] = strings.Replace(j.env["KUBERNETES_URL"], "127.0.0.1", "localhost", 1)
		}, "certificate"},
		{"variable", "the Job is incomplete", func(_ *testing.T, j *job) {
			delete(j.env, "CONFIG_MAP")
		}, "CONFIG_MAP"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j := newJob(t, mainLine+teamLine)
			test.spoil(t, j)
			ok, output := j.run(t)
			if ok {
				t.Fatalf("the script succeeded (%s):\n%s", test.reason, output)
			}
			if !strings.Contains(output, test.want) {
				t.Errorf("output lacks %q (%s):\n%s", test.want, test.reason, output)
			}
			if len(j.kubernetes.data) > 0 {
				t.Errorf("public keys were written all the same (%s): %v", test.reason, j.kubernetes.data)
			}
			if slices.ContainsFunc(j.attic.requests, func(r string) bool { return strings.HasPrefix(r, "DELETE") }) {
				t.Errorf("something was deleted (%s): %v", test.reason, j.attic.requests)
			}
		})
	}
}

func TestLastLineWithoutNewline(t *testing.T) {
	j := newJob(t, strings.TrimSuffix(mainLine+teamLine, "\n"))
	j.mustRun(t)
	if len(j.attic.caches) != 2 {
		t.Errorf("made %d caches, not 2", len(j.attic.caches))
	}
}

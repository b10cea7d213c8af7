//go:build bazel

// Package miniotenant_test tests the bootstrap script of the OpenTofu module: what it asks of mc, in which order, and that
// no secret is on a command line. A MinIO is not to be had where tests run; by hand the script ran against one.
package miniotenant_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// recorder stands in for mc: it writes its arguments and, where mc reads secrets from there, its input into files. It answers
// what the test put into ANSWERS/<third word of the command>, and fails where FAIL is part of the command.
const recorder = `#!/bin/sh
printf '%s\n' "$*" >>"$RECORD/commands"
case "$*" in
*"$FAIL"*) echo "mc: refused: $*" >&2; exit 1 ;;
esac
case "$*" in
"alias set "*|"admin user add "*|"ilm rule import "*) cat >>"$RECORD/input" ;;
"admin user info "*) cat "$ANSWERS/info" ;;
"ilm rule export "*) cat "$ANSWERS/export" ;;
"stat "*) cat "$ANSWERS/stat" ;;
esac
`

const (
	noPolicy = `{"status":"success","accessKey":"attic","userStatus":"enabled"}`
	attic    = "attic\tattic\t307200\toff\toff\t-\n"
	cache    = "bazel-cache\tbazel-cache\t102400\ton\toff\t30\n"
	locked   = "vault\tvault-bucket\t1024\ton\ton\t-\n"
)

type job struct {
	dir string
	env []string
}

func newJob(t *testing.T, buckets, info, export, fail string) job {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"bin/mc": recorder, "buckets.tsv": buckets, "root/user": "root\n", "root/password": "root-secret",
		"users/attic/user": "attic", "users/attic/password": "attic-secret",
		"users/bazel-cache/user": "bazel-cache", "users/bazel-cache/password": "cache-secret",
		"users/vault/user": "vault-bucket", "users/vault/password": "vault-secret",
		"answers/info": info, "answers/stat": `{"name":"vault-bucket/","ObjectLock":{"enabled":"Enabled","mode":""}}`, "record/commands": "", "record/input": "",
	}
	if export != "" {
		files["answers/export"] = export
	}
	for name, content := range files {
		write(t, filepath.Join(dir, name), content)
	}
	env := []string{
		"PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH"), "RECORD=" + filepath.Join(dir, "record"),
		"ANSWERS=" + filepath.Join(dir, "answers"), "FAIL=" + fail, "CONNECT_ATTEMPTS=1",
		"MINIO_URL=http://127.0.0.1:1", "BUCKETS_FILE=" + filepath.Join(dir, "buckets.tsv"), "POLICY_DIR=/policies",
		"ROOT_DIR=" + filepath.Join(dir, "root"), "USERS_DIR=" + filepath.Join(dir, "users"),
		"MC_CONFIG_DIR=" + filepath.Join(dir, "mc"),
	}
	return job{dir: dir, env: env}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
		t.Fatal(err)
	}
}

func (j job) run() (string, error) {
	cmd := exec.Command("sh", "files/bootstrap.sh")
	cmd.Env = j.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (j job) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(j.dir, "record", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestCommands(t *testing.T) {
	const connect = "alias set store http://127.0.0.1:1 --api S3v4 --path on\nadmin user list store\n"
	for _, c := range []struct{ name, reason, buckets, info, export, want string }{
		{
			name: "new", reason: "everything is made", buckets: attic, info: noPolicy,
			want: connect + "mb --ignore-existing store/attic\nversion suspend store/attic\nquota set store/attic --size 307200MiB\n" +
				"ilm rule export store/attic\nadmin user add store\nadmin policy create store bucket-attic /policies/attic.json\n" +
				"admin user info --json store attic\nadmin policy attach store bucket-attic --user attic\n",
		},
		{
			name: "again", reason: "a policy that is attached is not attached twice: mc would fail",
			buckets: cache, info: `{"policyName":"bucket-bazel-cache"}`,
			want: connect + "mb --ignore-existing store/bazel-cache\nversion enable store/bazel-cache\nquota set store/bazel-cache --size 102400MiB\n" +
				"ilm rule import store/bazel-cache\nadmin user add store\nadmin policy create store bucket-bazel-cache /policies/bazel-cache.json\n" +
				"admin user info --json store bazel-cache\n",
		},
		{
			name: "expiry and rights by hand", reason: "an expiry of Attic's bucket destroys chunks; nobody gets more than is due",
			buckets: attic, info: `{"policyName":"consoleAdmin,bucket-attic,readwrite","x":""}`, export: `{"Rules":[]}`,
			want: connect + "mb --ignore-existing store/attic\nversion suspend store/attic\nquota set store/attic --size 307200MiB\n" +
				"ilm rule export store/attic\nilm rule remove --all --force store/attic\nadmin user add store\n" +
				"admin policy create store bucket-attic /policies/attic.json\nadmin user info --json store attic\n" +
				"admin policy detach store consoleAdmin --user attic\nadmin policy detach store readwrite --user attic\n",
		},
		{
			name: "locked", reason: "a lock can only be given to a new bucket", buckets: locked, info: noPolicy,
			want: connect + "mb --ignore-existing --with-lock store/vault-bucket\nstat --json store/vault-bucket\nversion enable store/vault-bucket\nquota set store/vault-bucket --size 1024MiB\n" +
				"ilm rule export store/vault-bucket\nadmin user add store\nadmin policy create store bucket-vault-bucket /policies/vault.json\n" +
				"admin user info --json store vault-bucket\nadmin policy attach store bucket-vault-bucket --user vault-bucket\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := newJob(t, c.buckets, c.info, c.export, "nothing fails")
			if out, err := j.run(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if diff := cmp.Diff(c.want, j.read(t, "commands")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.reason, diff)
			}
		})
	}
}

func TestSecretsGoThroughPipes(t *testing.T) {
	j := newJob(t, attic+cache, noPolicy, "", "nothing fails")
	out, err := j.run()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := "root\nroot-secret\nattic\nattic-secret\n" +
		`{"Rules":[{"ID":"expire","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":30}}]}` +
		"bazel-cache\ncache-secret\n"
	if diff := cmp.Diff(want, j.read(t, "input")); diff != "" {
		t.Errorf("input of mc (-want +got):\n%s", diff)
	}
	if text := j.read(t, "commands") + out; strings.Contains(text, "-secret") {
		t.Errorf("a secret is on a command line or in the log:\n%s", text)
	}
}

func TestFailures(t *testing.T) {
	for _, c := range []struct{ name, buckets, fail, want string }{
		{"server away", attic, "admin user list", "does not answer"},
		{"alias refused", attic, "alias set", "mc: refused: alias set"},
		{"bucket refused", attic, "mb ", "mc: refused: mb"},
		{"quota refused", attic, "quota set", "mc: refused: quota set"},
		{"expiry refused", cache, "ilm rule import", "mc: refused: ilm rule import"},
		{"user refused", attic, "admin user add", "mc: refused: admin user add"},
		{"policy refused", attic, "policy create", "mc: refused: admin policy create"},
		{"attaching refused", attic, "policy attach", "mc: refused: admin policy attach"},
		{"no buckets", "", "nothing fails", "has no buckets"},
		{"a field is missing", "attic\tattic\t1\toff\toff\n", "nothing fails", "fewer than six fields"},
		{"versioning unknown", "attic\tattic\t1\tmaybe\toff\t-\n", "nothing fails", "neither on nor off"},
		{"no credentials", "other\tother\t1\toff\toff\t-\n", "nothing fails", "users/other/user is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := newJob(t, c.buckets, noPolicy, "", c.fail)
			out, err := j.run()
			if err == nil {
				t.Fatalf("the script succeeded:\n%s", out)
			}
			if !strings.Contains(out, c.want) {
				t.Errorf("want %q in:\n%s", c.want, out)
			}
		})
	}
}

// TestLockComesTooLate: mc takes the bucket that is there, and says nothing.
func TestLockComesTooLate(t *testing.T) {
	j := newJob(t, locked, noPolicy, "", "nothing fails")
	write(t, filepath.Join(j.dir, "answers/stat"), `{"name":"vault-bucket/","ObjectLock":{"enabled":"","mode":""}}`)
	out, err := j.run()
	if err == nil || !strings.Contains(out, "bucket vault-bucket exists without object lock") {
		t.Errorf("the script went on, or says something else: %v\n%s", err, out)
	}
}

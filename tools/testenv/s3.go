package testenv

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// S3 is a real S3 server (versitygw) on loopback, whose objects are files. It ends with
// the test.
type S3 struct {
	// Address is HOST:PORT; the server speaks http.
	Address string
	// Bucket is the one that is there from the start.
	Bucket string
	// AccessKey and SecretKey may do everything.
	AccessKey, SecretKey string
	// Dir is where the server keeps objects: DIR/BUCKET/KEY.
	Dir string
}

// StartS3 starts the program that environment variable S3_SERVER tells.
func StartS3(t testing.TB) S3 {
	t.Helper()
	s := S3{
		Address: FreeAddresses(t, 1)[0], Bucket: "cache", AccessKey: "testaccess", SecretKey: "testsecret-testsecret",
		Dir: t.TempDir(),
	}
	if err := os.Mkdir(filepath.Join(s.Dir, s.Bucket), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(Path(t, "S3_SERVER"), "--port", s.Address, "--health", "/healthz", "--quiet",
		"posix", "--sidecar", t.TempDir(), s.Dir)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+s.AccessKey, "ROOT_SECRET_KEY="+s.SecretKey)
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it has ended
		cmd.Wait()         //nolint:errcheck // it was killed
		if t.Failed() {
			t.Logf("the S3 server's log:\n%s", &log)
		}
	})
	s.await(t)
	return s
}

func (s S3) await(t testing.TB) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		answer, err := http.Get("http://" + s.Address + "/healthz")
		if err == nil {
			answer.Body.Close()
			return
		}
	}
	t.Fatal("the S3 server does not answer")
}

// URL is the bucket as Nix and our programs name it; prefix may be empty.
func (s S3) URL(prefix string) string {
	return fmt.Sprintf("s3://%s/%s?endpoint=%s&scheme=http&region=us-east-1", s.Bucket, prefix, s.Address)
}

// SetCredentials gives this test's environment the server's credentials, and none else.
func (s S3) SetCredentials(t testing.TB) {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", s.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", s.SecretKey)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

//go:build bazel

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// startNginx serves a directory with DAV's PUT, of files up to a size, and with more of its
// methods; the directory is returned.
func startNginx(t *testing.T, size string, methods ...string) (url, dir string) {
	t.Helper()
	place, address := t.TempDir(), testenv.FreeAddresses(t, 1)[0]
	dir = filepath.Join(place, "cache")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n" // a sandbox may know no other
	}
	conf := fmt.Sprintf(user+`daemon off; master_process off; worker_processes 1; pid %[1]s/pid; error_log stderr;
events { worker_connections 1024; }
http { access_log off; client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
 client_max_body_size %[4]s;
 server { listen %[2]s; root %[3]s; dav_methods PUT %[5]s; create_full_put_path on; } }`, place, address, dir, size, strings.Join(methods, " "))
	file := filepath.Join(place, "nginx.conf")
	if err := os.WriteFile(file, []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "NGINX"), "-p", place, "-c", file, "-e", "stderr")
	cmd.Env = []string{"HOME=" + place} // it would take our variable NGINX for sockets
	start(t, cmd)
	await(t, address)
	return "http://" + address, dir
}

// start starts a server that ends with the test.
func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var log bytes.Buffer
	if cmd.Stderr == nil {
		cmd.Stderr = &log
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		if t.Failed() {
			t.Logf("%s says\n%.4000s", filepath.Base(cmd.Path), &log)
		}
	})
}

func await(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("nothing listens on %s", address)
}

// served is a running cached.
type served struct {
	t        *testing.T
	url, dir string
	cmd      *exec.Cmd
}

// startCached starts a cached that wants tokens, if auth is "token".
func startCached(t *testing.T, auth string) served {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "config.json")
	text := fmt.Sprintf(`{"data_dir": %q, "http_address": "127.0.0.1:0", "grpc_address": "127.0.0.1:0", "auth": %q}`, filepath.Join(dir, "data"), auth)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "CACHED"), "serve", "--config", config)
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = in
	start(t, cmd)
	in.Close()
	lines, seen := bufio.NewScanner(out), ""
	for lines.Scan() {
		seen += lines.Text() + "\n"
		if m := regexp.MustCompile(`msg=serving http=(\S+)`).FindStringSubmatch(lines.Text()); m != nil {
			go func() {
				for lines.Scan() {
				}
			}()
			return served{t, m[1], filepath.Join(dir, "data"), cmd}
		}
	}
	t.Fatalf("cached did not start:\n%s", seen)
	return served{}
}

// cached runs one of its commands on the data directory.
func (s served) cached(args ...string) string {
	s.t.Helper()
	cmd := exec.Command(testenv.Path(s.t, "CACHED"), append(args, "--data-dir", s.dir)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("cached %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return strings.TrimSpace(string(out))
}

// key is the public key of a cache.
func (s served) key(cache string) string {
	s.t.Helper()
	for line := range strings.Lines(s.cached("keys")) {
		if name, key, _ := strings.Cut(strings.TrimSpace(line), "\t"); name == cache {
			return key
		}
	}
	s.t.Fatalf("no key of cache %q", cache)
	return ""
}

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// child is the program as a process of its own.
type child struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	grpc string // HOST:PORT
}

func startChild(t *testing.T, dir string, flags ...string) *child {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"serve", "--data-dir", dir, "--http-address", "127.0.0.1:0", "--grpc-address", "127.0.0.1:0"}
	cmd := exec.Command(exe, append(args, flags...)...)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	found, seen := regexp.MustCompile(`msg=serving http=(\S+) grpc=grpc://(\S+)`), ""
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		seen += lines.Text() + "\n"
		if m := found.FindStringSubmatch(lines.Text()); m != nil {
			go io.Copy(io.Discard, stderr)
			return &child{t, cmd, m[1], m[2]}
		}
	}
	t.Fatalf("the server did not start:\n%s", seen)
	return nil
}

func (c *child) stop(sig os.Signal) error {
	c.cmd.Process.Signal(sig)
	return c.cmd.Wait()
}

func (c *child) put(data []byte) error {
	req, err := http.NewRequest("PUT", c.url+"/cas/"+digest(data), bytes.NewReader(data))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return fmt.Errorf("status %s", resp.Status)
	}
	return nil
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (c *child) get(hash string) (int, []byte) {
	c.t.Helper()
	resp, err := http.Get(c.url + "/cas/" + hash)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp.StatusCode, data
}

// TestKill kills the server at several moments during uploads. What was
// acknowledged is there afterwards, and nothing half-written.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	acked := map[string]bool{}
	for round, after := range []int{1, 40, 200} {
		c := startChild(t, dir)
		var mu sync.Mutex
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := 0; ; i++ {
					data := bytes.Repeat(fmt.Appendf(nil, "%d-%d-%d ", round, w, i), 20+i%5*20_000)
					if c.put(data) != nil {
						return
					}
					mu.Lock()
					if acked[digest(data)] = true; len(acked) >= after {
						c.cmd.Process.Kill()
					}
					mu.Unlock()
				}
			}()
		}
		wg.Wait()
		c.cmd.Wait() //nolint:errcheck // killed
	}
	c := startChild(t, dir)
	for hash := range acked {
		if code, data := c.get(hash); code != 200 || digest(data) != hash {
			t.Errorf("blob %s: %d, %d bytes", hash, code, len(data))
		}
	}
	if err := c.stop(syscall.SIGTERM); err != nil {
		t.Errorf("SIGTERM: %v, want exit code 0", err)
	}
	filepath.WalkDir(filepath.Join(dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if strings.HasPrefix(d.Name(), ".tmp-") {
			t.Errorf("left %s", path)
		}
		return err
	})
}

// TestUnreadableBlobs kills the server and takes a directory of blobs away from
// the next one, which must not start as if they were gone.
func TestUnreadableBlobs(t *testing.T) {
	dir, data := t.TempDir(), []byte("kept")
	c := startChild(t, dir, "--sync", "each")
	if err := c.put(data); err != nil {
		t.Fatal(err)
	}
	c.stop(os.Kill) //nolint:errcheck // killed
	shard := filepath.Join(dir, "blobs", "cas", digest(data)[:2])
	aside := filepath.Join(dir, "aside")
	if err := errors.Join(os.Rename(shard, aside), os.WriteFile(shard, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // should it start
	defer cancel()
	var stderr bytes.Buffer
	code := run(ctx, []string{"cached", "serve", "--data-dir", dir, "--http-address", "127.0.0.1:0", "--grpc-address", "127.0.0.1:0"}, nil, io.Discard, &stderr)
	if text := stderr.String(); code != 3 || !strings.Contains(text, shard) || !strings.Contains(text, "make it a directory") {
		t.Errorf("exit code %d, stderr %q; want 3, the directory and a remedy", code, text)
	}
	if err := errors.Join(os.Remove(shard), os.Rename(aside, shard)); err != nil {
		t.Fatal(err)
	}
	c = startChild(t, dir)
	if code, got := c.get(digest(data)); code != 200 || string(got) != string(data) {
		t.Errorf("put right: %d, %q", code, got)
	}
}

package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// child is the program as a process of its own.
type child struct {
	t   *testing.T
	cmd *exec.Cmd
	url string
}

func startChild(t *testing.T, dir string) *child {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "serve", "--data-dir", dir, "--http-address", "127.0.0.1:0", "--grpc-address", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), childEnv+"=1")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	found, seen := regexp.MustCompile(`msg=serving http=(\S+)`), ""
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		seen += lines.Text() + "\n"
		if m := found.FindStringSubmatch(lines.Text()); m != nil {
			go io.Copy(io.Discard, stderr)
			return &child{t, cmd, m[1]}
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

// TestMemory streams a large blob through and looks at the most memory that
// the process has ever had.
func TestMemory(t *testing.T) {
	const size = 192 << 20
	c := startChild(t, t.TempDir())
	h := sha256.New()
	io.CopyN(h, zeros{}, size)
	hash := hex.EncodeToString(h.Sum(nil))
	req, err := http.NewRequest("PUT", c.url+"/cas/"+hash, io.LimitReader(zeros{}, size))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req) // chunked: the size is not announced
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("PUT: %v, %v", resp, err)
	}
	resp, err = http.Get(c.url + "/cas/" + hash)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, resp.Body); n != size || err != nil {
		t.Errorf("GET: %d bytes, %v", n, err)
	}
	if peak := peakMemory(t, c.cmd.Process.Pid); peak > 100<<20 {
		t.Errorf("the server used %d MiB", peak>>20)
	}
	if err := c.stop(syscall.SIGTERM); err != nil {
		t.Errorf("SIGTERM: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// peakMemory is VmHWM, where the system tells it; elsewhere 0.
func peakMemory(t *testing.T, pid int) int64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kib << 10
}

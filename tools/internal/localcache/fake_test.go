//go:build linux

package localcache_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachedir"
	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestMain lets this test program be the server that its tests install: called
// as "… serve --config FILE" it stands in for cached.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "serve" {
		if err := fakeServe(os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, "fake:", err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// fakeServe is the smallest server that the package must take for cached. The
// file DATA/.fake tells it to misbehave.
func fakeServe(configFile string) error {
	data, err := os.ReadFile(configFile)
	if err != nil {
		return err
	}
	cfg, err := cacheconfig.Parse(data)
	if err != nil {
		return err
	}
	mode, _ := os.ReadFile(filepath.Join(cfg.DataDir, ".fake"))
	if string(mode) == "exit" {
		for i := range 30 {
			fmt.Fprintf(os.Stderr, "line %d\n", i+1)
		}
		return fmt.Errorf("told to exit")
	}
	dir, err := cachedir.Open(cfg.DataDir)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := reportSelf(cfg.DataDir); err != nil {
		return err
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, unix.SIGTERM)
	if string(mode) == "hang" {
		<-stop
		return nil
	}
	return listenAndAnswer(cfg, dir.Instance, localcache.SHA256(data), stop)
}

// reportSelf writes what the process inherited.
func reportSelf(dataDir string) error {
	var open []string
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	for _, fd := range fds {
		if link, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil {
			open = append(open, link)
		}
	}
	cwd, err := os.Getwd()
	if err != nil {
		return err
	}
	sid, err := unix.Getsid(0)
	if err != nil {
		return err
	}
	out, err := json.Marshal(selfReport{Env: os.Environ(), Open: open, Dir: cwd, PID: os.Getpid(), SID: sid})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dataDir, "self.json"), out, 0o600)
}

type selfReport struct {
	Env, Open []string
	Dir       string
	PID, SID  int
}

func listenAndAnswer(cfg cacheconfig.Config, instance, sha string, stop <-chan os.Signal) error {
	g, err := net.Listen("tcp", cfg.GRPCAddress)
	if err != nil {
		return err
	}
	defer g.Close()
	h, err := net.Listen("tcp", cfg.HTTPAddress)
	if err != nil {
		return err
	}
	status := localcache.Status{Version: "fake", PID: os.Getpid(), Instance: instance, DataDir: cfg.DataDir, ConfigSHA256: sha,
		HTTPAddress: cfg.HTTPAddress, GRPCAddress: cfg.GRPCAddress, Started: time.Now()}
	for _, c := range cfg.Caches {
		status.Caches = append(status.Caches, localcache.CacheStatus{Name: c.Name, PublicKey: c.Name + ".flywheel.local-1:AAAA"})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/status", func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(status) })
	go http.Serve(h, mux)
	<-stop
	return nil
}

// wanted is a server in a new directory, stopped when the test ends.
func wanted(t *testing.T) localcache.Wanted {
	t.Helper()
	return wantedIn(t, filepath.Join(t.TempDir(), "data"))
}

func wantedIn(t *testing.T, dir string) localcache.Wanted {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	sha, err := localcache.HashBinary(binary)
	if err != nil {
		t.Fatal(err)
	}
	cfg := cacheconfig.Default()
	addresses := testenv.FreeAddresses(t, 2)
	cfg.DataDir, cfg.HTTPAddress, cfg.GRPCAddress = dir, addresses[0], addresses[1]
	t.Cleanup(func() { killServers(t, dir) })
	return localcache.Wanted{Config: cfg, Binary: binary, BinarySHA256: sha, Timeout: 20 * time.Second}
}

// killServers ends what a failed test may have left: processes that run the
// program installed in dir.
func killServers(t *testing.T, dir string) {
	for _, pid := range serversIn(t, dir) {
		if err := unix.Kill(pid, unix.SIGKILL); err != nil {
			t.Logf("killing a left server: %v", err)
		}
	}
}

// serversIn are the processes that run the program installed in dir.
func serversIn(t *testing.T, dir string) []int {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		t.Fatal(err)
	}
	var pids []int
	for _, link := range links {
		exe, err := os.Readlink(link)
		if err != nil || !strings.HasPrefix(exe, dir+"/bin/cached") {
			continue
		}
		var pid int
		if _, err := fmt.Sscanf(link, "/proc/%d/exe", &pid); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

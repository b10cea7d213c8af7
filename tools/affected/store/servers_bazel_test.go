//go:build bazel

package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/store"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// startCached starts the real server and returns its addresses for HTTP and gRPC.
func startCached(t *testing.T, config string) (httpAddress, grpcAddress, data string) {
	t.Helper()
	addresses := testenv.FreeAddresses(t, 2)
	data = t.TempDir()
	file := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "CACHED"), "serve", "--config", file, "--data-dir", data, "--http-address", addresses[0], "--grpc-address", addresses[1])
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if answer, err := http.Get("http://" + addresses[0] + "/healthz"); err == nil {
			answer.Body.Close()
			return addresses[0], addresses[1], data
		}
	}
	t.Fatalf("cached does not answer:\n%s", log.String())
	return "", "", ""
}

// roundTrip puts files of several sizes and gets them again.
func roundTrip(t *testing.T, b store.Backend, name string) {
	t.Helper()
	if _, ok, err := b.Get(t.Context(), name); ok || err != nil {
		t.Fatalf("before Put: %v, %v", ok, err)
	}
	for _, size := range []int{1, 100_000, 6_000_000} { // More than one message, and than one batch.
		data := make([]byte, size)
		rand.Read(data)
		for range 2 { // Again is no error.
			if err := b.Put(t.Context(), name, data); err != nil {
				t.Fatal(err)
			}
		}
		got, ok, err := b.Get(t.Context(), name)
		if !ok || err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: %v, %v, the same: %v", size, ok, err, bytes.Equal(got, data))
		}
	}
}

func open(t *testing.T, url string, o store.Options) store.Backend {
	t.Helper()
	b, err := store.Open(url, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCached(t *testing.T) {
	httpAddress, grpcAddress, _ := startCached(t, "{}")
	none := store.Options{Credentials: store.Credentials{Netrc: os.DevNull}}
	roundTrip(t, open(t, "http://"+httpAddress, none), "01")
	roundTrip(t, open(t, "http://"+httpAddress+"/main/", none), "02")
	roundTrip(t, open(t, "grpc://"+grpcAddress, none), "03")
	roundTrip(t, open(t, "grpc://"+grpcAddress+"/main", none), "04")
	// What one protocol wrote the other reads.
	if _, ok, err := open(t, "http://"+httpAddress, none).Get(t.Context(), "03"); !ok || err != nil {
		t.Errorf("by HTTP what came by gRPC: %v, %v", ok, err)
	}
	if _, ok, err := open(t, "grpc://"+grpcAddress+"/main", none).Get(t.Context(), "02"); !ok || err != nil {
		t.Errorf("by gRPC what came by HTTP: %v, %v", ok, err)
	}
}

func TestCachedTokens(t *testing.T) {
	httpAddress, grpcAddress, data := startCached(t, `{"auth": "token"}`)
	out, err := exec.Command(testenv.Path(t, "CACHED"), "token", "create", "--id", "ci", "--permission", "read,write", "--data-dir", data).Output()
	if err != nil {
		t.Fatalf("%v: %s", err, err.(*exec.ExitError).Stderr)
	}
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte(strings.TrimSpace(string(out))), 0o600); err != nil {
		t.Fatal(err)
	}
	with := store.Options{Credentials: store.Credentials{TokenFile: token}}
	without := store.Options{Credentials: store.Credentials{Netrc: os.DevNull}}
	for _, url := range []string{"http://" + httpAddress, "grpc://" + grpcAddress} {
		if err := open(t, url, without).Put(t.Context(), "aa", []byte("x")); err == nil {
			t.Errorf("%s: written without a token", url)
		}
	}
	roundTrip(t, open(t, "http://"+httpAddress, with), "01")
	roundTrip(t, open(t, "grpc://"+grpcAddress, with), "02")
}

func TestS3(t *testing.T) {
	server := testenv.StartS3(t)
	server.SetCredentials(t)
	roundTrip(t, open(t, server.URL("snapshots"), store.Options{}), "01")
}

// TestNoServer is quick where nobody listens.
func TestNoServer(t *testing.T) {
	address := testenv.FreeAddresses(t, 1)[0]
	for _, url := range []string{"http://" + address, "grpc://" + address} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		if _, ok, err := open(t, url, store.Options{}).Get(ctx, "01"); ok || err == nil || ctx.Err() != nil {
			t.Errorf("%s: %v, %v", url, ok, err)
		}
		cancel()
	}
}

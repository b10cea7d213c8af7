//go:build bazel

package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestLocalStack is the main job: one deployment through its whole life.
func TestLocalStack(t *testing.T) {
	s := newStack(t)
	caches := []string{"main", "ci", "static", "devshells"}

	step(t, "apply deploys and says what runs where", func(t *testing.T) {
		stdout, _ := s.run(t, 0, "apply", "--auto-approve")
		mustContain(t, "apply", stdout, "bazel (grpc)", "grpc://"+s.grpcAddress, "nix main", "http://"+s.httpAddress+"/main",
			".bazelrc", "--remote_cache=grpc://"+s.grpcAddress, "nix.conf", "extra-substituters")
		if !s.answers() || s.pid() == 0 {
			t.Fatal("no server answers after apply")
		}
	})
	step(t, "a second apply changes nothing", func(t *testing.T) {
		before := s.pid()
		stdout, stderr := s.run(t, 0, "apply", "--auto-approve")
		mustContain(t, "second apply", stdout+stderr, "No changes")
		if s.pid() != before {
			t.Errorf("server restarted: pid %d, was %d", s.pid(), before)
		}
	})
	step(t, "outputs", func(t *testing.T) {
		outputs := s.outputs(t)
		for _, name := range []string{"bazel_grpc_url", "bazel_http_url", "nix_cache_urls", "nix_public_keys", "client_config", "services"} {
			if len(outputs[name]) == 0 {
				t.Errorf("output %s is missing", name)
			}
		}
		raw, _ := s.run(t, 0, "output", "--raw", "bazel_grpc_url")
		if strings.TrimSpace(raw) != "grpc://"+s.grpcAddress {
			t.Errorf("bazel_grpc_url = %q", raw)
		}
	})
	step(t, "client configuration is installed, kept and removed", s.clientConfig)
	step(t, "Bazel over gRPC", func(t *testing.T) { s.bazelTwice(t, "grpc://"+s.grpcAddress) })
	step(t, "Bazel over HTTP", func(t *testing.T) { s.bazelTwice(t, "http://"+s.httpAddress) })
	for _, cache := range caches {
		step(t, "Nix cache "+cache, func(t *testing.T) { s.nixRoundTrip(t, cache) })
	}
	step(t, "a killed server is reported and healed", s.killAndHeal)
	step(t, "what was stored is still there", func(t *testing.T) { s.nixRoundTrip(t, "main") })
	step(t, "destroy stops everything", func(t *testing.T) {
		pid := s.pid()
		s.run(t, 0, "destroy", "--auto-approve")
		if alive(pid) || s.answers() {
			t.Errorf("server %d still runs", pid)
		}
		if list, _ := s.run(t, 0, "state", "list"); strings.TrimSpace(list) != "" {
			t.Errorf("state still holds %s", list)
		}
	})
}

// step is a part of a deployment's life: what comes after a failed one would mean nothing.
func step(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	if !t.Run(name, f) {
		t.FailNow()
	}
}

func (s *stack) clientConfig(t *testing.T) {
	bazelrc := filepath.Join(s.home, ".bazelrc")
	own := "build --jobs=2\n"
	if err := os.WriteFile(bazelrc, []byte(own), 0o644); err != nil {
		t.Fatal(err)
	}
	s.run(t, 0, "client_config", "--install")
	first := read(t, bazelrc)
	mustContain(t, ".bazelrc", first, own, "common --remote_cache=grpc://"+s.grpcAddress)
	mustContain(t, "nix.conf", read(t, filepath.Join(s.home, ".config/nix/nix.conf")), "extra-trusted-public-keys = ")
	s.run(t, 0, "client_config", "--install")
	if again := read(t, bazelrc); again != first {
		t.Errorf("a second --install changed the file:\n%s", again)
	}
	s.run(t, 0, "client_config", "--remove")
	if after := read(t, bazelrc); after != own {
		t.Errorf("--remove left %q, want %q", after, own)
	}
}

func (s *stack) killAndHeal(t *testing.T) {
	pid := s.pid()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); alive(pid); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("process %d survives SIGKILL", pid)
		}
	}
	stdout, _ := s.run(t, 0, "plan")
	mustContain(t, "plan", stdout, "running", "1 to change")
	s.run(t, 0, "apply")
	if !s.answers() || s.pid() == 0 || s.pid() == pid {
		t.Errorf("apply did not start the server again: pid %d, was %d", s.pid(), pid)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

package plugin_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve/testprovider"
)

// TestMain is also the provider "rich": the test is its own plugin.
func TestMain(m *testing.M) {
	protocol := 6
	if strings.HasSuffix(os.Args[0], "5") {
		protocol = 5
	}
	if !testprovider.Main(protocol) {
		os.Exit(m.Run())
	}
}

func dir(t *testing.T) string {
	t.Helper()
	d, err := os.MkdirTemp("/tmp", "fwp-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(d) })
	return d
}

func TestSnapshot(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name     string
		protocol int
	}{{"rich5", 5}, {"rich6", 6}} {
		t.Run(tc.name, func(t *testing.T) {
			d := dir(t)
			path := filepath.Join(d, tc.name)
			if err := os.Symlink(exe, path); err != nil {
				t.Fatal(err)
			}
			p, err := plugin.Start(t.Context(), plugin.Config{Label: "//rich", Path: path, Dir: d})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			s, err := p.Snapshot(t.Context(), testprovider.Address, "1.0.0")
			if err != nil {
				t.Fatal(err)
			}
			if p.Protocol != tc.protocol || s.Protocol != tc.protocol || s.Identity == nil || len(s.Schema) == 0 {
				t.Errorf("protocol %d, %d, want %d; %d bytes of schema, identity %v", p.Protocol, s.Protocol, tc.protocol, len(s.Schema), s.Identity != nil)
			}
			p.Close()
			if !p.Exited() {
				t.Error("the program is still there")
			}
			left, err := filepath.Glob(filepath.Join(d, "plugin*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left %v, %v; want no socket", left, err)
			}
		})
	}
}

func TestStartCannot(t *testing.T) {
	for _, tc := range []struct {
		name   string
		reason string
		script string
		mode   os.FileMode
		want   []string
	}{
		{"not a plugin", "what it says instead is shown", "#!/bin/sh\necho hello\n", 0o755, []string{"//p:p", "hello"}},
		{"crash", "its last words are shown", "#!/bin/sh\necho no licence >&2\nexit 3\n", 0o755, []string{"//p:p", "no licence"}},
		{"hang", "it is not waited for without end", "#!/bin/sh\nexec sleep 1000\n", 0o755, []string{"//p:p", "timeout"}},
		{"hanging child", "nor is a child that has its output", "#!/bin/sh\nsleep 12\n", 0o755, []string{"//p:p", "timeout"}},
		{"no program", "a file that cannot be run", "#!/bin/sh\n", 0o644, []string{"//p:p", "is no program"}},
		{"other protocol", "it speaks an older protocol", "#!/bin/sh\necho '1|4|unix|/none|grpc'\nexec sleep 1000\n", 0o755, []string{"//p:p", "incompatible API version"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := dir(t)
			path := filepath.Join(d, "program")
			if err := os.WriteFile(path, []byte(tc.script), tc.mode); err != nil {
				t.Fatal(err)
			}
			_, err := plugin.Start(t.Context(), plugin.Config{Label: "//p:p", Path: path, Dir: d, StartTimeout: time.Second})
			if err == nil {
				t.Fatalf("no error: %s", tc.reason)
			}
			for _, part := range tc.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q lacks %q: %s", err, part, tc.reason)
				}
			}
		})
	}
	t.Run("missing", func(t *testing.T) {
		if _, err := plugin.Start(t.Context(), plugin.Config{Label: "//p:p", Path: "none", Dir: dir(t)}); err == nil || !strings.Contains(err.Error(), "none") {
			t.Errorf("error %v, want one that names the file", err)
		}
	})
}

// TestInterrupted: the end of the context ends the wait for a program.
func TestInterrupted(t *testing.T) {
	d := dir(t)
	path := filepath.Join(d, "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nexec sleep 1000\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := plugin.Start(ctx, plugin.Config{Label: "//p:p", Path: path, Dir: d}); err == nil {
		t.Error("no error")
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}

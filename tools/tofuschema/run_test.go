package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/serve/testprovider"
)

// TestMain is also the provider "rich": the test is its own plugin.
func TestMain(m *testing.M) {
	if !testprovider.Main(6) {
		os.Exit(m.Run())
	}
}

func do(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errOut bytes.Buffer
	code = run(t.Context(), args, &out, &errOut)
	return code, out.String(), errOut.String()
}

func TestCaptureAndShow(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var files [][]byte
	var file string
	// Twice: the maps of a provider's answer come in any order.
	for range 2 {
		file = filepath.Join(t.TempDir(), "rich.schema")
		if code, _, stderr := do(t, "capture", "--address", testprovider.Address, "--version", "1.2.3", "--out", file, exe); code != exitOK {
			t.Fatalf("exit code %d\n%s", code, stderr)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the same provider makes another file")
	}
	code, stdout, stderr := do(t, "show", file)
	if code != exitOK || !strings.Contains(stdout, "resources            3\n") || !strings.Contains(stdout, "protocol             6\n") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	_, stdout, _ = do(t, "show", "--json", file)
	var got summary
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	if got.Address != testprovider.Address || got.Version != "1.2.3" || !got.Identity || strings.Join(got.Types["resources"], " ") != "rich_label rich_note rich_thing" {
		t.Errorf("%+v", got)
	}
}

func TestCannot(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.schema")
	for _, tc := range []struct {
		name string
		code int
		want string
		args []string
	}{
		{"help", exitOK, "", []string{"--help"}},
		{"unknown command", exitUsage, "unknown command", []string{"captrue"}},
		{"no flags", exitUsage, "--address", []string{"capture", "/bin/true"}},
		{"bad version", exitUsage, `--version "v1"`, []string{"capture", "--address", "h/n/t", "--version", "v1", "--out", out, "/bin/true"}},
		{"no out", exitUsage, "--out is missing", []string{"capture", "--address", "h/n/t", "--version", "1.0.0", "/bin/true"}},
		{"no plugin", exitUsage, "accepts 1 arg", []string{"capture", "--address", "h/n/t", "--version", "1.0.0", "--out", out}},
		{"not a plugin", exitFailed, "starting the plugin of h/n/t", []string{"capture", "--address", "h/n/t", "--version", "1.0.0", "--out", out, "/bin/true"}},
		{"no snapshot", exitFailed, "none.schema", []string{"show", "none.schema"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			code, _, stderr := do(t, tc.args...)
			if code != tc.code || !strings.Contains(stderr, tc.want) {
				t.Errorf("exit code %d, want %d with %q\n%s", code, tc.code, tc.want, stderr)
			}
		})
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("%v; nothing must be written where nothing was captured", err)
	}
}

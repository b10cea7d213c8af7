package statedir_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/statedir"
)

func TestRoot(t *testing.T) {
	rows := []struct {
		name, reason, flag string
		env                map[string]string
		want               string
	}{
		{"flag", "it wins", "/f", map[string]string{"FLYWHEEL_STATE_DIR": "/v", "HOME": "/h"}, "/f"},
		{"relative flag", "from where the user stands", "f", nil, "/cwd/f"},
		{"variable", "next", "", map[string]string{"FLYWHEEL_STATE_DIR": "/v", "XDG_STATE_HOME": "/x"}, "/v"},
		{"XDG", "next", "", map[string]string{"XDG_STATE_HOME": "/x", "HOME": "/h"}, "/x/flywheel"},
		{"relative XDG", "the XDG specification ignores it", "", map[string]string{"XDG_STATE_HOME": "x", "HOME": "/h"}, "/h/.local/state/flywheel"},
		{"home", "the default", "", map[string]string{"HOME": "/h"}, "/h/.local/state/flywheel"},
		{"nothing", "never guessed", "", nil, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got, err := statedir.Root(row.flag, "/cwd", func(name string) string { return row.env[name] })
			if got != row.want || (err != nil) != (row.want == "") {
				t.Errorf("%s: got %q, %v; want %q", row.reason, got, err, row.want)
			}
		})
	}
}

func TestFor(t *testing.T) {
	got, err := statedir.For("/s", "repo", "tofu/stacks/x", "dev")
	if err != nil || got != "/s/repo/tofu/stacks/x/dev" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, parts := range [][3]string{{"..", "p", "e"}, {"r", "../p", "e"}, {"r", "p", "a/b"}, {"r", "/p", "e"}, {"r", "p", ""}, {"r", "p", "."}} {
		if got, err := statedir.For("/s", parts[0], parts[1], parts[2]); err == nil {
			t.Errorf("%v: got %q, want an error", parts, got)
		}
	}
}

func TestPrepare(t *testing.T) {
	top := t.TempDir()
	dir := statedir.Dir(filepath.Join(top, "a", "b"))
	if err := dir.Prepare(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(string(dir))
	entries, _ := os.ReadDir(string(dir))
	if err != nil || info.Mode().Perm() != 0o700 || len(entries) != 0 {
		t.Errorf("mode %v, entries %v, %v; want 0700 and nothing in it", info.Mode(), entries, err)
	}
	if err := os.WriteFile(filepath.Join(top, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err = statedir.Dir(filepath.Join(top, "file", "b")).Prepare()
	if err == nil || !strings.Contains(err.Error(), "--state-dir") {
		t.Errorf("a file in the way: got %v, want the remedy", err)
	}
}

func TestLock(t *testing.T) {
	dir := statedir.Dir(t.TempDir())
	quiet := func(*statedir.HeldError) {}
	unlock, err := dir.Lock(context.Background(), 0, quiet)
	if err != nil {
		t.Fatal(err)
	}
	_, err = dir.Lock(context.Background(), 0, quiet)
	var held *statedir.HeldError
	if !errors.As(err, &held) || held.Holder == "" || !strings.Contains(err.Error(), "--lock-timeout") {
		t.Errorf("a held lock: got %v, want the holder and the remedy", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = dir.Lock(ctx, time.Hour, func(*statedir.HeldError) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted wait: got %v", err)
	}
	again, err := dir.Lock(context.Background(), time.Hour, func(*statedir.HeldError) { unlock() })
	if err != nil {
		t.Fatalf("a released lock: %v", err)
	}
	again()
	if err := dir.AwaitState(context.Background(), 0, quiet); err != nil {
		t.Errorf("no state is nobody's: %v", err)
	}
	if err := os.WriteFile(dir.State(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := dir.AwaitState(context.Background(), 0, quiet); err != nil {
		t.Errorf("a state without a lock is nobody's: %v", err)
	}
}

func TestHeldByWhom(t *testing.T) {
	for holder, want := range map[string]string{"7": "it is in use by process 7", "": "it is in use by another process"} {
		if got := (&statedir.HeldError{What: "it", Holder: holder}).InUse(); got != want {
			t.Errorf("holder %q: %q, want %q", holder, got, want)
		}
	}
}

package presence_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/presence"
)

// clock is a time that tests move.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Unix(1_700_000_000, 0)} }

func (c *clock) now() time.Time { return c.at }

func open(t *testing.T, dir, url string, ttl time.Duration, c *clock) *presence.Record {
	t.Helper()
	r, err := presence.Open(dir, url, ttl, c.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// file is the only record in a directory.
func file(t *testing.T, dir string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files, %v; want one record", len(files), err)
	}
	return filepath.Join(dir, files[0].Name())
}

func TestExpiry(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	r := open(t, dir, "u", time.Hour, c)
	r.Add("old")
	c.at = c.at.Add(40 * time.Minute)
	r.Add("old", "new") // "old" is old enough to be said again
	c.at = c.at.Add(10 * time.Minute)
	r.Add("new") // young enough: not said again
	for _, tc := range []struct {
		reason   string
		later    time.Duration
		old, new bool
	}{
		{"young", 0, true, true},
		{"at the end of its time", 50 * time.Minute, true, true},
		{"a second later", time.Second, false, false},
	} {
		c.at = c.at.Add(tc.later)
		again := open(t, dir, "u", time.Hour, c)
		if again.Has("old") != tc.old || again.Has("new") != tc.new {
			t.Errorf("%s: old %v, new %v", tc.reason, again.Has("old"), again.Has("new"))
		}
	}
	text, err := os.ReadFile(file(t, dir))
	if n := strings.Count(string(text), " new "); err != nil || n != 1 {
		t.Errorf("%d lines about a path that was said twice within half its time, %v", n, err)
	}
}

// What is not a whole line of ours, and what a clock that was wrong wrote, is not believed.
func TestDamage(t *testing.T) {
	for _, tc := range []struct{ reason, text string }{
		{"cut within a time", "p path 17000"},
		{"cut within a size: the .narinfo would have a wrong one", "n key hash 12"},
		{"cut, but a number by itself", "p path 1700000000"},
		{"a line cut, another behind it", "n key hash 12p other 1700000000\n"},
		{"a clock that was years ahead", "p path 1800000000\n"},
		{"an age ago", "p path 1\n"},
		{"no number", "p path x\nn key hash x\n"},
		{"negative", "p path -1700000000\n"},
		{"another program's", "\x00\x01\x02 path\nkey\n"},
		{"words missing", "p path\nn key hash\n\n"},
	} {
		dir, c := t.TempDir(), newClock()
		open(t, dir, "u", time.Hour, c).Close()
		if err := os.WriteFile(file(t, dir), []byte("p before 1700000000\n"+tc.text), 0o600); err != nil {
			t.Fatal(err)
		}
		r := open(t, dir, "u", time.Hour, c)
		if _, archive := r.Archive("key"); r.Has("path") || archive {
			t.Errorf("%s is believed", tc.reason)
		}
		if !r.Has("before") {
			t.Errorf("%s: what stands before it is lost", tc.reason)
		}
	}
}

func TestKeepsApart(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	open(t, dir, "https://a/", time.Hour, c).Add("path")
	if open(t, dir, "https://b/", time.Hour, c).Has("path") {
		t.Error("what one cache has, another is believed to have")
	}
}

func TestArchives(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	r, want := open(t, dir, "u", time.Hour, c), presence.Archive{FileHash: "hash", FileSize: 7}
	r.AddArchive("key,zstd,3", want)
	r.Add("path")
	again := open(t, dir, "u", time.Hour, c)
	if got, found := again.Archive("key,zstd,3"); !found || got != want {
		t.Errorf("%+v, %v", got, found)
	}
	if _, found := again.Archive("key,zstd,9"); found {
		t.Error("an archive of another level")
	}
	again.DropArchives()
	third := open(t, dir, "u", time.Hour, c)
	if _, found := third.Archive("key,zstd,3"); found || !third.Has("path") {
		t.Errorf("dropped: archive %v, path %v", found, third.Has("path"))
	}
	third.Forget()
	if third.Has("path") || open(t, dir, "u", time.Hour, c).Has("path") {
		t.Error("forgotten, but there")
	}
	third.Add("path") // the file goes on
	if !open(t, dir, "u", time.Hour, c).Has("path") {
		t.Error("what was said after that is lost")
	}
}

func TestNothingIsKeptWithoutTime(t *testing.T) {
	dir, c := filepath.Join(t.TempDir(), "absent"), newClock()
	r := open(t, dir, "u", 0, c)
	r.Add("path")
	r.AddArchive("key", presence.Archive{FileHash: "h", FileSize: 1})
	r.DropArchives()
	r.Forget()
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s was made: %v", dir, err)
	}
}

// A record does not grow for ever, and what still counts survives.
func TestCompaction(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	r := open(t, dir, "u", time.Hour, c)
	for i := range 2000 {
		r.Add(fmt.Sprint("old", i))
	}
	c.at = c.at.Add(2 * time.Hour)
	r.Add("young")
	r.AddArchive("key", presence.Archive{FileHash: "h", FileSize: 1})
	open(t, dir, "u", time.Hour, c).Close()
	info, err := os.Stat(file(t, dir))
	if err != nil || info.Size() > 100 || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want a small file of mode 0600", info, err)
	}
	again := open(t, dir, "u", time.Hour, c)
	if _, archive := again.Archive("key"); !again.Has("young") || !archive || again.Has("old1") {
		t.Error("compaction lost what counts, or kept what does not")
	}
}

// Two pushes at once write into one record.
func TestTwoWriters(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	done := make(chan bool)
	for w := range 2 {
		r := open(t, dir, "u", time.Hour, c)
		go func() {
			for i := range 500 {
				r.Add(fmt.Sprint(w, "-", i))
			}
			done <- true
		}()
	}
	<-done
	<-done
	r := open(t, dir, "u", time.Hour, c)
	for w := range 2 {
		for i := range 500 {
			if !r.Has(fmt.Sprint(w, "-", i)) {
				t.Fatalf("line %d of writer %d is lost", i, w)
			}
		}
	}
}

func TestDirectory(t *testing.T) {
	t.Setenv("HOME", "/h")
	for _, tc := range []struct{ xdg, want string }{
		{"/x", "/x/nixpush"}, {"", "/h/.cache/nixpush"}, {"relative", "/h/.cache/nixpush"},
	} {
		t.Setenv("XDG_CACHE_HOME", tc.xdg)
		if got, err := presence.Dir(); err != nil || got != tc.want {
			t.Errorf("XDG_CACHE_HOME=%q: %q, %v; want %q", tc.xdg, got, err, tc.want)
		}
	}
	locked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(locked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := presence.Open(filepath.Join(locked, "x"), "u", time.Hour, time.Now); err == nil || !strings.Contains(err.Error(), "--presence-ttl 0 does without") {
		t.Errorf("error %v, want one with the remedy", err)
	}
}

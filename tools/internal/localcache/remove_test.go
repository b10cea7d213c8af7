//go:build linux

package localcache_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

func TestRemove(t *testing.T) {
	for _, c := range []struct {
		name       string
		everything bool
	}{{"keeping the data", false}, {"everything", true}} {
		t.Run(c.name, func(t *testing.T) {
			w := wanted(t)
			ensure(t, w)
			dir := localcache.Dir(w.Config.DataDir)
			if err := localcache.Remove(t.Context(), dir, c.everything); err != nil {
				t.Fatal(err)
			}
			if left := serversIn(t, string(dir)); len(left) > 0 {
				t.Errorf("left running: %v", left)
			}
			for _, gone := range []string{dir.Binary(), dir.ConfigFile(), filepath.Join(string(dir), "cached.pid"), filepath.Join(string(dir), "lock")} {
				if _, err := os.Stat(gone); !os.IsNotExist(err) {
					t.Errorf("%s is still there", gone)
				}
			}
			if _, err := os.Stat(filepath.Join(string(dir), "instance")); os.IsNotExist(err) != c.everything {
				t.Errorf("the data: %v; want removed %v", err, c.everything)
			}
			if exists, err := dir.Exists(); err != nil || exists == c.everything {
				t.Errorf("directory exists %v, %v", exists, err)
			}
			if err := localcache.Remove(t.Context(), dir, c.everything); err != nil {
				t.Errorf("removing again: %v", err)
			}
		})
	}
}

func TestRemoveThroughLink(t *testing.T) {
	real := filepath.Join(t.TempDir(), "real")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Mkdir(real, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	w := wantedIn(t, link)
	t.Cleanup(func() { killServers(t, real) })
	first := ensure(t, w)
	if again := ensure(t, w); again.PID != first.PID {
		t.Error("a server behind a link was not adopted")
	}
	if err := localcache.Remove(t.Context(), localcache.Dir(link), true); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{real, link} {
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Errorf("%s is still there", path)
		}
	}
}

func TestRemoveRefusesForeignDirectory(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "thesis.txt"), "years of work")
	if err := localcache.Remove(t.Context(), localcache.Dir(dir), true); err == nil {
		t.Error("removing a foreign directory: want an error")
	}
	if got := read(t, filepath.Join(dir, "thesis.txt")); got != "years of work" {
		t.Error("the foreign file is gone")
	}
}

func TestRemoveTakesUpInterruptedRemoval(t *testing.T) {
	w := wanted(t)
	ensure(t, w)
	dir := localcache.Dir(w.Config.DataDir)
	if err := localcache.Remove(t.Context(), dir, false); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"version", "instance"} {
		if err := os.Remove(filepath.Join(string(dir), gone)); err != nil {
			t.Fatal(err)
		}
	}
	if err := localcache.Remove(t.Context(), dir, true); err != nil {
		t.Errorf("the rest of an interrupted removal: %v", err)
	}
}

func TestForeignProcessIsNeverSignalled(t *testing.T) {
	w := wanted(t)
	ensure(t, w)
	dir := localcache.Dir(w.Config.DataDir)
	if err := localcache.Remove(t.Context(), dir, false); err != nil {
		t.Fatal(err)
	}
	bystander := exec.Command("sleep", "60")
	if err := bystander.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bystander.Process.Kill(); bystander.Wait() })
	// The pid file as a crash leaves it, after the number was given away.
	write(t, filepath.Join(string(dir), "cached.pid"), strconv.Itoa(bystander.Process.Pid)+"\n")
	ensure(t, w)
	write(t, filepath.Join(string(dir), "cached.pid"), strconv.Itoa(bystander.Process.Pid)+"\n")
	if err := localcache.Remove(t.Context(), dir, true); err != nil {
		t.Fatal(err)
	}
	if left := serversIn(t, string(dir)); len(left) > 0 {
		t.Errorf("the server was not found behind a wrong pid file: %v", left)
	}
	state := read(t, filepath.Join("/proc", strconv.Itoa(bystander.Process.Pid), "stat"))
	if fields := strings.Fields(state); fields[2] == "Z" || fields[2] == "X" {
		t.Error("the bystander was killed")
	}
}

func TestClientToken(t *testing.T) {
	w := wanted(t)
	w.Config.Auth = cacheconfig.AuthToken
	ensure(t, w)
	dir := localcache.Dir(w.Config.DataDir)
	secret := read(t, dir.TokenFile())
	if info, err := os.Stat(dir.TokenFile()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	auth := cacheauth.New(string(dir), true, nil, time.Now)
	if err := auth.Check("Bearer "+strings.TrimSpace(secret), cacheauth.Write, "bazel"); err != nil {
		t.Errorf("the server would refuse the token: %v", err)
	}
	ensure(t, w)
	if got := read(t, dir.TokenFile()); got != secret {
		t.Error("a working token was replaced")
	}
	tokens, err := cacheauth.List(string(dir))
	if err != nil || len(tokens) != 1 || tokens[0].SHA256 != localcache.SHA256([]byte(strings.TrimSpace(secret))) {
		t.Fatalf("tokens %+v, %v; want the client's", tokens, err)
	}

	write(t, dir.TokenFile(), "flywheel_damaged\n")
	if st := inspect(t, w); st.HasToken {
		t.Error("a damaged token counts as one")
	}
	ensure(t, w)
	if got := read(t, dir.TokenFile()); got == "flywheel_damaged\n" || !inspect(t, w).HasToken {
		t.Error("a damaged token was not replaced")
	}

	w.Config.Auth = cacheconfig.AuthNone
	ensure(t, w)
	tokens, err = cacheauth.List(string(dir))
	if _, statErr := os.Stat(dir.TokenFile()); !os.IsNotExist(statErr) || len(tokens) != 0 || err != nil {
		t.Errorf("without authentication: file %v, tokens %v, %v; want neither", statErr, tokens, err)
	}
}

func TestClients(t *testing.T) {
	w := wanted(t)
	dir := localcache.Dir(w.Config.DataDir)
	files := []string{dir.TokenFile(), dir.NetrcFile(), dir.CredentialHelper()}
	there := func() (n int) {
		for _, f := range files {
			if _, err := os.Lstat(f); err == nil {
				n++
			}
		}
		return n
	}
	ensure(t, w)
	if there() != 0 {
		t.Errorf("without authentication some of %v are there", files)
	}
	w.Config.Auth = cacheconfig.AuthToken
	ensure(t, w)
	want := "machine 127.0.0.1 login local-client password " + read(t, dir.TokenFile())
	good := func() bool {
		st := inspect(t, w)
		return st.HasToken && st.HasNetrc && st.HasHelper && read(t, dir.NetrcFile()) == want
	}
	if !good() {
		t.Errorf("after installation: %+v, netrc file %q, want %q", inspect(t, w), read(t, dir.NetrcFile()), want)
	}
	for _, damage := range []struct {
		name   string
		damage func() error
	}{
		{"netrc file gone", func() error { return os.Remove(dir.NetrcFile()) }},
		{"netrc file of an old token", func() error { return os.WriteFile(dir.NetrcFile(), []byte("machine 127.0.0.1 password old\n"), 0o600) }},
		{"netrc file readable for others", func() error { return os.Chmod(dir.NetrcFile(), 0o644) }},
		{"helper gone", func() error { return os.Remove(dir.CredentialHelper()) }},
		{"helper is a directory", func() error {
			return errors.Join(os.Remove(dir.CredentialHelper()), os.Mkdir(dir.CredentialHelper(), 0o700))
		}},
	} {
		if err := damage.damage(); err != nil {
			t.Fatal(err)
		}
		if good() {
			t.Errorf("%s: not seen", damage.name)
		}
		ensure(t, w)
		if !good() {
			t.Errorf("%s: not repaired", damage.name)
		}
	}
	if err := localcache.Remove(t.Context(), dir, false); err != nil || there() != 0 {
		t.Errorf("Remove: %v; %d of %v are there", err, there(), files)
	}
}

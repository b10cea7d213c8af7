//go:build bazel

package rpmrepo_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestPublishes(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.add(t, "hello", "1.0")
	r.mustPublish(t)
	r.serve(t)
	if got := r.packages(t); !slices.Equal(got, []string{"hello-1.0-1.noarch.rpm"}) {
		t.Errorf("packages: %v", got)
	}
	if ok, out := r.dnf(t, "repoquery", "--queryformat=%{name} %{version}\n"); !ok || !strings.Contains(out, "hello 1.0") {
		t.Errorf("dnf5 does not find the package:\n%s", out)
	}
	if got := r.mustPublish(t); !strings.Contains(got, "internal/10/x86_64: unchanged") || len(r.versions(t)) != 1 {
		t.Errorf("publishing again makes a version of nothing new: %s, %v", got, r.versions(t))
	}
	if left, _ := os.ReadDir(r.incoming()); len(left) > 0 {
		t.Errorf("what was taken in is still there: %v", left)
	}
}

func TestClientsRefuseWhatIsNotSigned(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.add(t, "hello", "1.0")
	r.mustPublish(t)
	r.serve(t)
	if ok, out := r.dnf(t, "makecache"); !ok {
		t.Fatalf("dnf5 refuses what is signed:\n%s", out)
	}
	index := filepath.Join(r.root, "public/internal/10/x86_64/repodata/repomd.xml")
	data, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	write(t, index, string(bytes.Replace(data, []byte("<revision>"), []byte("<revision>9"), 1)))
	if ok, out := r.dnf(t, "makecache"); ok {
		t.Errorf("dnf5 takes metadata that was changed after it was signed:\n%s", out)
	}
}

func TestPackagesAreSigned(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.add(t, "hello", "1.0")
	r.mustPublish(t)
	db := t.TempDir()
	mustRun(t, command(r.env, "rpmkeys", "--dbpath", db, "--import", filepath.Join(r.root, "public/RPM-GPG-KEY")))
	mustRun(t, command(r.env, "rpmkeys", "--dbpath", db, "--define", "_pkgverify_level signature", "--checksig",
		filepath.Join(r.root, "public/internal/10/x86_64/hello-1.0-1.noarch.rpm")))
}

// TestKilled ends publications at any moment; clients see the version before or the one after, whole and signed.
func TestKilled(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.add(t, "hello", "0")
	start := time.Now()
	r.mustPublish(t)
	took := time.Since(start)
	r.serve(t)
	seen := len(r.packages(t))
	for i := range 12 {
		r.add(t, "hello", strconv.Itoa(i+1))
		cmd := r.publication()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		wait := time.Duration(rand.Int64N(int64(took * 5 / 4)))
		time.Sleep(wait)
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		cmd.Wait()
		n := len(r.packages(t))
		if n < seen {
			t.Fatalf("killed after %v of %v: %d packages, %d before", wait, took, n, seen)
		}
		seen = n
	}
	r.mustPublish(t)
	if got := len(r.packages(t)); got != 13 {
		t.Errorf("%d packages after all, not 13", got)
	}
	left, err := filepath.Glob(filepath.Join(r.root, "*/internal/10/x86_64/.*new*"))
	if err != nil || len(left) > 0 {
		t.Errorf("halves were left behind: %v, %v", left, err)
	}
}

func TestClientInTheMiddle(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.add(t, "hello", "1.0")
	r.mustPublish(t)
	r.serve(t)
	repodata := filepath.Join(r.root, "public/internal/10/x86_64/repodata")
	before, err := filepath.Glob(filepath.Join(repodata, "*-primary.xml.gz"))
	if err != nil || len(before) != 1 {
		t.Fatalf("%v, %v", before, err)
	}
	r.add(t, "hello", "2.0")
	r.mustPublish(t)
	if status, _ := get(r.url + "/internal/10/x86_64/repodata/" + filepath.Base(before[0])); status != 200 {
		t.Errorf("a client that has just read the old list gets status %d for its files", status)
	}
}

func TestPrunes(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for _, version := range []string{"1", "2", "3", "4", "5"} {
		r.add(t, "hello", version)
		r.mustPublish(t)
	}
	if got := r.versions(t); !slices.Equal(got, []string{"0000000003", "0000000004", "0000000005"}) {
		t.Errorf("kept %v, not the newest three", got)
	}
	r.serve(t)
	if got := len(r.packages(t)); got != 5 {
		t.Errorf("%d packages, not 5: only old metadata may go", got)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		break_ func(t *testing.T, r *repo)
		want   string
	}{
		"damaged package": {func(t *testing.T, r *repo) { write(t, filepath.Join(r.incoming(), "bad-1-1.noarch.rpm"), "no package") }, "no package, or damaged"},
		"no key":          {func(t *testing.T, r *repo) { os.Remove(filepath.Join(r.keys, "private.asc")) }, "is no key"},
		"another key":     {func(t *testing.T, r *repo) { r.key = strings.Repeat("0", 40) }, "has no key"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepo(t)
			r.add(t, "hello", "1.0")
			r.mustPublish(t)
			r.serve(t)
			r.add(t, "hello", "2.0")
			tt.break_(t, r)
			out, err := r.publication().CombinedOutput()
			if err == nil || !strings.Contains(string(out), tt.want) {
				t.Errorf("want an error with %q, got %v\n%s", tt.want, err, out)
			}
			if got := r.packages(t); !slices.Equal(got, []string{"hello-1.0-1.noarch.rpm"}) {
				t.Errorf("clients see %v, not what was there before", got)
			}
		})
	}
}

func TestOneAtATime(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	lock, err := os.Create(filepath.Join(r.root, ".lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	if out, err := r.publication().CombinedOutput(); err == nil || !strings.Contains(string(out), "another publication is under way") {
		t.Errorf("got %v\n%s", err, out)
	}
}

func TestNotesAreNotServed(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.mustPublish(t)
	r.serve(t)
	for path, want := range map[string]int{"/internal/10/x86_64/.contents": 404, "/internal/10/x86_64/": 403, "/": 403, "/RPM-GPG-KEY": 200} {
		if status, _ := get(r.url + path); status != want {
			t.Errorf("%s: status %d, want %d", path, status, want)
		}
	}
}

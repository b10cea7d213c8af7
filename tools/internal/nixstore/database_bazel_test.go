//go:build bazel

package nixstore_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// directly is a Nix that cannot be asked: what it answers is from the database.
func directly(s nixtest.Store) nixstore.Nix {
	return nixstore.Nix{Program: "/nonexistent/nix", Store: s.Root}
}

// asked is what the program says.
func asked(t *testing.T, s nixtest.Store, paths []string, recursive bool) *nixstore.Closure {
	t.Helper()
	t.Setenv("NIX_DAEMON_SOCKET_PATH", "/elsewhere") // then the database is not looked for
	defer os.Unsetenv("NIX_DAEMON_SOCKET_PATH")
	c, err := nixstore.Nix{Program: s.Program(), Store: s.Root}.Closure(t.Context(), paths, recursive)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sorted is a closure in an order that does not depend on how it was read.
func sorted(c *nixstore.Closure) *nixstore.Closure {
	slices.SortFunc(c.Paths, func(a, b nixstore.Path) int { return cmp.Compare(a.Base, b.Base) })
	for i := range c.Paths {
		slices.Sort(c.Paths[i].Signatures)
		if len(c.Paths[i].Signatures) == 0 {
			c.Paths[i].Signatures = nil
		}
	}
	return c
}

// registration is what nix-store --load-db reads: n paths, of which the k-th has some of
// those before it as references, and maybe itself.
func registration(seed uint64, n int) (text []byte, paths []string) {
	r := rand.New(rand.NewPCG(seed, 1))
	var out bytes.Buffer
	for k := range n {
		var id [20]byte
		for i := range id {
			id[i] = byte(r.Uint32())
		}
		paths = append(paths, fmt.Sprintf("/nix/store/%s-path-%d-%d", nixbase32.EncodeToString(id[:]), seed, k))
		references := map[string]bool{}
		for range min(k, r.IntN(12)) {
			references[paths[k-1-r.IntN(min(k, 200))]] = true
		}
		if r.IntN(4) == 0 {
			references[paths[k]] = true
		}
		deriver := ""
		if r.IntN(3) > 0 {
			deriver = paths[k] + ".drv"
		}
		fmt.Fprintf(&out, "%s\n%064x\n%d\n%s\n%d\n", paths[k], r.Uint64(), 112+r.IntN(1<<30), deriver, len(references))
		for reference := range references {
			out.WriteString(reference + "\n")
		}
	}
	return out.Bytes(), paths
}

// load registers paths, whose files nobody looks at.
func load(s nixtest.Store, text []byte) error {
	program, err := filepath.EvalSymlinks(s.Program())
	if err != nil {
		return err
	}
	cmd := exec.Command(filepath.Join(filepath.Dir(program), "nix-store"), "--store", s.Root, "--load-db")
	cmd.Stdin = bytes.NewReader(text)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, said)
	}
	return nil
}

// The database says of thousands of paths what Nix says: with references among them and to
// themselves, derivers, signatures that fill pages, content addresses.
func TestDatabaseSaysWhatNixSays(t *testing.T) {
	s := nixtest.New(t)
	text, paths := registration(1, 4000)
	if err := load(s, text); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	fixed := strings.TrimSpace(s.Run(t, "", "store", "add-file", file))
	for i := range 40 { // each signature has about 100 bytes
		key, _ := s.Key(t, fmt.Sprintf("key-with-a-long-name-%d", i))
		s.Run(t, "", "store", "sign", "--key-file", key, paths[3999], paths[17], fixed)
	}
	for _, recursive := range []bool{true, false} {
		roots := []string{paths[3999], paths[17], fixed}
		want, err := sorted(asked(t, s, roots, recursive)), error(nil)
		got, err := directly(s).Closure(t.Context(), roots, recursive)
		if err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(want, sorted(got)); d != "" {
			t.Errorf("recursive %v: -nix +database\n%.3000s", recursive, d)
		}
		if recursive && len(got.Paths) < 1000 {
			t.Errorf("%d paths in the closure: too few to tell", len(got.Paths))
		}
	}
}

// Where the database is no help, Nix is asked, and says what is wrong.
func TestNixIsAskedWhereTheDatabaseIsNoHelp(t *testing.T) {
	s := nixtest.New(t)
	text, paths := registration(2, 10)
	if err := load(s, text); err != nil {
		t.Fatal(err)
	}
	real := nixstore.Nix{Program: s.Program(), Store: s.Root}
	missing := "/nix/store/00000000000000000000000000000000-missing"
	c, err := real.Closure(t.Context(), []string{paths[9], missing}, true)
	if err != nil || len(c.Invalid) != 1 || c.Invalid[0] != missing || len(c.Paths) == 0 {
		t.Errorf("a path that is not valid: %+v, %v", c, err)
	}
	schema := filepath.Join(s.Root, "nix/var/nix/db/schema")
	if err := os.WriteFile(schema, []byte("11"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := directly(s).Closure(t.Context(), paths, true); err == nil {
		t.Error("a layout of the database that nobody knows yet is read")
	}
}

// While others write, what is read is one state.
func TestDatabaseWhileOthersWrite(t *testing.T) {
	s := nixtest.New(t)
	text, paths := registration(3, 1500)
	if err := load(s, text); err != nil {
		t.Fatal(err)
	}
	want := sorted(asked(t, s, paths[1400:], true))
	ctx, cancel := context.WithCancel(t.Context())
	written := make(chan error, 1)
	go func() {
		var err error
		for seed := uint64(100); ctx.Err() == nil && err == nil; seed++ {
			more, _ := registration(seed, 400)
			err = load(s, more)
		}
		written <- err
	}()
	for range 60 {
		got, err := directly(s).Closure(t.Context(), paths[1400:], true)
		if err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(want, sorted(got)); d != "" {
			t.Fatalf("what was read while others wrote: -want +got\n%.2000s", d)
		}
	}
	cancel()
	if err := <-written; err != nil {
		t.Fatal(err)
	}
}

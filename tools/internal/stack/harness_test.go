//go:build bazel

package stack_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stack"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// world is a workspace with one stack, a home and a state directory.
type world struct {
	t     *testing.T
	top   string
	spec  spec.Spec
	stdin string
}

const pkg = "tofu/stacks/demo"

// newWorld makes a world in which the stack has these files, by
// workspace-relative path.
func newWorld(t *testing.T, files map[string]string) *world {
	t.Helper()
	tofu := testenv.Path(t, "TOFU")
	w := &world{t: t, top: t.TempDir()}
	for _, name := range []string{"home", "src"} {
		if err := os.Mkdir(filepath.Join(w.top, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("HOME", w.path("home"))
	t.Setenv("XDG_STATE_HOME", "")
	t.Setenv("FLYWHEEL_STATE_DIR", w.path("state"))
	t.Setenv("BUILD_WORKSPACE_DIRECTORY", "")
	t.Setenv("BUILD_WORKING_DIRECTORY", w.top)
	w.spec = spec.Spec{
		V: spec.Version, Kind: spec.KindStack, Label: "//" + pkg + ":demo", Tofu: tofu, Root: pkg,
		Modules: []spec.Module{{Label: "//" + pkg + ":module", Dir: pkg}},
		Stack: &spec.Stack{
			Name: "demo", Label: "//" + pkg + ":demo", Repo: "repo", Package: pkg, Environment: "dev",
			Backend: spec.Backend{Type: "local"}, LockTimeout: "10s",
		},
	}
	for _, name := range sortedKeys(files) {
		w.write(name, files[name])
	}
	return w
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (w *world) path(elem ...string) string {
	return filepath.Join(append([]string{w.top}, elem...)...)
}

// env is a path in the environment's directory.
func (w *world) env(name string) string {
	return w.path("state", "repo", pkg, w.spec.Stack.Environment, name)
}

// write makes or changes a source file; *.tfvars in env/ are variable files.
func (w *world) write(name, content string) {
	w.t.Helper()
	path := w.path("src", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		w.t.Fatal(err)
	}
	file := spec.File{Path: path, Dest: pkg + "/" + name}
	list := &w.spec.Modules[0].Srcs
	if strings.HasPrefix(name, "env/") {
		list = &w.spec.Stack.VarFiles
	}
	if !slices.Contains(*list, file) {
		*list = append(*list, file)
	}
}

// result is what a verb did.
type result struct {
	code           int
	stdout, stderr string
}

func (w *world) run(verb string, args ...string) result {
	w.t.Helper()
	return w.runContext(context.Background(), verb, args...)
}

func (w *world) runContext(ctx context.Context, verb string, args ...string) result {
	w.t.Helper()
	s := w.spec
	st := *w.spec.Stack
	st.Verb = verb
	s.Stack = &st
	var out, errOut bytes.Buffer
	var stdin = (*os.File)(nil)
	if w.stdin != "" {
		code := stack.Run(ctx, &s, args, strings.NewReader(w.stdin), &out, &errOut)
		return result{code, out.String(), errOut.String()}
	}
	code := stack.Run(ctx, &s, args, stdin, &out, &errOut)
	return result{code, out.String(), errOut.String()}
}

// must runs a verb that is expected to end with the code, saying these words
// on stdout or stderr.
func (w *world) must(code int, words []string, verb string, args ...string) result {
	w.t.Helper()
	r := w.run(verb, args...)
	r.check(w.t, code, words, verb)
	return r
}

func (r result) check(t *testing.T, code int, words []string, verb string) {
	t.Helper()
	if r.code != code {
		t.Fatalf("%s: exit code %d, want %d\nstdout:\n%s\nstderr:\n%s", verb, r.code, code, r.stdout, r.stderr)
	}
	for _, word := range words {
		if !strings.Contains(r.stdout+r.stderr, word) {
			t.Errorf("%s: no %q in\nstdout:\n%s\nstderr:\n%s", verb, word, r.stdout, r.stderr)
		}
	}
}

func (w *world) read(path string) string {
	w.t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

// exists says whether there is a file in the environment's directory.
func (w *world) exists(name string) bool {
	_, err := os.Lstat(w.env(name))
	return err == nil
}

package bootstrap_test

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// version is what the .bazelversion of the test's workspace says.
const version = "7.7.1"

// fake is the Bazel that launches end in: it tells what it was given. Asked for its
// version alone it answers like Bazel, which is how the launcher tells versions apart.
const fake = `#!/bin/sh
if [ "$*" = --version ] && [ -z "$FLYWHEEL_BAZEL" ]; then echo "bazel VERSION"; exit; fi
echo "program: ${0##*/}"
for arg; do echo "arg: $arg"; done
echo "rc: $FLYWHEEL_BAZELRC"
echo "skip wrapper: $BAZELISK_SKIP_WRAPPER"
exit 7
`

// start is one run of the launcher.
type start struct {
	dir  string   // the workspace
	path []string // directories in front of the plain tools
	env  []string
	args []string
}

// result is what one run did.
type result struct {
	code           int
	stdout, stderr string
}

func TestChoice(t *testing.T) {
	tests := []struct {
		name, reason string
		programs     map[string]string // on PATH: name → version it claims
		env          []string
		args         []string
		want         string // stdout
		wantCode     int
		wantErr      string // part of stderr
	}{
		{
			name:     "BAZEL_REAL",
			reason:   "bazelisk runs tools/bazel with it: nothing is to be decided any more",
			programs: map[string]string{"bazelisk": "", "bazel": version},
			env:      []string{"BAZEL_REAL=real"},
			args:     []string{"test", "//a b/...", "", "--x=*"},
			want:     "program: real\narg: test\narg: //a b/...\narg: \narg: --x=*\nrc: \nskip wrapper: \n",
			wantCode: 7,
		},
		{
			name:     "BAZEL",
			reason:   "the user's own choice",
			programs: map[string]string{"bazelisk": ""},
			env:      []string{"BAZEL=real", "FLYWHEEL_ONLINE=0"},
			args:     []string{"info"},
			want:     "program: real\narg: info\nrc: \nskip wrapper: \n",
			wantCode: 7,
		},
		{
			name:     "bazelisk first",
			reason:   "it follows .bazelversion in every workspace; and it must not come back here",
			programs: map[string]string{"bazelisk": "", "bazel": version},
			args:     []string{"build", "//..."},
			want:     "program: bazelisk\narg: build\narg: //...\nrc: \nskip wrapper: 1\n",
			wantCode: 7,
		},
		{
			name:     "exact bazel",
			reason:   "a plain bazel will do when it is the wanted one",
			programs: map[string]string{"bazel": version},
			args:     []string{"build"},
			want:     "program: bazel\narg: build\nrc: \nskip wrapper: 1\n",
			wantCode: 7,
		},
		{
			name:     "other bazel",
			reason:   "another version would rewrite the lock file and fail in its own ways",
			programs: map[string]string{"bazel": "7.7.10"},
			args:     []string{"build"},
			wantCode: 36,
			wantErr:  "no Bazel: install bazelisk (https://github.com/bazelbuild/bazelisk)",
		},
		{
			name:     "version asked for",
			reason:   "USE_BAZEL_VERSION is bazelisk's own way to try another version",
			programs: map[string]string{"bazel": "8.4.2"},
			env:      []string{"USE_BAZEL_VERSION=8.4.2"},
			args:     []string{"build"},
			want:     "program: bazel\narg: build\nrc: \nskip wrapper: 1\n",
			wantCode: 7,
		},
		{
			name:     "npx last",
			reason:   "it costs half a second at each start",
			programs: map[string]string{"npx": ""},
			args:     []string{"build"},
			want:     "program: npx\narg: --yes\narg: @bazel/bazelisk@1.28.1\narg: build\nrc: \nskip wrapper: 1\n",
			wantCode: 7,
		},
		{
			name:     "nothing",
			reason:   "the remedy is named",
			args:     []string{"build"},
			wantCode: 36,
			wantErr:  "or Go 1.21 or later or Node.js to get it with",
		},
		{
			name:     "help passes through",
			reason:   "--help is Bazel's; the launcher only points at its own",
			programs: map[string]string{"bazelisk": ""},
			args:     []string{"--help"},
			want:     "program: bazelisk\narg: --help\nrc: \nskip wrapper: 1\n",
			wantCode: 7,
			wantErr:  "tools/bazel --launcher-help",
		},
		{
			name:     "bad FLYWHEEL_ONLINE",
			reason:   "a typing error must not silently mean auto",
			env:      []string{"FLYWHEEL_ONLINE=yes"},
			args:     []string{"build"},
			wantCode: 2,
			wantErr:  "FLYWHEEL_ONLINE=yes: want 1, 0 or auto",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bin := t.TempDir()
			for name, v := range tt.programs {
				program(t, filepath.Join(bin, name), v)
			}
			program(t, filepath.Join(bin, "real"), "")
			env := append([]string{"FLYWHEEL_ONLINE=1"}, tt.env...)
			got := launch(t, start{dir: workspace(t), path: []string{bin}, env: env, args: tt.args})
			if diff := cmp.Diff(tt.want, got.stdout); diff != "" {
				t.Errorf("stdout (-want +got) because %s:\n%s", tt.reason, diff)
			}
			if got.code != tt.wantCode {
				t.Errorf("exit code %d, want %d because %s\n%s", got.code, tt.wantCode, tt.reason, got.stderr)
			}
			if !strings.Contains(got.stderr, tt.wantErr) {
				t.Errorf("stderr lacks %q because %s:\n%s", tt.wantErr, tt.reason, got.stderr)
			}
		})
	}
}

// A test that runs a Bazel of its own does so where no .bazelversion is.
func TestExportedProgramKeepsVersion(t *testing.T) {
	bin, out := t.TempDir(), filepath.Join(t.TempDir(), "exported")
	script := "#!/bin/sh\n" +
		"if [ \"$1\" = inner ]; then echo \"$USE_BAZEL_VERSION $BAZELISK_SKIP_WRAPPER $*\"; exit; fi\n" +
		"echo \"$FLYWHEEL_BAZEL\" >" + out + "\n"
	write(t, filepath.Join(bin, "bazelisk"), script, 0o755)
	got := launch(t, start{dir: workspace(t), path: []string{bin}, env: []string{"FLYWHEEL_ONLINE=1"}})
	if got.code != 0 {
		t.Fatalf("exit code %d: %s", got.code, got.stderr)
	}
	exported, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(strings.TrimSpace(string(exported)), "inner", "a b")
	cmd.Dir, cmd.Env = t.TempDir(), []string{}
	inner, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := version + " 1 inner a b\n"; string(inner) != want {
		t.Errorf("exported program printed %q, want %q", inner, want)
	}
}

func TestLauncherHelp(t *testing.T) {
	got := launch(t, start{dir: workspace(t), args: []string{"--launcher-help"}})
	for _, want := range []string{"tools/bazel: runs the Bazel that .bazelversion names", "FLYWHEEL_ONLINE=1|0", "Exit codes"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("help lacks %q:\n%s", want, got.stdout)
		}
	}
	if got.code != 0 {
		t.Errorf("exit code %d, want 0", got.code)
	}
}

func TestToolUsage(t *testing.T) {
	tests := []struct {
		name, reason string
		args         []string
		wantCode     int
	}{
		{"help", "asked for", []string{"--help"}, 0},
		{"nothing", "a name is needed", nil, 2},
		{"unknown", "only what is known to work is offered", []string{"helm"}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := workspace(t)
			got := run(t, start{dir: dir, args: tt.args}, filepath.Join(dir, "tools/bootstrap/tool.sh"))
			if got.code != tt.wantCode {
				t.Errorf("exit code %d, want %d because %s", got.code, tt.wantCode, tt.reason)
			}
			if !strings.Contains(got.stdout+got.stderr, "tool.sh curl|dnf5|nix|nginx|pip|shellcheck") {
				t.Errorf("no usage:\n%s%s", got.stdout, got.stderr)
			}
		})
	}
}

// launch runs tools/bazel and checks that it leaves the workspace as it was.
func launch(t *testing.T, s start) result {
	t.Helper()
	before := tree(t, s.dir)
	got := run(t, s, filepath.Join(s.dir, "tools/bazel"))
	if diff := cmp.Diff(before, tree(t, s.dir)); diff != "" {
		t.Errorf("the workspace changed (-before +after):\n%s", diff)
	}
	return got
}

// run runs a script with nothing of the test's own environment.
func run(t *testing.T, s start, script string) result {
	t.Helper()
	cmd := command(t, s, script)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{code: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
}

// command is a script about to run, with only plain tools on PATH and no Go to be found.
func command(t *testing.T, s start, script string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(script, s.args...)
	cmd.Dir = s.dir
	home := t.TempDir()
	path := strings.Join(append(s.path, plainTools(t)), string(filepath.ListSeparator))
	cmd.Env = append([]string{"PATH=" + path, "HOME=" + home, "GOROOT=" + home}, s.env...)
	return cmd
}

// plainTools is a directory with what every Unix has, so that PATH holds nothing else.
func plainTools(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{
		"awk", "bash", "cat", "chmod", "cp", "curl", "cut", "date", "df", "dirname", "env", "find", "flock", "grep", "head", "ls",
		"mkdir", "mv", "nproc", "paste", "readlink", "rm", "rmdir", "sed", "sh", "sha256sum", "sort", "tail", "timeout", "touch", "tr", "xargs",
	} {
		if path, err := exec.LookPath(name); err == nil {
			if err := os.Symlink(path, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// workspace is a repository with the scripts and little else.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".bazelversion"), version, 0o644)
	write(t, filepath.Join(dir, "MODULE.bazel"), "module(name = \"w\")\n", 0o644)
	write(t, filepath.Join(dir, "go.mod"), "module w\n\ngo 1.26.0\n", 0o644)
	scripts, err := filepath.Glob("*.sh")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts here: %v", err)
	}
	for _, name := range append(scripts, "../bazel") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "tools/bootstrap", name), string(text), 0o755)
	}
	return dir
}

// program writes the fake Bazel that claims to be of the given version.
func program(t *testing.T, path, version string) {
	t.Helper()
	write(t, path, strings.ReplaceAll(fake, "VERSION", version), 0o755)
}

func write(t *testing.T, path, text string, perm fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), perm); err != nil {
		t.Fatal(err)
	}
}

// tree is every file below dir with its content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// names are the sorted names in a directory.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for _, e := range entries {
		set[e.Name()] = true
	}
	return slices.Sorted(maps.Keys(set))
}

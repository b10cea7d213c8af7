//go:build bazel

package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

const genrules = 20

// bazelTwice builds a small workspace with the cache at url, then again from
// a clean output base, and wants every action of the second build from the cache.
func (s *stack) bazelTwice(t *testing.T, url string) {
	workspace := t.TempDir()
	// The content differs for each protocol, so that neither finds the other's results.
	writeWorkspace(t, workspace, url)
	first := bazelBuild(t, workspace, url)
	if first["remote cache hit"] != 0 || first["total"] < genrules {
		t.Fatalf("first build: %v; want %d actions and no hit", first, genrules)
	}
	second := bazelBuild(t, workspace, url)
	if second["remote cache hit"] != genrules || second["total"] != second["internal"]+genrules {
		t.Errorf("second build: %v; want exactly %d remote cache hits and nothing run", second, genrules)
	}
}

func writeWorkspace(t *testing.T, dir, seed string) {
	t.Helper()
	var build strings.Builder
	for i := range genrules {
		fmt.Fprintf(&build, "genrule(name = \"g%d\", outs = [\"g%d.txt\"], cmd = \"seq %d 20000 > $@; echo '%s' >> $@\")\n", i, i, i, seed)
	}
	for name, content := range map[string]string{
		"MODULE.bazel": "module(name = \"small\")\n",
		"BUILD.bazel":  build.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// bazelBuild builds everything with an output base of its own and returns how
// many actions each strategy ran.
func bazelBuild(t *testing.T, workspace, url string) map[string]int {
	t.Helper()
	return newOutputBase(t, workspace).build(t, "//...", "build", "--remote_cache="+url)
}

// An outputBase is a Bazel server with its own directory of outputs.
type outputBase struct{ dir, workspace string }

func newOutputBase(t *testing.T, workspace string) outputBase {
	t.Helper()
	o := outputBase{dir: t.TempDir(), workspace: workspace}
	t.Cleanup(func() { o.run(t, "shutdown") })
	return o
}

func (o outputBase) run(t *testing.T, args ...string) {
	t.Helper()
	startup := []string{"--output_base=" + filepath.Join(o.dir, "out"), "--max_idle_secs=30", "--nohome_rc", "--nosystem_rc"}
	run(t, 0, bazel(t, o.workspace, append(startup, args...)))
}

// build builds the targets and returns how many actions each strategy ran.
// command is Bazel's command line up to the targets, startup options included.
func (o outputBase) build(t *testing.T, targets string, command ...string) map[string]int {
	t.Helper()
	events := filepath.Join(o.dir, "events.json")
	o.run(t, append(command, "--remote_timeout=30s", "--disk_cache=",
		"--repository_cache="+filepath.Join(o.dir, "repository-cache"),
		"--spawn_strategy=local", "--jobs=4",
		"--build_event_json_file="+events, targets)...)
	return runners(t, events)
}

func bazel(t *testing.T, workspace string, args []string) *exec.Cmd {
	cmd := exec.Command(testenv.Path(t, "BAZEL"), args...)
	cmd.Dir = workspace
	cmd.Env = append(os.Environ(), "HOME="+os.Getenv("TEST_TMPDIR"), "USER=test")
	return cmd
}

// runners reads the build's own count of actions by strategy.
func runners(t *testing.T, events string) map[string]int {
	t.Helper()
	file, err := os.Open(events)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	counts := map[string]int{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var event struct {
			BuildMetrics struct {
				ActionSummary struct {
					RunnerCount []struct {
						Name  string `json:"name"`
						Count int    `json:"count"`
					} `json:"runnerCount"`
				} `json:"actionSummary"`
			} `json:"buildMetrics"`
		}
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			t.Fatalf("reading %s: %v", events, err)
		}
		for _, r := range event.BuildMetrics.ActionSummary.RunnerCount {
			counts[r.Name] = r.Count
		}
	}
	if err := lines.Err(); err != nil || len(counts) == 0 {
		t.Fatalf("no action counts in %s (%v)", events, err)
	}
	return counts
}

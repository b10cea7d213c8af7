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
	base := t.TempDir()
	events := filepath.Join(base, "events.json")
	startup := []string{"--output_base=" + filepath.Join(base, "out"), "--max_idle_secs=30", "--nohome_rc", "--nosystem_rc"}
	t.Cleanup(func() {
		stop := bazel(t, workspace, append(startup, "shutdown"))
		if out, err := stop.CombinedOutput(); err != nil {
			t.Errorf("stopping Bazel: %v\n%s", err, out)
		}
	})
	run(t, 0, bazel(t, workspace, append(startup, "build",
		"--remote_cache="+url, "--remote_timeout=30s", "--disk_cache=",
		"--repository_cache="+filepath.Join(base, "repository-cache"),
		"--spawn_strategy=local", "--jobs=4",
		"--build_event_json_file="+events, "//...")))
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

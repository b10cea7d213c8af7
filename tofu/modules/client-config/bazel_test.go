//go:build bazel

package clientconfig_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestBazel lets Bazel read the file; it refuses a flag that it does not know.
func TestBazel(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "MODULE.bazel"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "BAZEL"), "--batch", "--output_user_root="+filepath.Join(dir, "root"), "--nosystem_rc", "--noworkspace_rc", "--nohome_rc",
		"--bazelrc="+golden(t, "bazelrc"), "info", "--announce_rc", "--config=ci", "release")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "USER=test", "FLYWHEEL_BAZELRC="}
	out, err := cmd.CombinedOutput()
	// Bazel's files are read-only in part.
	t.Cleanup(func() { exec.Command("chmod", "-R", "u+w", dir).Run() })
	if err != nil {
		t.Fatalf("bazel info: %v\n%s", err, out)
	}
	lines := strings.Split(string(out), "\n")
	want := map[string]string{
		"'common' options": "--remote_cache=grpcs://bazel-cache.dev.example.com:443 --remote_upload_local_results=false --remote_timeout=60s --remote_local_fallback" +
			" --remote_cache_compression --remote_download_outputs=minimal --credential_helper=bazel-cache.dev.example.com=/opt/flywheel/helper",
		"common:ci in file": "--remote_upload_local_results=true",
	}
	for what, flags := range want {
		if !contains(lines, what, flags) {
			t.Errorf("Bazel does not announce %s: %s\n%s", what, flags, out)
		}
	}
}

func contains(lines []string, what, flags string) bool {
	for _, line := range lines {
		if strings.Contains(line, what) && strings.HasSuffix(strings.TrimSpace(line), flags) {
			return true
		}
	}
	return false
}

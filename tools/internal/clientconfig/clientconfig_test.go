package clientconfig_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/clientconfig"
)

const (
	begin = "# BEGIN flywheel //s:local default"
	end   = "# END flywheel //s:local default\n"
	block = begin + "\nnew\n" + end
)

var owner = clientconfig.Owner{Label: "//s:local", Environment: "default"}

// home makes a home directory with .bazelrc of this content; "-" is none.
func home(t *testing.T, content string) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	file = filepath.Join(dir, ".bazelrc")
	if content != "-" {
		put(t, file, content, 0o644)
	}
	return dir, file
}

func put(t *testing.T, file, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, mode); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func install(t *testing.T, dir string, files clientconfig.Files) []clientconfig.Action {
	t.Helper()
	changes, err := clientconfig.PlanInstall(dir, owner, files)
	if err != nil {
		t.Fatal(err)
	}
	return makeAll(t, changes)
}

func remove(t *testing.T, dir string, paths ...string) []clientconfig.Action {
	t.Helper()
	changes, err := clientconfig.PlanRemove(dir, owner, paths)
	if err != nil {
		t.Fatal(err)
	}
	return makeAll(t, changes)
}

func makeAll(t *testing.T, changes []clientconfig.Change) []clientconfig.Action {
	t.Helper()
	var actions []clientconfig.Action
	for _, c := range changes {
		if err := c.Make(); err != nil {
			t.Fatal(err)
		}
		actions = append(actions, c.Action)
	}
	return actions
}

func TestInstallAndRemove(t *testing.T) {
	rows := []struct {
		name, reason, before string
		action               clientconfig.Action
		after                string
		removed              clientconfig.Action
		restored             string // "-" is no file
	}{
		{"new file", "it is made", "-", clientconfig.Created, begin + " (file created)\nnew\n" + end, clientconfig.Deleted, "-"},
		{"empty file", "an empty file of the user's stays", "", clientconfig.Updated, block, clientconfig.Removed, ""},
		{"text", "the block goes to the end", "mine\n", clientconfig.Updated, "mine\n" + block, clientconfig.Removed, "mine\n"},
		{"no line end", "restored to the byte", "mine", clientconfig.Updated,
			"mine\n" + begin + " (line end added)\nnew\n" + end, clientconfig.Removed, "mine"},
		{"odd bytes", "everything else is kept", "\xff\x00\r\nmine\r\n", clientconfig.Updated, "\xff\x00\r\nmine\r\n" + block, clientconfig.Removed, "\xff\x00\r\nmine\r\n"},
		{"older block in the middle", "the block stays at its place", "a\n" + begin + "\nold\nold\n" + end + "b\n",
			clientconfig.Updated, "a\n" + block + "b\n", clientconfig.Removed, "a\nb\n"},
		{"same block", "nothing to do", "a\n" + block + "b", clientconfig.Unchanged, "a\n" + block + "b", clientconfig.Removed, "a\nb"},
		{"block of another", "it is left alone", "# BEGIN flywheel //s:other dev\nx\n# END flywheel //s:other dev\n", clientconfig.Updated,
			"# BEGIN flywheel //s:other dev\nx\n# END flywheel //s:other dev\n" + block, clientconfig.Removed, "# BEGIN flywheel //s:other dev\nx\n# END flywheel //s:other dev\n"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir, file := home(t, row.before)
			files := clientconfig.Files{".bazelrc": "new"}
			check := func(what string, actions []clientconfig.Action, action clientconfig.Action, content string) {
				t.Helper()
				if diff := cmp.Diff([]clientconfig.Action{action}, actions); diff != "" {
					t.Errorf("%s: %s (-want +got):\n%s", row.reason, what, diff)
				}
				if diff := cmp.Diff(content, get(t, file)); diff != "" {
					t.Errorf("%s: %s (-want +got):\n%s", row.reason, what, diff)
				}
			}
			check("install", install(t, dir, files), row.action, row.after)
			check("again", install(t, dir, files), clientconfig.Unchanged, row.after)
			actions := remove(t, dir, ".bazelrc")
			if row.restored != "-" {
				check("remove", actions, row.removed, row.restored)
			} else if _, err := os.Lstat(file); !os.IsNotExist(err) || actions[0] != clientconfig.Deleted {
				t.Errorf("%s: remove: %v, file: %v", row.reason, actions, err)
			}
			if actions := remove(t, dir, ".bazelrc"); actions[0] != clientconfig.Absent {
				t.Errorf("%s: removing again: %v", row.reason, actions)
			}
		})
	}
}

func TestModesAndBackup(t *testing.T) {
	dir, file := home(t, "mine\n")
	put(t, file, "mine\n", 0o640)
	install(t, dir, clientconfig.Files{".bazelrc": "one", ".config/nix/nix.conf": "x"})
	if got := get(t, file+clientconfig.BackupSuffix); got != "mine\n" {
		t.Errorf("backup = %q", got)
	}
	put(t, file, strings.Replace(get(t, file), "mine", "yours", 1), 0o640)
	install(t, dir, clientconfig.Files{".bazelrc": "two"})
	if got := get(t, file+clientconfig.BackupSuffix); got != "mine\n" {
		t.Errorf("the backup is made once, before the first block, got %q", got)
	}
	for path, want := range map[string]fs.FileMode{
		".bazelrc": 0o640, ".bazelrc" + clientconfig.BackupSuffix: 0o640, ".config/nix/nix.conf": 0o600,
	} {
		if info, err := os.Stat(filepath.Join(dir, path)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", path, info, err, want)
		}
	}
	remove(t, dir, ".bazelrc")
	if got := get(t, file); got != "yours\n" {
		t.Errorf("after remove: %q", got)
	}
	if got := get(t, file+clientconfig.BackupSuffix); got != "mine\n" {
		t.Errorf("a backup that differs from the file must stay, got %q", got)
	}
	if _, err := os.Lstat(filepath.Join(dir, ".config/nix/nix.conf"+clientconfig.BackupSuffix)); !os.IsNotExist(err) {
		t.Errorf("a file that did not exist has no backup: %v", err)
	}
}

func TestBackupGoesWhenEqual(t *testing.T) {
	dir, file := home(t, "mine\n")
	install(t, dir, clientconfig.Files{".bazelrc": "one"})
	remove(t, dir, ".bazelrc")
	if _, err := os.Lstat(file + clientconfig.BackupSuffix); !os.IsNotExist(err) {
		t.Errorf("a backup equal to the restored file is of no use: %v", err)
	}
}

func TestSymbolicLinks(t *testing.T) {
	dir, file := home(t, "-")
	target := filepath.Join(t.TempDir(), "dotfile")
	put(t, target, "mine\n", 0o644)
	if err := os.Symlink(target, file); err != nil {
		t.Fatal(err)
	}
	install(t, dir, clientconfig.Files{".bazelrc": "new"})
	if got := get(t, target); got != "mine\n"+block {
		t.Errorf("the link's target = %q", got)
	}
	if info, err := os.Lstat(file); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link must stay a link: %v, %v", info, err)
	}
	if err := os.Remove(target); err != nil {
		t.Fatal(err)
	}
	if _, err := clientconfig.PlanInstall(dir, owner, clientconfig.Files{".bazelrc": "new"}); err == nil || !strings.Contains(err.Error(), "missing file") {
		t.Errorf("a link to nowhere: %v", err)
	}
}

func TestRefused(t *testing.T) {
	rows := []struct {
		name, reason, before, path, content, want string
	}{
		{"no end", "whose text is whose?", "a\n" + begin + "\nx\n", ".bazelrc", "", ".bazelrc:2: "},
		{"no begin", "whose text is whose?", "a\n\n" + end, ".bazelrc", "", ".bazelrc:3: "},
		{"nested", "whose text is whose?", begin + "\n" + begin + "\n" + end, ".bazelrc", "", ".bazelrc:1: "},
		{"twice", "which one?", block + block, ".bazelrc", "", ".bazelrc:4: "},
		{"damage of another", "its text may be ours", "# BEGIN flywheel //s:other dev\n", ".bazelrc", "", ".bazelrc:1: "},
		{"marker in content", "it could not be removed again", "", ".bazelrc", "x\n" + end, "marker line of its own"},
		{"JSON", "no comments there", "", ".docker/config.json", "{}", "no # comments"},
		{"NuGet", "no comments there", "", ".nuget/NuGet.Config", "<x/>", "no # comments"},
		{"absolute", "not below home", "", "/etc/nix/nix.conf", "", "absolute"},
		{"parent", "not below home", "", "../x", "", "leaves the home"},
		{"hidden parent", "not below home", "", "a/../../x", "", "leaves the home"},
		{"tilde", "a shell's word", "", "~/.bazelrc", "", "starts with ~"},
		{"dot", "the home itself", "", ".", "", "leaves the home"},
		{"empty", "no name", "", "", "", "it is empty"},
		{"control", "a trick on the terminal", "", "a\x1bb", "", "control character"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			dir, file := home(t, row.before)
			_, err := clientconfig.PlanInstall(dir, owner, clientconfig.Files{row.path: row.content, ".npmrc": "ok"})
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%s: got %v, want %q", row.reason, err, row.want)
			}
			if get(t, file) != row.before {
				t.Errorf("%s: the file was touched", row.reason)
			}
		})
	}
	if err := (clientconfig.Files{"a": "", "a/b": ""}).Check(); err == nil {
		t.Error("a file cannot be a directory as well")
	}
}

func TestDiff(t *testing.T) {
	dir, file := home(t, "a\n"+begin+"\nold\n"+end+"b\n")
	changes, err := clientconfig.PlanInstall(dir, owner, clientconfig.Files{".bazelrc": "new\n", ".npmrc": "x"})
	if err != nil {
		t.Fatal(err)
	}
	want := "--- " + file + "\n+++ " + file + "\n@@ -3,1 +3,1 @@\n-old\n+new\n"
	if diff := cmp.Diff(want, changes[0].Diff()); diff != "" {
		t.Errorf("diff (-want +got):\n%s", diff)
	}
	if got := changes[1].Diff(); !strings.HasPrefix(got, "--- /dev/null\n") || !strings.Contains(got, "@@ -0,0 +1,3 @@\n+# BEGIN") {
		t.Errorf("diff of a new file:\n%s", got)
	}
}

func TestWriteDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "client_config")
	outside := filepath.Join(t.TempDir(), "outside")
	put(t, outside, "safe", 0o644)
	if err := clientconfig.WriteDir(dir, clientconfig.Files{"old": "x", "a/b": "1", "link": "x"}); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(dir, "link"))
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := clientconfig.WriteDir(dir, clientconfig.Files{"a": "now a file", "link": "y"}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 || get(t, filepath.Join(dir, "a")) != "now a file" {
		t.Errorf("entries %v, %v", entries, err)
	}
	if get(t, outside) != "safe" {
		t.Error("written through a link")
	}
	if info, err := os.Lstat(filepath.Join(dir, "link")); err != nil || info.Mode() != 0o600 {
		t.Errorf("link: %v, %v; want a plain file of mode 0600", info, err)
	}
	if err := clientconfig.WriteDir(dir, clientconfig.Files{"../x": ""}); err == nil {
		t.Error("a path out of the directory: want an error")
	}
}

func TestRecord(t *testing.T) {
	file := filepath.Join(t.TempDir(), "installed.json")
	steps := []struct {
		home  string
		paths []string
		homes []string
	}{
		{"/b", []string{"y", "x"}, []string{"/b"}},
		{"/a", []string{"z"}, []string{"/a", "/b"}},
		{"/b", nil, []string{"/a"}},
		{"/c", nil, []string{"/a"}},
	}
	for _, step := range steps {
		if err := clientconfig.Record(file, step.home, step.paths); err != nil {
			t.Fatal(err)
		}
		homes, err := clientconfig.Homes(file)
		if diff := cmp.Diff(step.homes, homes); diff != "" || err != nil {
			t.Errorf("after %v: %v (-want +got):\n%s", step, err, diff)
		}
	}
	put(t, file, "garbage", 0o600)
	if _, err := clientconfig.ReadRecord(file, "/a"); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a damaged record: %v", err)
	}
}

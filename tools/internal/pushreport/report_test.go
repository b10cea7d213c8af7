package pushreport_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
)

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 1_500_000: "1.5 MB",
		2_000_000_000: "2.0 GB", 3_000_000_000_000: "3.0 TB", 9_000_000_000_000_000: "9.0 PB", 1_000_000_000_000_000_000: "1000.0 PB",
	} {
		if got := pushreport.Size(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	for _, tc := range []struct {
		name  string
		cache pushreport.Cache
		dry   bool
		want  string
	}{
		{"one path", pushreport.Cache{Cache: "main", Paths: pushreport.Paths{Closure: 1, Uploaded: 1}, Bytes: pushreport.Bytes{Nar: 2000, Sent: 500}, Seconds: 1.25},
			false, "main: uploaded 1 path of 1 path (2.0 kB as 500 B), 1.2 s"},
		{"as it is", pushreport.Cache{Cache: "main", Paths: pushreport.Paths{Closure: 3, Uploaded: 2, Present: 1}, Bytes: pushreport.Bytes{Nar: 500, Sent: 500}},
			false, "main: uploaded 2 paths of 3 paths (500 B), 1 in the cache before, 0.0 s"},
		{"a dry run", pushreport.Cache{Cache: "main", Paths: pushreport.Paths{Closure: 3, Uploaded: 3}, Bytes: pushreport.Bytes{Nar: 5000}},
			true, "main: would upload 3 paths of 3 paths (5.0 kB), 0.0 s"},
		{"everything", pushreport.Cache{Cache: "main", Paths: pushreport.Paths{Closure: 28, Uploaded: 1, Present: 2, SkippedUpstream: 3, Deduplicated: 4, Failed: 5, Withheld: 6, Verified: 7}, Retries: 8},
			false, "main: uploaded 1 path of 28 paths, 2 in the cache before, 3 signed upstream, 4 content there before, 5 FAILED, 6 WITHHELD because of these, 7 verified, 8 retries, 0.0 s"},
		{"one retry", pushreport.Cache{Cache: "main", Retries: 1}, false, "main: uploaded 0 paths of 0 paths, 1 retry, 0.0 s"},
	} {
		if got := tc.cache.Line(tc.dry); got != tc.want {
			t.Errorf("%s:\n%s\nwant\n%s", tc.name, got, tc.want)
		}
	}
}

// whole is a summary with everything in it.
func whole() *pushreport.Summary {
	return &pushreport.Summary{
		V: pushreport.Version, Seconds: 2, BuildSeconds: 1, Error: "not everything was pushed",
		Pushes: []pushreport.Push{{Label: "//a:b", Installables: []string{".#x"}, Paths: []string{"/nix/store/a"}, Caches: []string{"main"}}},
		Caches: []pushreport.Cache{
			{Cache: "main", URL: "https://h/main", Kind: "attic", PublicKeys: []string{"main:AA=="}, Requests: 5, Seconds: 1.5,
				Paths:    pushreport.Paths{Closure: 4, Uploaded: 1, Present: 1, Deduplicated: 1, Failed: 1},
				Bytes:    pushreport.Bytes{Closure: 400, Nar: 100, Sent: 1500, Deduplicated: 100},
				Problems: []pushreport.Problem{{Path: "/nix/store/c", Message: "is <damaged>\nand | odd"}}},
			{Cache: "ci", PublicKeys: []string{}, Problems: []pushreport.Problem{}, Error: "401 Unauthorized"},
		},
		Problems: []pushreport.Problem{{Path: "/nix/store/gone", Message: "no valid store path"}},
	}
}

// The page of a CI job: a table that no name or message can break, and every problem.
func TestMarkdown(t *testing.T) {
	const want = "### ❌ Pushed to Nix caches\n\n" +
		"| cache | closure | uploaded | sent | in the cache before | upstream | failed | seconds |\n| --- | --: | --: | --: | --: | --: | --: | --: |\n" +
		"| main | 4 | 1 | 1.5 kB | 2 | 0 | 1 | 1.5 |\n| ci | 0 | 0 | 0 B | 0 | 0 | 0 | 0.0 |\n" +
		"\n- `/nix/store/gone`: no valid store path\n- `/nix/store/c`: is &lt;damaged> and \\| odd\n- `ci`: 401 Unauthorized\n"
	if diff := cmp.Diff(want, whole().Markdown()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	well := &pushreport.Summary{OK: true, DryRun: true}
	if got := well.Markdown(); !strings.HasPrefix(got, "### ✅ Push to Nix caches (dry run)\n") || strings.Contains(got, "- `") {
		t.Errorf("a dry run that went well: %q", got)
	}
	early := &pushreport.Summary{Error: "nix was not found"}
	if got := early.Markdown(); !strings.HasSuffix(got, "\n- `push`: nix was not found\n") {
		t.Errorf("ended before any cache: %q", got)
	}
	many := &pushreport.Summary{}
	for i := range 60 {
		many.Problems = append(many.Problems, pushreport.Problem{Path: fmt.Sprint(i)})
	}
	if got := many.Markdown(); strings.Count(got, "- `") != 50 || !strings.HasSuffix(got, "- … and 10 more\n") {
		t.Errorf("many problems: %q", got)
	}
}

func TestAppendMarkdown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page")
	if err := os.WriteFile(file, []byte("of another step\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := whole()
	for range 2 {
		if err := s.AppendMarkdown(file); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != "of another step\n"+s.Markdown()+s.Markdown() {
		t.Errorf("%q, %v", got, err)
	}
	if err := s.AppendMarkdown(filepath.Join(file, "x")); err == nil || !strings.HasPrefix(err.Error(), "writing the job's summary: ") {
		t.Errorf("a file that cannot be: %v", err)
	}
}

// The JSON is what README and other programs know, and reads back as what it was.
func TestJSON(t *testing.T) {
	s, file := whole(), filepath.Join(t.TempDir(), "report.json")
	var out bytes.Buffer
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	if err := s.WriteFile(file); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"stdout": out.Bytes(), "file": data} {
		var got pushreport.Summary
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(*s, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	for _, field := range []string{`"v": 1`, `"ok": false`, `"dry_run": false`, `"build_seconds": 1`, `"skipped_upstream": 0`, `"public_keys": [`, `"is <damaged>\nand | odd"`} {
		if !strings.Contains(out.String(), field) {
			t.Errorf("no %s in\n%s", field, out.String())
		}
	}
}

// Rounds of a watch add up; of errors the last one counts.
func TestAddAndJoin(t *testing.T) {
	one := pushreport.Cache{
		Cache: "main", URL: "u", Paths: pushreport.Paths{Closure: 1, Present: 2, SkippedUpstream: 3, Uploaded: 4, Deduplicated: 5, Failed: 6, Withheld: 7, Verified: 8},
		Bytes: pushreport.Bytes{Closure: 1, Nar: 2, Sent: 3, Deduplicated: 4}, Requests: 1, Retries: 2, Seconds: 3, Problems: []pushreport.Problem{{Path: "a"}}, Error: "first",
	}
	two := one
	two.Error = ""
	got := pushreport.Add(pushreport.Add(nil, []pushreport.Cache{one}), []pushreport.Cache{two, {Cache: "ci"}})
	want := []pushreport.Cache{{
		Cache: "main", URL: "u", Paths: pushreport.Paths{Closure: 2, Present: 4, SkippedUpstream: 6, Uploaded: 8, Deduplicated: 10, Failed: 12, Withheld: 14, Verified: 16},
		Bytes: pushreport.Bytes{Closure: 2, Nar: 4, Sent: 6, Deduplicated: 8}, Requests: 2, Retries: 4, Seconds: 6, Problems: []pushreport.Problem{{Path: "a"}, {Path: "a"}},
	}, {Cache: "ci"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	all := &pushreport.Summary{}
	all.Join(whole())
	all.Join(&pushreport.Summary{Seconds: 1, Error: "second", Caches: []pushreport.Cache{{Cache: "ci", Requests: 1}}})
	if all.Seconds != 3 || all.BuildSeconds != 1 || all.Error != "not everything was pushed" || len(all.Caches) != 2 || all.Caches[1].Requests != 1 || len(all.Pushes) != 1 || len(all.Problems) != 1 {
		t.Errorf("%+v", all)
	}
}

// People see every problem, then a line for each cache.
func TestPrint(t *testing.T) {
	var out bytes.Buffer
	whole().Print(&out)
	const want = "/nix/store/gone: no valid store path\n/nix/store/c: is <damaged>\nand | odd\n" +
		"main: uploaded 1 path of 4 paths (100 B as 1.5 kB), 1 in the cache before, 1 content there before, 1 FAILED, 1.5 s\nci: uploaded 0 paths of 0 paths, 0.0 s\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

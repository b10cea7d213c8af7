package udiff_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/udiff"
	"github.com/google/go-cmp/cmp"
)

func TestUnified(t *testing.T) {
	const ten = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"
	for _, tc := range []struct {
		name     string
		reason   string
		old, new string
		first    int
		want     string
	}{
		{"same", "no change, no diff", ten, ten, 0, ""},
		{"middle", "three lines around a change", ten, strings.Replace(ten, "5", "five", 1), 5,
			"--- f\n+++ f (formatted)\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"},
		{"two hunks", "changes far apart are two hunks", "a\n" + ten + "b\n", "A\n" + ten + "B\n", 1,
			"--- f\n+++ f (formatted)\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -9,4 +9,4 @@\n 8\n 9\n 10\n-b\n+B\n"},
		{"insert", "an insertion", "a\nc\n", "a\nb\nc\n", 2, "--- f\n+++ f (formatted)\n@@ -1,2 +1,3 @@\n a\n+b\n c\n"},
		{"delete all", "an empty new text", "a\n", "", 1, "--- f\n+++ f (formatted)\n@@ -1,1 +1,0 @@\n-a\n"},
		{"line end", "a missing last line end is shown", "a", "a\n", 1, "--- f\n+++ f (formatted)\n@@ -1,1 +1,1 @@\n-a (no line end)\n+a\n"},
		{"carriage return", "carriage returns are shown", "a\r\n", "a\n", 1, "--- f\n+++ f (formatted)\n@@ -1,1 +1,1 @@\n-a␍\n+a\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lines := udiff.Lines([]byte(tc.old), []byte(tc.new))
			if diff := cmp.Diff(tc.want, udiff.Unified("f", lines)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			if got := udiff.FirstLine(lines); got != tc.first {
				t.Errorf("first line %d, want %d", got, tc.first)
			}
		})
	}
}

// FuzzLines checks that a diff contains both texts, whatever they are.
func FuzzLines(f *testing.F) {
	f.Add("a\nb\nc\n", "b\nc\nd\n")
	f.Fuzz(func(t *testing.T, old, new string) {
		var a, b []string
		for _, l := range udiff.Lines([]byte(old), []byte(new)) {
			if l.Op != udiff.Add {
				a = append(a, l.Text)
			}
			if l.Op != udiff.Remove {
				b = append(b, l.Text)
			}
		}
		if got, want := strings.Join(a, "\n"), strings.Join(lines(old), "\n"); got != want {
			t.Errorf("old side %q, want %q", got, want)
		}
		if got, want := strings.Join(b, "\n"), strings.Join(lines(new), "\n"); got != want {
			t.Errorf("new side %q, want %q", got, want)
		}
	})
}

func lines(text string) []string {
	var all []string
	for _, l := range udiff.Lines([]byte(text), []byte(text)) {
		all = append(all, l.Text)
	}
	return all
}

package moduledocs_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/moduledocs"
	"github.com/google/go-cmp/cmp"
)

func lines(text string) []string { return strings.Split(text, "\n") }

// pipes counts the pipes that divide cells: those without a backslash.
func pipes(line string) int {
	n, escaped := 0, false
	for _, r := range line {
		if r == '|' && !escaped {
			n++
		}
		escaped = r == '\\' && !escaped
	}
	return n
}

const (
	begin = moduledocs.Begin + "\n"
	end   = moduledocs.End + "\n"
)

func crlf(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

func TestWith(t *testing.T) {
	for _, tc := range []struct{ name, reason, text, want string }{
		{"between", "only what is between the markers changes", "# T \n\n\nA\t\n" + begin + "old\n\n" + end + "\nB", "# T \n\n\nA\t\n" + begin + "new\n" + end + "\nB"},
		{"empty place", "the markers are enough to begin with", begin + end, begin + "new\n" + end},
		{"no line end", "the last line may have none", begin + moduledocs.End, begin + "new\n" + moduledocs.End},
		{"indented", "an editor may have moved the markers", "  " + begin + " " + end, "  " + begin + "new\n" + " " + end},
		{"none", "added at the end, after an empty line", "# T\n", "# T\n\n" + begin + "new\n" + end},
		{"none, no line end", "the last line is ended first", "# T", "# T\n\n" + begin + "new\n" + end},
		{"none, empty line", "one empty line is enough", "# T\n\n", "# T\n\n" + begin + "new\n" + end},
		{"empty", "an empty file", "", begin + "new\n" + end},
		{"carriage returns", "the file's own line ends", crlf("# T\n" + begin + "old\n" + end), crlf("# T\n" + begin + "new\n" + end)},
		{"carriage returns, none", "also where the markers are added", crlf("# T\n\n"), crlf("# T\n\n" + begin + "new\n" + end)},
		{"mixed", "other lines keep what they have", "# T\r\n" + begin + end + "x\n", "# T\r\n" + begin + "new\r\n" + end + "x\n"},
		{"in a sentence", "text about the markers is no marker", "Use `" + moduledocs.Begin + "` and " + end, "Use `" + moduledocs.Begin + "` and " + end + "\n" + begin + "new\n" + end},
		{"in code", "nor is an example", "```md\n" + begin + end + "```\n" + begin + end, "```md\n" + begin + end + "```\n" + begin + "new\n" + end},
		{"in longer code", "a fence is closed by its like", "~~~~\n~~~\n```\n" + begin + "~~~~~\n" + begin + end, "~~~~\n~~~\n```\n" + begin + "~~~~~\n" + begin + "new\n" + end},
		{"fence between", "what is replaced opens no code", begin + "```\n" + end + "x\n", begin + "new\n" + end + "x\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := with(t, tc.text)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			if again := with(t, got); again != got {
				t.Errorf("the second time it becomes %q: nothing is left to do", again)
			}
		})
	}
}

func with(t *testing.T, text string) string {
	t.Helper()
	r, problem := moduledocs.Parse([]byte(text))
	if problem != nil {
		t.Fatalf("%+v", problem)
	}
	return string(r.With("new\n"))
}

func TestProblems(t *testing.T) {
	for _, tc := range []struct {
		name, reason, text string
		line               int
		want               string
		marker             bool
	}{
		{"no end", "all that follows could be lost", "# T\n" + begin + "x\n", 2, "a beginning and no end", true},
		{"no beginning", "what comes before is not ours", "x\n" + end, 2, "no beginning before it", true},
		{"wrong order", "neither", end + begin, 1, "no beginning before it", true},
		{"two beginnings", "which one is meant", begin + begin + end, 2, "there twice", true},
		{"two ends", "which one is meant", begin + end + "x\n" + end, 4, "there twice", true},
		{"two places", "one would be stale", begin + end + begin + end, 3, "The first is in line 1.", true},
		{"open code", "markers added at the end would be code, again and again", "x\n```sh\ny\n", 2, "A block of code is not closed", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, p := moduledocs.Parse([]byte(tc.text))
			if p == nil || p.Line != tc.line || !strings.Contains(p.Summary+p.Detail, tc.want) {
				t.Errorf("%+v, want line %d, %q: %s", p, tc.line, tc.want, tc.reason)
			}
			if got := moduledocs.HasMarker([]byte(tc.text)); got != tc.marker {
				t.Errorf("HasMarker = %v, want %v", got, tc.marker)
			}
		})
	}
}

func TestNew(t *testing.T) {
	want := "# vpc\n\n" + begin + "new\n" + end
	if got := string(moduledocs.New("vpc", "new\n")); got != want {
		t.Errorf("New = %q, want %q", got, want)
	}
}

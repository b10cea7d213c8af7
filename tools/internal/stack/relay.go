package stack

import (
	"bytes"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// relay passes tofu's messages on by lines, with the paths in them made
// workspace-relative, as the user knows them, and notes who holds the state's lock.
type relay struct {
	to       io.Writer
	relative func(string) string
	root     string
	place    *regexp.Regexp
	colours  *regexp.Regexp
	held     *heldLock
	pending  []byte
}

func (s *session) relay(to io.Writer) *relay {
	return &relay{
		to: to, relative: s.stage.Relative, root: s.spec.Root, held: &s.held,
		colours: regexp.MustCompile(`\x1b\[[\d;]*m`),
		// A diagnostic's place: "  on main.tf line 3, in …", perhaps behind a
		// frame and colours.
		place: regexp.MustCompile(`^((?:\x1b\[\d*m|[^\w"\x1b])*on )([^\s/]\S*)( line \d+)`),
	}
}

// Write implements io.Writer.
func (r *relay) Write(p []byte) (int, error) {
	r.pending = append(r.pending, p...)
	for {
		i := bytes.IndexByte(r.pending, '\n')
		if i < 0 {
			return len(p), nil
		}
		line := r.pending[:i+1]
		if err := r.line(line); err != nil {
			return 0, err
		}
		r.pending = r.pending[i+1:]
	}
}

// Flush passes on a last line without an end.
func (r *relay) Flush() error {
	line := r.pending
	r.pending = nil
	return r.line(line)
}

func (r *relay) line(line []byte) error {
	r.held.read(r.colours.ReplaceAllString(string(line), ""))
	text := r.relative(string(line))
	if m := r.place.FindStringSubmatchIndex(text); m != nil {
		text = text[:m[4]] + path.Join(r.root, text[m[4]:m[5]]) + text[m[5]:]
	}
	_, err := io.WriteString(r.to, text)
	return err
}

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func stringValue(s string) cty.Value { return cty.StringVal(s) }

// Package rc reads bazelrc files and says what a change of them can change.
package rc

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Options are the flags of bazelrc files, by "command" or "command:config", in
// their order.
type Options struct {
	Sections map[string][]string
	// Files are the files they are from, in the order of reading.
	Files []string
}

// Read reads a bazelrc file and what it imports. Names are workspace paths, or
// absolute ones. A file that is not there has no options: Bazel reports it
// where that is an error.
func Read(read func(name string) ([]byte, error), name string) (Options, error) {
	o := Options{Sections: map[string][]string{}}
	return o, o.read(read, name)
}

func (o *Options) read(read func(string) ([]byte, error), name string) error {
	if slices.Contains(o.Files, name) {
		return nil
	}
	data, err := read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading bazelrc: %w", err)
	}
	o.Files = append(o.Files, name)
	text := strings.ReplaceAll(string(data), "\\\n", "")
	for line := range strings.Lines(text) {
		words := split(line)
		if len(words) == 0 {
			continue
		}
		if words[0] == "import" || words[0] == "try-import" {
			if len(words) > 1 {
				err = errors.Join(err, o.read(read, strings.TrimPrefix(words[1], "%workspace%/")))
			}
			continue
		}
		o.Sections[words[0]] = append(o.Sections[words[0]], join(words[1:])...)
	}
	return err
}

// join makes one word of a flag and its value: "--config ci" is "--config=ci".
func join(words []string) []string {
	var out []string
	for _, w := range words {
		last := len(out) - 1
		if !strings.HasPrefix(w, "-") && last >= 0 && !strings.Contains(out[last], "=") {
			out[last] += "=" + w
			continue
		}
		out = append(out, w)
	}
	return out
}

// split makes words of a line as Bazel does: quotes, backslashes, comments.
func split(line string) []string {
	var words []string
	var word strings.Builder
	var quote rune
	started, escaped := false, false
	for _, c := range line {
		switch {
		case escaped:
			word.WriteRune(c)
			escaped = false
		case c == '\\':
			started, escaped = true, true
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '"' || c == '\'':
			quote, started = c, true
		case c == '#' && !started:
			return words
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			if started {
				words = append(words, word.String())
				word.Reset()
				started = false
			}
		default:
			word.WriteRune(c)
			started = true
		}
	}
	if started {
		words = append(words, word.String())
	}
	return words
}

// Labels are the targets of the main repository that flags name.
func (o Options) Labels(flags []string) map[string]bool {
	labels := map[string]bool{}
	all := slices.Clone(flags)
	for _, section := range o.Sections {
		all = append(all, section...)
	}
	for _, flag := range all {
		for _, part := range strings.FieldsFunc(flag, func(r rune) bool { return r == '=' || r == ',' || r == '%' }) {
			part = strings.TrimLeft(part, "-@")
			if !strings.HasPrefix(part, "//") {
				continue
			}
			if !strings.Contains(part, ":") {
				part += ":" + part[strings.LastIndex(part, "/")+1:]
			}
			labels[part] = true
		}
	}
	return labels
}

// Effect is what a change of options can change.
type Effect int

// The effects, from none to all.
const (
	// Nothing: how Bazel runs and what it prints.
	Nothing Effect = iota
	// Tests: how tests run.
	Tests
	// Configuration: maybe nothing. Build settings are given more or less often, or in
	// another order, and the last of each is the same; whether that is all that counts,
	// how targets are configured tells.
	Configuration
	// Settings: what uses one of some build settings, which Difference names.
	Settings
	// Everything.
	Everything
)

// Difference is what differs between two states of the files.
type Difference struct {
	Effect Effect
	// Why are the first flags that make it so.
	Why []string
	// Settings are the build settings that are given otherwise, as flags write their
	// labels, sorted.
	Settings []string
}

// Compare says what the difference of two states of the files can change. Flags are
// the user's own, which choose configs.
func Compare(base, head Options, flags []string) Difference {
	d, seen := Difference{}, map[Effect]bool{}
	active := base.configs(flags)
	maps.Copy(active, head.configs(flags))
	names := slices.Concat(slices.Collect(maps.Keys(base.Sections)), slices.Collect(maps.Keys(head.Sections)))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		command, config, _ := strings.Cut(name, ":")
		if config != "" && !active[config] || inertCommand(command) {
			continue
		}
		e, flag := compare(base.Sections[name], head.Sections[name])
		if e == Nothing {
			continue
		}
		d.Why = append(d.Why, name+" "+flag)
		d.Effect, seen[e] = max(d.Effect, e), true
		d.Settings = append(d.Settings, given(base.Sections[name], head.Sections[name])...)
	}
	if len(seen) > 1 {
		d.Effect = Everything // What tells of the one tells nothing of the other.
	}
	slices.Sort(d.Settings)
	d.Settings = slices.Compact(d.Settings)
	return d
}

// compare compares two lists of flags: the order of those that count decides.
func compare(a, b []string) (Effect, string) {
	x, y := counting(a, Everything), counting(b, Everything)
	s, t := counting(a, Tests), counting(b, Tests)
	switch {
	case slices.Equal(x, y) && slices.Equal(s, t):
		return Nothing, ""
	case slices.Equal(x, y):
		return Tests, differing(s, t)
	}
	others, was := settings(x)
	same, is := settings(y)
	switch {
	case !slices.Equal(others, same) || !slices.Equal(s, t):
		return Everything, differing(x, y)
	case maps.EqualFunc(was, is, func(a, b setting) bool { return a.last == b.last }):
		return Configuration, differing(x, y)
	}
	return Settings, differing(x, y)
}

func counting(flags []string, level Effect) []string {
	return slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return effectOf(f) != level })
}

func differing(a, b []string) string {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return b[i]
		case i >= len(b) || a[i] != b[i]:
			return a[i]
		}
	}
	return ""
}

// configs are the names of the configs that are in use.
func (o Options) configs(flags []string) map[string]bool {
	// Which of these apply depends on the platform, if they apply at all.
	active := map[string]bool{"linux": true, "macos": true, "windows": true, "freebsd": true, "openbsd": true}
	all := slices.Clone(flags)
	for _, section := range o.Sections {
		all = append(all, section...)
	}
	for i, flag := range all {
		if name, ok := strings.CutPrefix(flag, "--config="); ok {
			active[name] = true
		} else if flag == "--config" && i+1 < len(all) {
			active[all[i+1]] = true
		}
	}
	return active
}

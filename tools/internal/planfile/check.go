package planfile

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Differences compares a saved plan's binding with what holds now and returns
// one sentence for each difference, in a fixed order; none means that the plan
// may be applied. A now.State of nil is not compared, and options are compared
// only when now has any: applying a saved plan needs none repeated.
func (b *Binding) Differences(now *Binding) []string {
	var d []string
	add := func(format string, args ...any) { d = append(d, fmt.Sprintf(format, args...)) }
	if b.Stack != now.Stack {
		add("it was made for stack %s, this is %s", b.Stack, now.Stack)
	}
	if b.Environment != now.Environment {
		add("it was made for environment %q, this is %q", b.Environment, now.Environment)
	}
	if b.Mode != now.Mode {
		add("it is a plan to %s, not to %s", b.Mode, now.Mode)
	}
	if b.Commit.ID != now.Commit.ID {
		add("it was made at commit %s, this is %s", short(b.Commit.ID), short(now.Commit.ID))
	}
	if len(now.Options) > 0 && !slices.Equal(b.Options, now.Options) {
		add("it was made with options %s, these are %s", list(b.Options), list(now.Options))
	}
	d = append(d, inputDifferences(b.Inputs, now.Inputs)...)
	if b.State != nil && now.State != nil && *b.State != *now.State {
		add("the state changed after it was made: it was at %s, now it is at %s", b.State, now.State)
	}
	return d
}

// String renders a state's identity for people.
func (s State) String() string {
	if s.Lineage == "" {
		return "no state"
	}
	return fmt.Sprintf("serial %d of %s", s.Serial, short(s.Lineage))
}

func inputDifferences(old, now map[string]string) []string {
	var d []string
	for _, name := range sortedKeys(old, now) {
		was, inOld := old[name]
		is, inNow := now[name]
		switch {
		case !inNow:
			d = append(d, name+" is gone since it was made")
		case !inOld:
			d = append(d, name+" is new since it was made")
		case was != is:
			d = append(d, name+" changed after it was made")
		}
	}
	return d
}

func sortedKeys(maps ...map[string]string) []string {
	seen := map[string]bool{}
	for _, m := range maps {
		for k := range m {
			seen[k] = true
		}
	}
	keys := make([]string, 0, len(seen))
	for k := range seen {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func list(options []string) string {
	if len(options) == 0 {
		return "none"
	}
	return strings.Join(options, " ")
}

func short(id string) string {
	const digits = 12
	if len(id) > digits {
		return id[:digits]
	}
	return id
}

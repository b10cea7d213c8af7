package classify

import (
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
)

// recorded judges files that external repositories were made from.
func (c *classifier) recorded(change gitdiff.Change, reason string) {
	match := func(input string) bool { return reads(input, change) }
	if slices.ContainsFunc(c.Snapshot.Inputs, match) {
		c.remade(reason + ", which a module extension may read")
	}
	for name, repo := range c.Snapshot.Repos {
		if !slices.ContainsFunc(repo.Inputs, match) {
			continue
		}
		if !repo.Plain {
			c.remade(reason + ", which repository " + name + " was made from")
		} else if _, ok := c.verdict.Refilled[name]; !ok {
			c.verdict.Refilled[name] = reason + ", which repository " + name + " was made from"
		}
	}
}

// reads says whether a change is of what an input of a repository stands for.
func reads(input string, change gitdiff.Change) bool {
	if input == "/" {
		return true
	}
	if input == "." {
		return !documentation(change.Path)
	}
	p, kind := input, ""
	if at := strings.LastIndex(input, "/"); at >= 0 && (input[at:] == "/" || input[at:] == "/*") {
		p, kind = input[:at], input[at:]
	}
	below := strings.HasPrefix(change.Path, p+"/") || p == "."
	switch {
	case change.Tree() && strings.HasPrefix(p, change.Path+"/"):
		return true
	case kind == "/":
		return below
	case kind == "/*": // What is deeper may bring or take a directory.
		return (below || change.Path == p) && moves(change)
	}
	// The file may become a directory, or one become the file.
	return change.Path == p || below && moves(change)
}

// moves says whether a change is of what is there, and not only of what that holds.
func moves(change gitdiff.Change) bool {
	return change.Structural() || change.Tree() || change.OldMode == gitdiff.ModeSymlink || change.NewMode == gitdiff.ModeSymlink
}

package matrix

import "slices"

// An Edit is a kind of change of the Standard workspace.
type Edit struct {
	Name string
	Do   func(*Workspace) error
	// Queries is how often affected may ask Bazel; Extra is how many rules that
	// have actions it may tell without need.
	Queries, Extra int
	// Inexact is the same as Extra, where affected is to be exact.
	Inexact int
	// Broken says that not all of the state after it can be loaded.
	Broken bool
}

// Whole as Extra is of edits after which everything counts as affected.
const Whole = 99

// Times Bazel is asked: of packages, and of everything.
const none, one, two = 0, 1, 2

// Edits are all kinds.
func Edits() []Edit {
	return slices.Concat(sources(), structure(), builds(), starlark(), repositories(), configuration(), options())
}

// OddlyNamed says that an edit is of files with names that the Simple workspace is without.
func (e Edit) OddlyNamed() bool {
	return slices.Contains([]string{
		"comment in a package with an odd name", "source with a name of spaces and Unicode",
		"source of a package with such a name", "package with such a name moved",
	}, e.Name)
}

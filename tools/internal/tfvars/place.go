package tfvars

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// Place tells where the value of a variable is set, or of a part of it, as "postgres",
// "instances": the line of the innermost attribute that is written there, and its path. Both
// are empty for a variable that nothing sets.
func (v *Values) Place(path ...string) (where, name string) {
	name = path[0]
	if where = v.places[name]; where == "" {
		return "", ""
	}
	expr := v.exprs[name]
	for _, step := range path[1:] {
		pair := find(expr, step)
		if pair == nil {
			break
		}
		at := pair.Key.Range()
		where, name, expr = fmt.Sprintf("%s:%d", at.Filename, at.Start.Line), name+"."+step, pair.Value
	}
	return where, name
}

// find is the pair of an object expression with the key; nil where there is none.
func find(expr hcl.Expression, name string) *hcl.KeyValuePair {
	if expr == nil {
		return nil
	}
	for _, pair := range pairs(expr) {
		if key(pair) == name {
			return &pair
		}
	}
	return nil
}

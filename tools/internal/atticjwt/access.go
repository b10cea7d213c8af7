package atticjwt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Grant gives a permission on the caches whose names match a pattern, in which
// * stands for any characters.
type Grant struct {
	Pattern    string
	Permission Permission
}

// Access is what a token grants, in the order of its claim.
type Access []Grant

// CheckPattern refuses what is no pattern of cache names.
func CheckPattern(pattern string) error {
	if !regexp.MustCompile(`^[A-Za-z0-9*][A-Za-z0-9_+*-]{0,49}$`).MatchString(pattern) {
		return fmt.Errorf("cache pattern %q: want up to 50 letters, digits, '-', '_', '+' and '*', not beginning with '-', '_' or '+'", pattern)
	}
	return nil
}

// On is the permission on one cache: of the pattern that is its very name, or
// else of the first pattern that matches. They do not add up.
func (a Access) On(cache string) Permission {
	i := slices.IndexFunc(a, func(g Grant) bool { return g.Pattern == cache })
	if i < 0 {
		i = slices.IndexFunc(a, func(g Grant) bool { return matches(g.Pattern, cache) })
	}
	if i < 0 {
		return 0
	}
	return a[i].Permission
}

// With adds a permission to the grant of a pattern.
func (a Access) With(pattern string, p Permission) Access {
	if i := slices.IndexFunc(a, func(g Grant) bool { return g.Pattern == pattern }); i >= 0 {
		a[i].Permission |= p
		return a
	}
	return append(a, Grant{pattern, p})
}

// Spread makes grants add up as people expect: a pattern gets what the wider
// ones grant, too, and comes before them, since only one of them counts. (Those
// that overlap without one being wider stay apart.)
func (a Access) Spread() Access {
	out := slices.Clone(a)
	for i, g := range a {
		for _, wider := range a {
			if matches(wider.Pattern, g.Pattern) {
				out[i].Permission |= wider.Permission
			}
		}
	}
	literal := func(g Grant) int { return len(g.Pattern) - strings.Count(g.Pattern, "*") }
	slices.SortStableFunc(out, func(a, b Grant) int { return literal(b) - literal(a) })
	return out
}

// matches compares from the left; star remembers where to go on when a * has to
// stand for more.
func matches(pattern, name string) bool {
	p, n, star, again := 0, 0, -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, again = p, n
			p++
		case p < len(pattern) && pattern[p] == name[n]:
			p++
			n++
		case star >= 0:
			again++
			p, n = star+1, again
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// MarshalJSON writes {"caches": {PATTERN: PERMISSION, …}} in order.
func (a Access) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"caches":{`)
	for i, g := range a {
		if i > 0 {
			b.WriteByte(',')
		}
		permission, err := g.Permission.MarshalJSON()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", g.Pattern, permission)
	}
	b.WriteString(`}}`)
	return b.Bytes(), nil
}

// UnmarshalJSON keeps the order, which a map would lose.
func (a *Access) UnmarshalJSON(data []byte) error {
	var outer struct {
		Caches json.RawMessage `json:"caches"`
	}
	if err := json.Unmarshal(data, &outer); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(outer.Caches))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.New("claim \"caches\" is no object")
	}
	*a = nil
	for d.More() {
		var g Grant
		t, err := d.Token()
		if err != nil {
			return err
		}
		g.Pattern, _ = t.(string)
		if err := CheckPattern(g.Pattern); err != nil {
			return err
		}
		if err := d.Decode(&g.Permission); err != nil {
			return fmt.Errorf("cache pattern %q: %w", g.Pattern, err)
		}
		*a = append(*a, g)
	}
	return nil
}

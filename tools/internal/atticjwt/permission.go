package atticjwt

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Permission is a set of things that a token may do to a cache.
type Permission uint8

// The permissions, by their names in claims: r, w, d, cc, cr, cq, cd.
const (
	Pull               Permission = 1 << iota // r: read paths
	Push                                      // w: upload paths
	Delete                                    // d: delete paths; neither atticd nor this server has a request for that
	CreateCache                               // cc: make the cache
	ConfigureCache                            // cr: change its configuration
	ConfigureRetention                        // cq: change its retention, with cr
	DestroyCache                              // cd: delete the cache
)

// All is every permission.
const All = Pull | Push | Delete | CreateCache | ConfigureCache | ConfigureRetention | DestroyCache

// name is a permission, what claims call it and what people do.
type name struct {
	permission Permission
	claim      string
	word       string
}

func names() []name {
	return []name{
		{Pull, "r", "pull"}, {Push, "w", "push"}, {Delete, "d", "delete"},
		{CreateCache, "cc", "create-cache"}, {ConfigureCache, "cr", "configure-cache"},
		{ConfigureRetention, "cq", "configure-cache-retention"}, {DestroyCache, "cd", "destroy-cache"},
	}
}

// Words are the names of the permissions, as Parse reads them.
func Words() (words []string) {
	for _, n := range names() {
		words = append(words, n.word)
	}
	return words
}

// Has reports whether p includes all of q.
func (p Permission) Has(q Permission) bool { return p&q == q }

// String is the words of p, separated by commas.
func (p Permission) String() string {
	var words []string
	for _, n := range names() {
		if p.Has(n.permission) {
			words = append(words, n.word)
		}
	}
	return strings.Join(words, ",")
}

// Claim is what claims call p, like "r+w" for more than one.
func (p Permission) Claim() string {
	var claims []string
	for _, n := range names() {
		if p.Has(n.permission) {
			claims = append(claims, n.claim)
		}
	}
	return strings.Join(claims, "+")
}

// Parse reads one word of Words, or a claim's name like "cc".
func Parse(s string) (Permission, error) {
	i := slices.IndexFunc(names(), func(n name) bool { return n.word == s || n.claim == s })
	if i < 0 {
		return 0, fmt.Errorf("permission %q: want one of %s", s, strings.Join(Words(), ", "))
	}
	return names()[i].permission, nil
}

// MarshalJSON writes {"r":1,…}; what is not allowed is left out.
func (p Permission) MarshalJSON() ([]byte, error) {
	var fields []string
	for _, n := range names() {
		if p.Has(n.permission) {
			fields = append(fields, fmt.Sprintf("%q:1", n.claim))
		}
	}
	return []byte("{" + strings.Join(fields, ",") + "}"), nil
}

// UnmarshalJSON reads numbers that are 0 or 1, as atticd does; other claims are
// for newer servers.
func (p *Permission) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	*p = 0
	for _, n := range names() {
		switch v := string(fields[n.claim]); v {
		case "", "0":
		case "1":
			*p |= n.permission
		default:
			return fmt.Errorf("claim %q is %s: want 0 or 1", n.claim, v)
		}
	}
	return nil
}

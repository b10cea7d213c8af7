package credential

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// Claims is what a JSON web token says of itself. Nobody here can check its signature.
type Claims struct {
	// Subject is whom it was made for.
	Subject string
	// Expires and NotBefore bound its validity; zero if it does not say.
	Expires, NotBefore time.Time
	// Caches are Attic's permissions, by pattern of cache names.
	Caches map[string]map[string]any
}

// ReadClaims reads a token; false if it is no JSON web token.
func ReadClaims(token string) (Claims, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Claims{}, false
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Claims{}, false
	}
	var text struct {
		Sub      string          `json:"sub"`
		Exp, Nbf float64         `json:",omitempty"`
		Attic    json.RawMessage `json:"https://jwt.attic.rs/v1"`
	}
	if json.Unmarshal(data, &text) != nil {
		return Claims{}, false
	}
	c := Claims{Subject: text.Sub, Expires: moment(text.Exp), NotBefore: moment(text.Nbf)}
	var attic struct {
		Caches map[string]map[string]any `json:"caches"`
	}
	if json.Unmarshal(text.Attic, &attic) == nil {
		c.Caches = attic.Caches
	}
	return c, true
}

func moment(seconds float64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0)
}

// Trouble says why a token will not do at a time; empty if it does not tell.
func (c Claims) Trouble(now time.Time) string {
	switch {
	case !c.Expires.IsZero() && !now.Before(c.Expires):
		return fmt.Sprintf("the token expired at %s (this machine's clock says %s): get a new one", stamp(c.Expires), stamp(now))
	case !c.NotBefore.IsZero() && now.Before(c.NotBefore):
		return fmt.Sprintf("the token is not valid before %s (this machine's clock says %s): set the clock, or wait", stamp(c.NotBefore), stamp(now))
	}
	return ""
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// permissionName is the name of a permission that tokens abbreviate.
func permissionName(short string) string {
	names := map[string]string{
		"r": "pull", "w": "push", "d": "delete", "cc": "create cache", "cr": "configure cache",
		"cq": "configure cache retention", "cd": "destroy cache",
	}
	if name, known := names[short]; known {
		return name
	}
	return short
}

// MissingPush says what an Attic token lacks to push to a cache; empty if nothing, or if
// it is no Attic token.
func (c Claims) MissingPush(cache string) string {
	if c.Caches == nil {
		return ""
	}
	var has []string
	for pattern, permissions := range c.Caches {
		if matched, err := path.Match(pattern, cache); err != nil || !matched {
			continue
		}
		for short, value := range permissions {
			if value == true || value == float64(1) {
				has = append(has, permissionName(short))
			}
		}
	}
	if slices.Contains(has, "push") {
		return ""
	}
	if len(has) == 0 {
		return fmt.Sprintf("the token of %q has no permission at all for cache %q: it needs push (w)", c.Subject, cache)
	}
	slices.Sort(has)
	return fmt.Sprintf("the token of %q lacks the permission push (w) for cache %q; it has %s", c.Subject, cache, strings.Join(slices.Compact(has), ", "))
}

package atticjwt

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Claims are what a token says.
type Claims struct {
	// Subject names the bearer for people.
	Subject string
	Access  Access
	// Expires is required when a token is made; a token without never ends.
	Expires time.Time
	// NotBefore is when the token begins; zero: long ago.
	NotBefore time.Time
	// Issuer and Audiences are for servers that are bound to some; optional.
	Issuer    string
	Audiences []string
}

// wire is the JSON of claims.
type wire struct {
	Subject   string    `json:"sub,omitempty"`
	Issuer    string    `json:"iss,omitempty"`
	Audience  audiences `json:"aud,omitempty"`
	Expires   *number   `json:"exp,omitempty"`
	NotBefore *number   `json:"nbf,omitempty"`
	Access    *Access   `json:"https://jwt.attic.rs/v1"`
}

// number is Unix seconds; JWT allows fractions.
type number float64

func (n number) time() time.Time { return time.Unix(int64(n), 0).UTC() }

func seconds(t time.Time) *number {
	if t.IsZero() {
		return nil
	}
	n := number(t.Unix())
	return &n
}

// MarshalJSON writes whole seconds.
func (n number) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%d", int64(n)), nil }

// audiences is one string or a list of them.
type audiences []string

// UnmarshalJSON reads both.
func (a *audiences) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audiences{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}

// Sign makes a token.
func (k *Key) Sign(c Claims) (string, error) {
	if c.Expires.IsZero() {
		return "", errors.New("signing a token: it needs a time at which it ends")
	}
	payload, err := json.Marshal(wire{Subject: c.Subject, Issuer: c.Issuer, Audience: c.Audiences,
		Expires: seconds(c.Expires), NotBefore: seconds(c.NotBefore), Access: &c.Access})
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	text := encode(fmt.Appendf(nil, `{"alg":%q,"typ":"JWT"}`, k.Algorithm())) + "." + encode(payload)
	signature, err := k.sign(text)
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	return text + "." + encode(signature), nil
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// Binding says which issuer and audiences a server insists on; empty: any.
type Binding struct {
	Issuer    string
	Audiences []string
}

// Looks reports whether text has the form of a JSON Web Token.
func Looks(text string) bool { return strings.Count(text, ".") == 2 && strings.HasPrefix(text, "ey") }

// maxToken bounds what is read of a token, in bytes.
const maxToken = 32 << 10

// Verify checks a token's signature, algorithm, times and binding and returns
// what it says. An error says which of them is wrong, and nothing secret.
func (k *Key) Verify(token string, now time.Time, b Binding) (Claims, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(token) > maxToken {
		return Claims{}, errors.New("the token is no JSON Web Token")
	}
	var header struct {
		Algorithm string   `json:"alg"`
		Critical  []string `json:"crit"`
	}
	if err := decode(parts[0], &header); err != nil {
		return Claims{}, errors.New("the token's header cannot be read")
	}
	if header.Algorithm != k.Algorithm() || len(header.Critical) > 0 {
		return Claims{}, fmt.Errorf("the token is signed by %q, this server takes %s", header.Algorithm, k.Algorithm())
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || !k.verifies(parts[0]+"."+parts[1], signature) {
		return Claims{}, errors.New("the token was not signed by this server's key")
	}
	var w wire
	if err := decode(parts[1], &w); err != nil || w.Access == nil {
		return Claims{}, errors.New("the token has no readable claim \"https://jwt.attic.rs/v1\"")
	}
	return w.claims(), w.check(now, b)
}

func decode(part string, v any) error {
	data, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

func (w wire) claims() Claims {
	c := Claims{Subject: w.Subject, Access: *w.Access, Issuer: w.Issuer, Audiences: w.Audience}
	if w.Expires != nil {
		c.Expires = w.Expires.time()
	}
	if w.NotBefore != nil {
		c.NotBefore = w.NotBefore.time()
	}
	return c
}

func (w wire) check(now time.Time, b Binding) error {
	switch {
	case w.Expires != nil && !now.Before(w.Expires.time()):
		return fmt.Errorf("the token expired at %s; it is %s here", w.Expires.time().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	case w.NotBefore != nil && now.Before(w.NotBefore.time()):
		return fmt.Errorf("the token is not valid before %s; it is %s here: compare the clocks", w.NotBefore.time().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	case b.Issuer != "" && w.Issuer != b.Issuer:
		return fmt.Errorf("the token is issued by %q, this server takes %q", w.Issuer, b.Issuer)
	case len(b.Audiences) > 0 && !slices.ContainsFunc(w.Audience, func(a string) bool { return slices.Contains(b.Audiences, a) }):
		return fmt.Errorf("the token is for %q, this server is %q", []string(w.Audience), b.Audiences)
	}
	return nil
}

// Unverified reads what a token says of itself, for messages alone: nobody may
// trust it.
func Unverified(token string) (Claims, error) {
	var w wire
	parts := strings.Split(token, ".")
	if len(parts) != 3 || decode(parts[1], &w) != nil || w.Access == nil {
		return Claims{}, errors.New("the token is not one of Attic's")
	}
	return w.claims(), nil
}

package cacheauth

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

// Denied says why a request was refused.
type Denied struct {
	// Authenticated tells a known token without the permission (HTTP 403,
	// PermissionDenied) from no, an unknown or an expired one (HTTP 401,
	// Unauthenticated).
	Authenticated bool
	Reason        string
}

// Error is the reason.
func (d *Denied) Error() string { return d.Reason }

// Authorizer answers whether a request may read or write a cache.
type Authorizer struct {
	dataDir  string
	required bool
	public   func(cache string) bool
	now      func() time.Time
	jwt      *jwtKey

	mu     sync.Mutex
	tokens []Token
	stamp  os.FileInfo
	err    error
}

// New makes an Authorizer. With required false it allows everything. public
// says which caches everybody may read; nil: none.
func New(dataDir string, required bool, public func(cache string) bool, now func() time.Time) *Authorizer {
	if public == nil {
		public = func(string) bool { return false }
	}
	return &Authorizer{dataDir: dataDir, required: required, public: public, now: now}
}

// Required reports whether tokens matter at all.
func (a *Authorizer) Required() bool { return a.required }

// Check decides about one request, given its Authorization header ("Bearer
// TOKEN", or "Basic" with the token as the password, which is what netrc files
// give). It returns nil or a *Denied.
func (a *Authorizer) Check(header string, p Permission, cache string) error {
	if !a.required || p == Read && a.public(cache) {
		return nil
	}
	if secret, err := secretOf(header); err == nil && a.isJWT(secret) {
		return a.checkJWT(secret, p, cache)
	}
	t, err := a.authenticate(header)
	if err != nil {
		return err
	}
	if !t.Allows(p, cache) {
		return &Denied{Authenticated: true, Reason: fmt.Sprintf("token %q has no %s permission on cache %q", t.ID, p, cache)}
	}
	return nil
}

// Authenticate reports whether the header holds any valid token.
func (a *Authorizer) Authenticate(header string) error {
	if !a.required {
		return nil
	}
	if secret, err := secretOf(header); err == nil && a.isJWT(secret) {
		_, err := a.claims(secret)
		return err
	}
	_, err := a.authenticate(header)
	return err
}

func (a *Authorizer) authenticate(header string) (Token, error) {
	secret, err := secretOf(header)
	if err != nil {
		return Token{}, err
	}
	tokens, err := a.load()
	if err != nil {
		return Token{}, &Denied{Reason: "the server cannot read its tokens"}
	}
	// Every token is compared, in constant time, whichever matches.
	sum := []byte(digest(secret))
	found := -1
	for i, t := range tokens {
		if subtle.ConstantTimeCompare(sum, []byte(t.SHA256)) == 1 {
			found = i
		}
	}
	if found < 0 {
		return Token{}, &Denied{Reason: "unknown or revoked token"}
	}
	if t := tokens[found]; t.Expired(a.now()) {
		return Token{}, &Denied{Reason: fmt.Sprintf("token %q expired at %s", t.ID, t.Expires.Format(time.RFC3339))}
	}
	return tokens[found], nil
}

// secretOf extracts the token from an Authorization header.
func secretOf(header string) (string, error) {
	scheme, value, _ := strings.Cut(header, " ")
	value = strings.TrimSpace(value)
	switch {
	case header == "":
		return "", &Denied{Reason: "a token is required: send it as \"Authorization: Bearer TOKEN\""}
	case strings.EqualFold(scheme, "bearer") && value != "":
		return value, nil
	case strings.EqualFold(scheme, "basic"):
		if raw, err := base64.StdEncoding.DecodeString(value); err == nil {
			if _, password, ok := strings.Cut(string(raw), ":"); ok && password != "" {
				return password, nil
			}
		}
	}
	return "", &Denied{Reason: "malformed Authorization header: want \"Bearer TOKEN\", or Basic with the token as password"}
}

// load reads the token file again when it has changed, so that revoking works
// at once.
func (a *Authorizer) load() ([]Token, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	info, err := os.Stat(Path(a.dataDir))
	if err != nil {
		a.tokens, a.stamp = nil, nil
		if os.IsNotExist(err) {
			return nil, nil
		}
		return nil, err
	}
	if a.stamp == nil || !os.SameFile(info, a.stamp) || !info.ModTime().Equal(a.stamp.ModTime()) || info.Size() != a.stamp.Size() {
		a.tokens, a.err = List(a.dataDir)
		a.stamp = info
	}
	return a.tokens, a.err
}

package cacheauth

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
)

// JWTKeyPath is where a data directory keeps the key of Attic's tokens, unless
// the configuration names another file.
func JWTKeyPath(dataDir string) string { return filepath.Join(dataDir, "attic-token.key") }

// bazelCache is the Bazel cache's name in permissions.
const bazelCache = "bazel"

// AcceptJWT makes the Authorizer take Attic's tokens, too, which the key in a
// file has signed. Where there is no such file, none is valid; the file may
// come, change and go while the server runs.
func (a *Authorizer) AcceptJWT(keyFile string, b atticjwt.Binding) {
	a.jwt = &jwtKey{file: keyFile, binding: b}
}

// jwtKey is a key that is read again when its file has changed.
type jwtKey struct {
	file    string
	binding atticjwt.Binding

	mu    sync.Mutex
	stamp os.FileInfo
	key   *atticjwt.Key
	err   error
}

// load returns nil without an error when there is no key.
func (k *jwtKey) load() (*atticjwt.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	info, err := os.Stat(k.file)
	if err != nil {
		k.key, k.stamp = nil, nil
		if errors.Is(err, os.ErrNotExist) {
			err = nil
		}
		return nil, err
	}
	if k.stamp == nil || !os.SameFile(info, k.stamp) || !info.ModTime().Equal(k.stamp.ModTime()) || info.Size() != k.stamp.Size() {
		k.key, k.err = ReadJWTKey(k.file)
		k.stamp = info
	}
	return k.key, k.err
}

// ReadJWTKey reads a key that signs or checks Attic's tokens.
func ReadJWTKey(file string) (*atticjwt.Key, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading a token key: %w", err)
	}
	key, err := atticjwt.ParseKey(string(data))
	if err != nil {
		return nil, fmt.Errorf("file %q: %w", file, err)
	}
	return key, nil
}

func (a *Authorizer) isJWT(secret string) bool { return a.jwt != nil && atticjwt.Looks(secret) }

// claims checks a token. Errors are *Denied.
func (a *Authorizer) claims(token string) (atticjwt.Claims, error) {
	key, err := a.jwt.load()
	switch {
	case err != nil:
		return atticjwt.Claims{}, &Denied{Reason: "the server cannot read its token key"}
	case key == nil:
		return atticjwt.Claims{}, &Denied{Reason: "this server has no token key; `cached token mint` makes one"}
	}
	claims, err := key.Verify(token, a.now(), a.jwt.binding)
	if err != nil {
		return atticjwt.Claims{}, &Denied{Reason: err.Error()}
	}
	return claims, nil
}

// checkJWT is Check for a token of Attic: those are for Nix caches alone.
func (a *Authorizer) checkJWT(token string, p Permission, cache string) error {
	claims, err := a.claims(token)
	if err != nil {
		return err
	}
	if cache == bazelCache {
		return &Denied{Authenticated: true, Reason: "tokens of Attic do not open the Bazel cache: use one of `cached token create`"}
	}
	need := map[Permission]atticjwt.Permission{Read: atticjwt.Pull, Write: atticjwt.Push}[p]
	if !claims.Access.On(cache).Has(need) {
		return &Denied{Authenticated: true, Reason: fmt.Sprintf("the token of %q has no permission %q on cache %q", claims.Subject, need, cache)}
	}
	return nil
}

// Grants says what the bearer of a request may do to a Nix cache, by either
// kind of token, without regard to whether there is such a cache or it is public.
// The error says why it is nothing, or not more.
func (a *Authorizer) Grants(header, cache string) (atticjwt.Permission, error) {
	if !a.required {
		return atticjwt.All, nil
	}
	secret, err := secretOf(header)
	if err != nil {
		return 0, err
	}
	if a.isJWT(secret) {
		claims, err := a.claims(secret)
		if err != nil {
			return 0, err
		}
		granted := claims.Access.On(cache)
		return granted, granting(fmt.Sprintf("of %q", claims.Subject), granted, cache)
	}
	t, err := a.authenticate(header)
	if err != nil {
		return 0, err
	}
	var granted atticjwt.Permission
	if t.Allows(Read, cache) {
		granted |= atticjwt.Pull
	}
	if t.Allows(Write, cache) {
		granted |= atticjwt.Push
	}
	return granted, granting(fmt.Sprintf("%q", t.ID), granted, cache)
}

// granting tells what a token grants, for the case that it is too little.
func granting(token string, granted atticjwt.Permission, cache string) error {
	what := granted.String()
	if granted == 0 {
		what = "nothing"
	}
	return &Denied{Authenticated: true, Reason: fmt.Sprintf("the token %s grants %s on cache %q", token, what, cache)}
}

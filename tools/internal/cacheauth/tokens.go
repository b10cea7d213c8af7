// Package cacheauth decides who may read and write a cache server's caches.
package cacheauth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// Permission is something a token may allow.
type Permission string

// The permissions. Neither implies the other.
const (
	Read  Permission = "read"
	Write Permission = "write"
)

// Token is what the server knows about a token: not the token itself.
type Token struct {
	// ID names the token for people.
	ID string `json:"id"`
	// SHA256 is the hexadecimal digest of the token.
	SHA256 string `json:"sha256"`
	// Permissions are Read, Write or both.
	Permissions []Permission `json:"permissions"`
	// Caches are globs over cache names; "bazel" is the Bazel cache.
	Caches []string `json:"caches"`
	// Created is when the token was made.
	Created time.Time `json:"created"`
	// Expires is when the token ends; the zero time means never.
	Expires time.Time `json:"expires,omitzero"`
}

// Allows reports whether the token gives a permission on a cache.
func (t Token) Allows(p Permission, cache string) bool {
	return slices.Contains(t.Permissions, p) && slices.ContainsFunc(t.Caches, func(glob string) bool {
		ok, err := path.Match(glob, cache)
		return err == nil && ok
	})
}

// Expired reports whether the token has ended.
func (t Token) Expired(now time.Time) bool { return !t.Expires.IsZero() && !now.Before(t.Expires) }

// file is the content of tokens.json.
type file struct {
	V      int     `json:"v"`
	Tokens []Token `json:"tokens"`
}

// Path is where a data directory keeps its tokens.
func Path(dataDir string) string { return filepath.Join(dataDir, "tokens.json") }

// List reads the tokens of a data directory.
func List(dataDir string) ([]Token, error) {
	data, err := os.ReadFile(Path(dataDir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading tokens: %w", err)
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil || f.V != 1 {
		return nil, fmt.Errorf("reading tokens: %q is not a token file of version 1", Path(dataDir))
	}
	return f.Tokens, nil
}

// Create makes a token and returns its secret, which is stored nowhere. Errors
// wrapping ErrUsage are the caller's.
func Create(dataDir string, t Token) (secret string, err error) {
	if err := t.check(); err != nil {
		return "", err
	}
	var raw [32]byte
	rand.Read(raw[:])
	secret = "flywheel_" + base64.RawURLEncoding.EncodeToString(raw[:])
	t.SHA256 = digest(secret)
	err = update(dataDir, func(tokens []Token) ([]Token, error) {
		if slices.ContainsFunc(tokens, func(o Token) bool { return o.ID == t.ID }) {
			return nil, fmt.Errorf("%w: a token with id %q exists; revoke it first or choose another --id", ErrUsage, t.ID)
		}
		return append(tokens, t), nil
	})
	return secret, err
}

// Revoke removes a token.
func Revoke(dataDir, tokenID string) error {
	return update(dataDir, func(tokens []Token) ([]Token, error) {
		i := slices.IndexFunc(tokens, func(t Token) bool { return t.ID == tokenID })
		if i < 0 {
			return nil, fmt.Errorf("%w: no token with id %q; see `cached token list`", ErrUsage, tokenID)
		}
		return slices.Delete(tokens, i, i+1), nil
	})
}

// ErrUsage marks what the user must say differently.
var ErrUsage = errors.New("invalid request")

func (t Token) check() error {
	if !regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`).MatchString(t.ID) {
		return fmt.Errorf("%w: id %q: want 1 to 63 of A-Z a-z 0-9 . _ -", ErrUsage, t.ID)
	}
	if len(t.Permissions) == 0 {
		return fmt.Errorf("%w: a token needs at least one permission (read, write)", ErrUsage)
	}
	for _, p := range t.Permissions {
		if p != Read && p != Write {
			return fmt.Errorf("%w: permission %q: want read or write", ErrUsage, p)
		}
	}
	if len(t.Caches) == 0 {
		return fmt.Errorf("%w: a token needs at least one cache glob (\"*\" is all, \"bazel\" the Bazel cache)", ErrUsage)
	}
	for _, glob := range t.Caches {
		if _, err := path.Match(glob, ""); err != nil || glob == "" {
			return fmt.Errorf("%w: cache glob %q is malformed", ErrUsage, glob)
		}
	}
	return nil
}

// update changes the token file under a lock, atomically.
func update(dataDir string, change func([]Token) ([]Token, error)) error {
	lock, err := os.OpenFile(filepath.Join(dataDir, "tokens.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("locking tokens: %w", err)
	}
	defer lock.Close()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return fmt.Errorf("locking tokens: %w", err)
	}
	tokens, err := List(dataDir)
	if err != nil {
		return err
	}
	tokens, err = change(tokens)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(file{V: 1, Tokens: tokens}, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding tokens: %w", err)
	}
	return atomicfile.Write(Path(dataDir), append(data, '\n'), 0o600)
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

package localcache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// clientTokenID names the token of this machine's own clients among the
// server's tokens.
const clientTokenID = "local-client"

// ensureToken sees that the client token file holds a token that the server
// accepts, or, without authentication, that there is neither. The server reads
// its tokens anew when they change.
func (d Dir) ensureToken(auth string) error {
	tokens, err := cacheauth.List(string(d))
	if err != nil {
		return err
	}
	if auth == cacheconfig.AuthToken {
		ok, err := d.tokenWorks(tokens)
		if ok || err != nil {
			return err
		}
	}
	if slices.ContainsFunc(tokens, func(t cacheauth.Token) bool { return t.ID == clientTokenID }) {
		if err := cacheauth.Revoke(string(d), clientTokenID); err != nil {
			return fmt.Errorf("revoking the old client token: %w", err)
		}
	}
	if auth != cacheconfig.AuthToken {
		return removeFile(d.TokenFile())
	}
	return d.makeToken()
}

// tokenWorks says whether the token file is private and holds the secret of a
// live token with every permission.
func (d Dir) tokenWorks(tokens []cacheauth.Token) (bool, error) {
	secret, private, err := readPrivate(d.TokenFile())
	if err != nil || !private {
		return false, err
	}
	sum := SHA256([]byte(strings.TrimSpace(secret)))
	found := slices.ContainsFunc(tokens, func(t cacheauth.Token) bool {
		return t.SHA256 == sum && !t.Expired(time.Now()) && t.Allows(cacheauth.Read, "bazel") && t.Allows(cacheauth.Write, "bazel")
	})
	return found, nil
}

// readPrivate reads a file with a secret; private is false when it is missing,
// or readable for others.
func readPrivate(path string) (content string, private bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("looking for a client's secret: %w", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", false, fmt.Errorf("reading a client's secret: %w", err)
	}
	return string(data), info.Mode().Perm() == 0o600, nil
}

func (d Dir) makeToken() error {
	secret, err := cacheauth.Create(string(d), cacheauth.Token{
		ID: clientTokenID, Caches: []string{"*"}, Created: time.Now().UTC(),
		Permissions: []cacheauth.Permission{cacheauth.Read, cacheauth.Write},
	})
	if err != nil {
		return fmt.Errorf("making the client token: %w", err)
	}
	if err := atomicfile.Write(d.TokenFile(), []byte(secret+"\n"), 0o600); err != nil {
		return fmt.Errorf("writing the client token: %w", err)
	}
	return nil
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing what clients have no use for any more: %w", err)
	}
	return nil
}

// hasToken says whether the client token is there and accepted.
func (d Dir) hasToken() (bool, error) {
	tokens, err := cacheauth.List(string(d))
	if err != nil {
		return false, err
	}
	return d.tokenWorks(tokens)
}

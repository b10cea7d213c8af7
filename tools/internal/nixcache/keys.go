// Package nixcache serves Nix binary caches from a store: the HTTP binary cache
// protocol with uploads, as `nix copy --to http://…` and substituters speak it.
package nixcache

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// KeyPath is where a data directory keeps the signing key of a cache.
func KeyPath(dataDir, cache string) string {
	return filepath.Join(dataDir, "keys", cache+".secret")
}

// LoadKey reads the signing key of a cache; it makes one if there is none. The
// file has Nix's own format, `name:base64`.
func LoadKey(dataDir, cache string) (signature.SecretKey, error) {
	path := KeyPath(dataDir, cache)
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return makeKey(path, cache)
	}
	if err != nil {
		return signature.SecretKey{}, fmt.Errorf("reading signing key: %w", err)
	}
	key, err := signature.LoadSecretKey(strings.TrimSpace(string(data)))
	if err != nil {
		return signature.SecretKey{}, fmt.Errorf("reading signing key %q: %w; restore it from a backup, or move it away for a new one (clients must then trust the new public key)", path, err)
	}
	return key, nil
}

// PublicKey reads the public key of a cache; it makes none.
func PublicKey(dataDir, cache string) (string, error) {
	if _, err := os.Stat(KeyPath(dataDir, cache)); err != nil {
		return "", fmt.Errorf("reading signing key of cache %q: %w", cache, err)
	}
	key, err := LoadKey(dataDir, cache)
	if err != nil {
		return "", err
	}
	return key.ToPublicKey().String(), nil
}

func makeKey(path, cache string) (signature.SecretKey, error) {
	key, _, err := signature.GenerateKeypair(cache+".flywheel.local-1", nil)
	if err != nil {
		return key, fmt.Errorf("making signing key of cache %q: %w", cache, err)
	}
	return key, saveKey(path, cache, key)
}

// SaveKey keeps a signing key for LoadKey, instead of any other.
func SaveKey(dataDir, cache string, key signature.SecretKey) error {
	return saveKey(KeyPath(dataDir, cache), cache, key)
}

func saveKey(path, cache string, key signature.SecretKey) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the directory of signing keys: %w", err)
	}
	if err := atomicfile.Write(path, []byte(key.String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("writing the signing key of cache %q: %w", cache, err)
	}
	return atomicfile.SyncDir(filepath.Dir(filepath.Dir(path))) // in which keys/ may be new
}

package nixstore

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// DefaultStoreDir is where store paths are, unless a store is built with another.
const DefaultStoreDir = "/nix/store"

// ErrRemote is the error for a store whose files are not on this machine.
var ErrRemote = errors.New("the store's files are not on this machine")

// StoreDir is the directory that store paths are in, as Nix is told by NIX_STORE_DIR.
func StoreDir() string { return cmp.Or(os.Getenv("NIX_STORE_DIR"), DefaultStoreDir) }

// RealDir is the directory that has the files of a store: store is what nix's --store
// takes, empty for what NIX_REMOTE says; storeDir is the directory in the paths' names.
func RealDir(store, storeDir string) (string, error) {
	store = cmp.Or(store, os.Getenv("NIX_REMOTE"))
	scheme, rest, isURL := strings.Cut(store, "://")
	plain, query, _ := strings.Cut(store, "?")
	if isURL {
		plain, query, _ = strings.Cut(rest, "?")
	}
	parameters, err := url.ParseQuery(query)
	if err != nil {
		return "", fmt.Errorf("reading store URL %q: %w", store, err)
	}
	if real := parameters.Get("real"); real != "" {
		return real, nil
	}
	root := parameters.Get("root")
	switch {
	case isURL && scheme != "local" && scheme != "unix":
		return "", fmt.Errorf("%w: %q", ErrRemote, store)
	case isURL && scheme == "unix": // the path is the socket's
	case plain == "", plain == "auto", plain == "local", plain == "daemon":
	case isURL || filepath.IsAbs(plain) || strings.HasPrefix(plain, "."):
		root = plain
	default:
		return "", fmt.Errorf("%w: %q", ErrRemote, store)
	}
	if root == "" {
		return storeDir, nil
	}
	return filepath.Join(root, storeDir), nil
}

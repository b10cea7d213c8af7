package localcache

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// CredentialHelper is another name of the installed program, by which it hands
// the client token to Bazel.
func (d Dir) CredentialHelper() string {
	return filepath.Join(filepath.Dir(d.Binary()), "cached-credential-helper")
}

// NetrcFile holds the client token in the form that Nix takes.
func (d Dir) NetrcFile() string { return filepath.Join(string(d), "client-netrc") }

// ensureClients sees that this machine's own clients have what they need to
// use the server: the token, and Bazel's and Nix's ways to it. Without
// authentication there are none of them.
func (d Dir) ensureClients(cfg cacheconfig.Config) error {
	if err := d.ensureToken(cfg.Auth); err != nil {
		return err
	}
	if cfg.Auth != cacheconfig.AuthToken {
		return errors.Join(removeFile(d.NetrcFile()), removeFile(d.CredentialHelper()))
	}
	if err := d.ensureHelper(); err != nil {
		return err
	}
	return d.ensureNetrc(cfg.HTTPAddress)
}

// ensureHelper makes the other name. It is a link, so that it always is the
// installed program.
func (d Dir) ensureHelper() error {
	if d.hasHelper() {
		return nil
	}
	if err := os.RemoveAll(d.CredentialHelper()); err != nil {
		return fmt.Errorf("replacing the credential helper: %w", err)
	}
	if err := os.Symlink(filepath.Base(d.Binary()), d.CredentialHelper()); err != nil {
		return fmt.Errorf("making the credential helper: %w", err)
	}
	return nil
}

func (d Dir) hasHelper() bool {
	target, err := os.Readlink(d.CredentialHelper())
	return err == nil && target == filepath.Base(d.Binary())
}

func (d Dir) ensureNetrc(httpAddress string) error {
	if ok, err := d.hasNetrc(httpAddress); ok || err != nil {
		return err
	}
	want, err := d.netrc(httpAddress)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(d.NetrcFile(), []byte(want), 0o600); err != nil {
		return fmt.Errorf("writing the netrc file: %w", err)
	}
	return nil
}

// hasNetrc says whether the netrc file is private and holds the client token
// for the server at the address.
func (d Dir) hasNetrc(httpAddress string) (bool, error) {
	have, private, err := readPrivate(d.NetrcFile())
	if err != nil || !private {
		return false, err
	}
	want, err := d.netrc(httpAddress)
	return have == want, err
}

// netrc is the content of the netrc file. The format knows hosts and no ports:
// every server of the host is sent the token.
func (d Dir) netrc(httpAddress string) (string, error) {
	host, _, err := net.SplitHostPort(DialAddress(httpAddress))
	if err != nil {
		return "", fmt.Errorf("reading address %q: %w", httpAddress, err)
	}
	token, _, err := readPrivate(d.TokenFile())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("machine %s login %s password %s\n", host, clientTokenID, strings.TrimSpace(token)), nil
}

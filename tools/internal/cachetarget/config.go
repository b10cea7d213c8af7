package cachetarget

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
)

// Config is what the user has configured.
type Config struct {
	// Caches are the entries of nixpush's own configuration.
	Caches map[string]Cache `toml:"caches"`
	// DefaultServer and Servers are those of Attic's client.
	DefaultServer string            `toml:"-"`
	Servers       map[string]Server `toml:"-"`
	dir           string
}

// Cache is one of nixpush's own entries.
type Cache struct {
	URL             string   `toml:"url"`
	SigningKeyFiles []string `toml:"signing-key-files"`
	UpstreamKeys    []string `toml:"upstream-keys"`
	TokenFile       string   `toml:"token-file"`
	TokenCommand    []string `toml:"token-command"`
}

// Server is a server of Attic's client.
type Server struct {
	Endpoint  string `toml:"endpoint"`
	Token     string `toml:"token,omitempty"`
	TokenFile string `toml:"token-file,omitempty"`
}

// atticFile is the configuration of Attic's client.
type atticFile struct {
	DefaultServer string            `toml:"default-server,omitempty"`
	Servers       map[string]Server `toml:"servers,omitempty"`
}

// ConfigDir is where programs keep configurations.
func ConfigDir() (string, error) {
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the configuration directory: %w; set XDG_CONFIG_HOME", err)
	}
	return filepath.Join(home, ".config"), nil
}

// Load reads the configurations below dir, those that are there.
func Load(dir string) (Config, error) {
	c := Config{dir: dir}
	if err := decode(filepath.Join(dir, "nixpush", "config.toml"), &c, true); err != nil {
		return c, err
	}
	var attic atticFile
	if err := decode(filepath.Join(dir, "attic", "config.toml"), &attic, false); err != nil {
		return c, err
	}
	c.DefaultServer, c.Servers = attic.DefaultServer, attic.Servers
	return c, nil
}

// decode reads a file that may be missing; strict refuses what it does not know.
func decode(path string, into any, strict bool) error {
	meta, err := toml.DecodeFile(path, into)
	switch unknown := meta.Undecoded(); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("reading %q: %w", path, err)
	case strict && len(unknown) > 0:
		return fmt.Errorf("reading %q: key %q is unknown", path, unknown[0])
	}
	return nil
}

// target is what an own entry means.
func (c Cache) target(word string) (Target, error) {
	scheme, _, isURL := strings.Cut(c.URL, "://")
	if !isURL {
		return Target{}, &ErrUnknown{word, fmt.Sprintf("its url in nixpush's configuration is %q: want an URL", c.URL)}
	}
	t, err := parseURL(c.URL, scheme)
	if err != nil {
		return t, err
	}
	if c.TokenFile != "" && len(c.TokenCommand) > 0 {
		return t, &ErrUnknown{word, "it has both token-file and token-command in nixpush's configuration"}
	}
	t.Name = word
	t.Parameters.KeyFiles = append(t.Parameters.KeyFiles, c.SigningKeyFiles...)
	t.Parameters.UpstreamKeys = c.UpstreamKeys
	t.Auth.TokenFile, t.Auth.TokenCommand = c.TokenFile, c.TokenCommand
	return t, nil
}

// attic is a cache of a server that Attic's client knows.
func (c Config) attic(word, server, cache string) (Target, error) {
	if server == "" {
		server = c.defaultServer()
	}
	s, found := c.Servers[server]
	switch {
	case server == "":
		return Target{}, &ErrUnknown{word, fmt.Sprintf("no server is configured in %s; log in with \"nixpush login URL\", or give an URL", filepath.Join(c.dir, "attic", "config.toml"))}
	case !found:
		return Target{}, &ErrUnknown{word, fmt.Sprintf("server %q is not in %s; log in with \"nixpush login --server %s URL\"", server, filepath.Join(c.dir, "attic", "config.toml"), server)}
	}
	t := Target{Name: word, Kind: Attic, URL: strings.TrimRight(s.Endpoint, "/"), Cache: cache, Server: server}
	if !strings.HasPrefix(t.URL, "http://") && !strings.HasPrefix(t.URL, "https://") {
		return t, &ErrUnknown{word, fmt.Sprintf("the endpoint of server %q is %q: want http:// or https://", server, s.Endpoint)}
	}
	t.Auth = Auth{Token: s.Token, TokenFile: s.TokenFile}
	return t, nil
}

// defaultServer is the configured one, or the only one.
func (c Config) defaultServer() string {
	if c.DefaultServer == "" && len(c.Servers) == 1 {
		for only := range c.Servers {
			return only
		}
	}
	return c.DefaultServer
}

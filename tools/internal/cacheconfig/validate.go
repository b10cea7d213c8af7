package cacheconfig

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Validate checks a configuration after flags have been applied. The error
// names the field.
func (c Config) Validate() error {
	switch {
	case c.DataDir == "":
		return fmt.Errorf("data_dir: no data directory; give --data-dir or data_dir in the configuration")
	case !filepath.IsAbs(c.DataDir):
		return fmt.Errorf("data_dir: %q is not an absolute path", c.DataDir)
	case c.MaxSizeBytes < 1<<20:
		return fmt.Errorf("max_size_bytes: %d is less than 1 MiB", c.MaxSizeBytes)
	case c.MaxUploadBytes < 0:
		return fmt.Errorf("max_upload_bytes: %d is negative", c.MaxUploadBytes)
	case c.BazelRetention < 0:
		return fmt.Errorf("bazel_retention: %s is negative", c.BazelRetention)
	case c.Sync != "" && c.Sync != SyncGroup && c.Sync != SyncEach:
		return fmt.Errorf("sync: %q is neither %q nor %q (flag --sync)", c.Sync, SyncGroup, SyncEach)
	}
	if err := c.validateAccess(); err != nil {
		return err
	}
	if err := c.Attic.validate(); err != nil {
		return err
	}
	return c.validateCaches()
}

func (a Attic) validate() error {
	if a.TokenKeyFile != "" && !filepath.IsAbs(a.TokenKeyFile) {
		return fmt.Errorf("attic.token_key_file: %q is not an absolute path", a.TokenKeyFile)
	}
	for _, e := range []struct{ field, endpoint string }{{"api_endpoint", a.APIEndpoint}, {"substituter_endpoint", a.SubstituterEndpoint}} {
		u, err := url.Parse(e.endpoint)
		if e.endpoint != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !strings.HasSuffix(e.endpoint, "/")) {
			return fmt.Errorf("attic.%s: %q is not a URL like https://cache.example.com/, with a slash at the end", e.field, e.endpoint)
		}
	}
	switch {
	case a.DefaultRetention < 0:
		return fmt.Errorf("attic.default_retention: %s is negative", a.DefaultRetention)
	case a.CompressionLevel < 0 || a.CompressionLevel > 19:
		return fmt.Errorf("attic.compression_level: %d is not from 1 to 19", a.CompressionLevel)
	}
	return nil
}

func (c Config) validateAccess() error {
	if c.Auth != AuthNone && c.Auth != AuthToken {
		return fmt.Errorf("auth: %q is neither %q nor %q", c.Auth, AuthNone, AuthToken)
	}
	for _, a := range []struct{ field, flag, address string }{
		{"http_address", "--http-address", c.HTTPAddress},
		{"grpc_address", "--grpc-address", c.GRPCAddress},
	} {
		host, port, err := net.SplitHostPort(a.address)
		if err != nil {
			return fmt.Errorf("%s: %q is not HOST:PORT (flag %s)", a.field, a.address, a.flag)
		}
		if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
			return fmt.Errorf("%s: %q has no port from 0 to 65535 (flag %s)", a.field, a.address, a.flag)
		}
		if c.Auth == AuthNone && !loopback(host) {
			return fmt.Errorf("%s: %q can be reached from other machines and auth is %q: everybody could write; use 127.0.0.1, or set \"auth\":%q and make tokens with `cached token create`", a.field, a.address, AuthNone, AuthToken)
		}
	}
	return nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (c Config) validateCaches() error {
	seen := map[string]bool{}
	for i, cache := range c.Caches {
		field, folded := fmt.Sprintf("caches[%d]", i), strings.ToLower(cache.Name)
		if err := CheckCacheName(cache.Name); err != nil {
			return fmt.Errorf("%s.name: %w", field, err)
		}
		switch {
		case seen[folded]:
			return fmt.Errorf("%s.name: %q is there twice (upper and lower case count as the same)", field, cache.Name)
		case cache.Priority < 0:
			return fmt.Errorf("%s.priority: %d is negative", field, cache.Priority)
		case cache.Retention < 0:
			return fmt.Errorf("%s.retention: %s is negative", field, cache.Retention)
		}
		seen[folded] = true
	}
	return nil
}

// CheckCacheName says whether name can be a Nix cache, here and in Attic. It is
// the first element of URL paths, beside the server's own endpoints.
func CheckCacheName(name string) error {
	if !regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_+-]{0,49}$`).MatchString(name) {
		return fmt.Errorf("cache name %q must begin with a letter or digit and go on with at most 49 letters, digits, '-', '_' or '+'", name)
	}
	if reserved := ReservedNames(); slices.Contains(reserved, strings.ToLower(name)) {
		return fmt.Errorf("cache name %q is taken by the server itself (reserved: %s)", name, strings.Join(reserved, ", "))
	}
	return nil
}

// ReservedNames are the first path elements that the server itself answers,
// and "bazel", which names the Bazel cache in token permissions.
func ReservedNames() []string { return []string{"ac", "bazel", "cas", "healthz", "metrics", "status"} }

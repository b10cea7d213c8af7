package cacheconfig

import (
	"fmt"
	"net"
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
	}
	if err := c.validateAccess(); err != nil {
		return err
	}
	return c.validateCaches()
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
	valid := regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)
	reserved := []string{"ac", "cas", "bazel", "healthz", "status", "metrics"}
	seen := map[string]bool{}
	for i, cache := range c.Caches {
		field := fmt.Sprintf("caches[%d]", i)
		switch {
		case !valid.MatchString(cache.Name):
			return fmt.Errorf("%s.name: %q: want 1 to 63 of a-z 0-9 _ -, starting with a letter or digit", field, cache.Name)
		case slices.Contains(reserved, cache.Name):
			return fmt.Errorf("%s.name: %q is reserved (reserved names: %s)", field, cache.Name, strings.Join(reserved, ", "))
		case seen[cache.Name]:
			return fmt.Errorf("%s.name: %q is there twice", field, cache.Name)
		case cache.Priority < 0:
			return fmt.Errorf("%s.priority: %d is negative", field, cache.Priority)
		case cache.Retention < 0:
			return fmt.Errorf("%s.retention: %s is negative", field, cache.Retention)
		}
		seen[cache.Name] = true
	}
	return nil
}

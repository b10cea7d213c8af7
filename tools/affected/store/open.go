package store

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// Options are what an URL does not say.
type Options struct {
	// Credentials are those for servers.
	Credentials Credentials
	// TLS are those for https and grpcs.
	TLS TLS
	// MaxBytes bounds directories; zero for no bound.
	MaxBytes int64
}

// Open makes the backend that an URL names. It asks no server yet.
func Open(raw string, o Options) (Backend, error) {
	scheme, rest, remote := strings.Cut(raw, "://")
	if !remote || strings.ContainsAny(scheme, "/.") {
		return directory(raw, o)
	}
	if scheme == "file" {
		return directory(rest, o)
	}
	if scheme == "s3" {
		return openS3(raw)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("--store: %w", err)
	}
	if u.User != nil {
		return nil, fmt.Errorf("--store=%s: credentials do not belong on a command line: put them into ~/.netrc, or give --store-token-file or --store-credential-helper", u.Redacted())
	}
	if u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("--store=%s: want %s://HOST[:PORT][/PATH]", raw, scheme)
	}
	secure, err := o.TLS.config()
	if err != nil {
		return nil, err
	}
	switch scheme {
	case "http", "https":
		return newHTTP(u, o.Credentials, secure), nil
	case "grpc", "grpcs":
		return newGRPC(u, o.Credentials, secure)
	}
	return nil, fmt.Errorf("--store=%s: there is no store of the scheme %q: want a directory, http, https, grpc, grpcs or s3", raw, scheme)
}

func directory(path string, o Options) (Backend, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("--store: %w", err)
	}
	return Dir{snapshot.Dir{Path: path, MaxBytes: o.MaxBytes}}, nil
}

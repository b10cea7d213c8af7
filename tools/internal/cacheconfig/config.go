// Package cacheconfig reads the configuration of a cache server.
package cacheconfig

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Duration is a time.Duration written as in Go, "720h".
type Duration time.Duration

// UnmarshalJSON reads a string like "720h".
func (d *Duration) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("want a duration in quotes like \"720h\", not %s", data)
	}
	v, err := time.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("want a duration like \"720h\", not %q", s)
	}
	*d = Duration(v)
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads; whole hours as "720h".
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// String is the shortest form: whole hours as "720h".
func (d Duration) String() string {
	if v := time.Duration(d); v%time.Hour == 0 {
		return fmt.Sprintf("%dh", v/time.Hour)
	}
	return time.Duration(d).String()
}

// Cache is one Nix binary cache.
type Cache struct {
	// Name is the first part of the cache's URLs.
	Name string `json:"name"`
	// Priority orders substituters for Nix: the lower, the earlier. Default 40.
	Priority int `json:"priority"`
	// Retention is how long paths are kept after their last use; 0 for ever.
	Retention Duration `json:"retention"`
	// Public lets everybody read, even when tokens are required.
	Public bool `json:"public"`
}

// Config is the configuration of a cache server.
type Config struct {
	// DataDir holds everything the server keeps; an absolute path.
	DataDir string `json:"data_dir"`
	// HTTPAddress serves Bazel over HTTP, Nix, /healthz, /status and /metrics.
	HTTPAddress string `json:"http_address"`
	// GRPCAddress serves Bazel over gRPC.
	GRPCAddress string `json:"grpc_address"`
	// MaxSizeBytes bounds all blobs together, in the blocks that they take on
	// the disk.
	MaxSizeBytes int64 `json:"max_size_bytes"`
	// MaxUploadBytes bounds one blob. 0 means MaxSizeBytes.
	MaxUploadBytes int64 `json:"max_upload_bytes,omitempty"`
	// BazelRetention is how long Bazel's blobs are kept after their last use; 0 for ever.
	BazelRetention Duration `json:"bazel_retention"`
	// Sync is "group" (the default, also when empty) or "each".
	Sync string `json:"sync,omitempty"`
	// Auth is "none" (loopback only) or "token".
	Auth string `json:"auth"`
	// Caches are the Nix caches.
	Caches []Cache `json:"caches"`
	// Attic is about the API that makes further caches.
	Attic Attic `json:"attic,omitzero"`
}

// Attic configures the API of Attic.
type Attic struct {
	// TokenKeyFile holds the key that JSON Web Tokens are signed by, in a form of
	// Attic's own configuration; an absolute path. Default: attic-token.key in the
	// data directory.
	TokenKeyFile string `json:"token_key_file,omitempty"`
	// TokenIssuer, if set, is the only issuer (iss) of tokens.
	TokenIssuer string `json:"token_issuer,omitempty"`
	// TokenAudiences, if set, are the audiences (aud) that tokens may be for.
	TokenAudiences []string `json:"token_audiences,omitempty"`
	// APIEndpoint is the server's URL as clients have it, with a slash at the
	// end. Default: what each request came to.
	APIEndpoint string `json:"api_endpoint,omitempty"`
	// SubstituterEndpoint is the URL below which Nix finds the caches, with a
	// slash at the end. Default: APIEndpoint.
	SubstituterEndpoint string `json:"substituter_endpoint,omitempty"`
	// DefaultRetention is that of caches that have none of their own; 0 for ever.
	DefaultRetention Duration `json:"default_retention,omitzero"`
	// CompressionLevel is that of zstd, 1 to 19. Default 3.
	CompressionLevel int `json:"compression_level,omitempty"`
}

// The two values of Config.Sync. With SyncGroup uploads are answered at once
// and flushed to the disk together, every ten seconds: a power cut can lose that
// many seconds of uploads, as cache misses, but never leaves a wrong or half
// blob. With SyncEach an upload is on the disk before it is answered.
const (
	SyncGroup = "group"
	SyncEach  = "each"
)

// The two values of Config.Auth.
const (
	AuthNone  = "none"
	AuthToken = "token"
)

// Default is the configuration where nothing is configured, without a data
// directory.
func Default() Config {
	days := func(n int) Duration { return Duration(time.Duration(n) * 24 * time.Hour) }
	return Config{
		HTTPAddress:    "127.0.0.1:8380",
		GRPCAddress:    "127.0.0.1:9092",
		MaxSizeBytes:   50 << 30,
		BazelRetention: days(30),
		Auth:           AuthNone,
		Caches: []Cache{
			{Name: "main", Priority: 40, Retention: days(90), Public: true},
			{Name: "ci", Priority: 41, Retention: days(30), Public: true},
			{Name: "static", Priority: 42, Retention: days(180), Public: true},
			{Name: "devshells", Priority: 43, Retention: days(60), Public: true},
		},
	}
}

// Load reads a JSON file over the defaults. Unknown fields are errors. A file
// that has "caches" replaces the default ones altogether. sha256 is the digest
// of the file's bytes.
func Load(path string) (c Config, sha string, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, "", fmt.Errorf("reading configuration: %w", err)
	}
	c, err = Parse(data)
	if err != nil {
		return Config{}, "", fmt.Errorf("reading configuration %q: %w", path, err)
	}
	return c, Digest(data), nil
}

// Digest is the SHA-256 of a configuration's bytes, as /status reports it.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Parse is Load for bytes.
func Parse(data []byte) (Config, error) {
	c := Default()
	c.Caches = nil
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return Config{}, located(data, d, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Config{}, fmt.Errorf("line %d: more than one JSON value", line(data, d.InputOffset()))
	}
	if c.Caches == nil {
		c.Caches = Default().Caches
	}
	for i := range c.Caches {
		if c.Caches[i].Priority == 0 {
			c.Caches[i].Priority = 40
		}
	}
	return c, nil
}

// located adds the line and the field to a decoding error.
func located(data []byte, d *json.Decoder, err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: %w", line(data, syntax.Offset), err)
	case errors.As(err, &typ):
		return fmt.Errorf("line %d: field %q: want %s, not %s", line(data, typ.Offset), typ.Field, typ.Type, typ.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON value ends too early")
	}
	return fmt.Errorf("line %d: %s", line(data, d.InputOffset()), strings.TrimPrefix(err.Error(), "json: "))
}

func line(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n"))
}

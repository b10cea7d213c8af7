package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachedir"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheserver"
)

// serveFlags override the configuration file.
type serveFlags struct {
	config, dataDir, httpAddress, grpcAddress, maxSize, sync string
	drain                                                    time.Duration
	verbose                                                  bool
}

func (c *command) serve() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the server",
		Long: `Run the server until SIGTERM or SIGINT; it then lets requests under way finish
(--drain-timeout), writes its metadata and exits with 0.

HTTP serves /healthz, /status (JSON), /metrics (Prometheus), the Bazel cache at
[/INSTANCE]/ac/ and [/INSTANCE]/cas/, each Nix cache at /NAME/, and Attic's API,
version 1, at /_api/v1/. gRPC serves
Bazel's Remote Execution API (caching only) and gRPC health checks.

The configuration is a JSON file; every field has a default:
  {"data_dir": "/var/lib/cached",       where everything is kept
   "http_address": "127.0.0.1:8380",
   "grpc_address": "127.0.0.1:9092",
   "max_size_bytes": 53687091200,       all blobs together, in blocks on disk; least recently used go first
   "max_upload_bytes": 0,               one blob; 0: max_size_bytes
   "bazel_retention": "720h",           since last use; "0h": as long as there is space
   "sync": "group",                     uploads reach the disk together, every 10 s: a power
                                        cut loses at most those, as misses, and never leaves
                                        a wrong or half blob; or "each": before the answer
   "auth": "none",                      or "token": writes and private reads need one
   "caches": [{"name": "main", "priority": 40, "retention": "2160h", "public": true}],
   "attic": {"token_key_file": "",      key of Attic's tokens; default attic-token.key in data_dir
             "token_issuer": "", "token_audiences": [],   what tokens must say, if set
             "api_endpoint": "", "substituter_endpoint": "",   URLs told to clients, with / at the
                                        end; default: the one that the request came to
             "default_retention": "0h", of caches without their own; "0h": as long as there is space
             "compression_level": 3}}   of zstd, for uploads through Attic's API
Without a list of caches there are main, ci, static and devshells. Unknown
fields are refused.

Clients of Attic push to all of these caches, and make further ones, which the
server keeps in DATA/caches.json. Those of the configuration cannot be changed
by clients. Retention is checked when the server starts, every ten minutes and
after it has been changed.
` + exitCodes,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.runServe(cmd.Context(), f) },
	}
	d := cacheconfig.Default()
	flags := cmd.Flags()
	flags.StringVar(&f.config, "config", "", "configuration file (JSON)")
	flags.StringVar(&f.dataDir, "data-dir", "", "data directory (default ${XDG_DATA_HOME:-~/.local/share}/flywheel/local)")
	flags.StringVar(&f.httpAddress, "http-address", "", "HOST:PORT for HTTP (default "+d.HTTPAddress+")")
	flags.StringVar(&f.grpcAddress, "grpc-address", "", "HOST:PORT for gRPC (default "+d.GRPCAddress+")")
	flags.StringVar(&f.maxSize, "max-size", "", "most bytes of all blobs on disk, like 50GiB (default 50GiB)")
	flags.StringVar(&f.sync, "sync", "", "when uploads reach the disk: group or each (default group)")
	flags.DurationVar(&f.drain, "drain-timeout", 20*time.Second, "how long requests under way may take at the end")
	flags.BoolVar(&f.verbose, "verbose", false, "narrate more")
	return cmd
}

func (c *command) runServe(ctx context.Context, f serveFlags) error {
	config, sha, err := f.load()
	if err != nil {
		return usage(err)
	}
	level := slog.LevelInfo
	if f.verbose {
		level = slog.LevelDebug
	}
	return cacheserver.Run(ctx, cacheserver.Options{
		Config: config, ConfigSHA256: sha, Version: version, Drain: f.drain,
		Log: slog.New(slog.NewTextHandler(c.stderr, &slog.HandlerOptions{Level: level})),
	})
}

// load reads the configuration and lets flags override it.
func (f serveFlags) load() (config cacheconfig.Config, sha string, err error) {
	config = cacheconfig.Default()
	if f.config != "" {
		if config, sha, err = cacheconfig.Load(f.config); err != nil {
			return config, "", err
		}
	}
	override(&config.DataDir, f.dataDir)
	override(&config.HTTPAddress, f.httpAddress)
	override(&config.GRPCAddress, f.grpcAddress)
	override(&config.Sync, f.sync)
	if f.maxSize != "" {
		if config.MaxSizeBytes, err = cacheconfig.ParseSize(f.maxSize); err != nil {
			return config, "", fmt.Errorf("--max-size: %w", err)
		}
	}
	if config.DataDir == "" {
		if config.DataDir, err = cachedir.Default(); err != nil {
			return config, "", err
		}
	}
	if f.dataDir != "" {
		if config.DataDir, err = filepath.Abs(config.DataDir); err != nil {
			return config, "", fmt.Errorf("--data-dir: %w", err)
		}
	}
	if sha == "" {
		data, err := json.Marshal(config)
		if err != nil {
			return config, "", fmt.Errorf("encoding the configuration: %w", err)
		}
		sha = cacheconfig.Digest(data)
	}
	return config, sha, config.Validate()
}

func override(field *string, flag string) {
	if flag != "" {
		*field = flag
	}
}

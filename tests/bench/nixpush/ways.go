package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The ways to push.
const (
	wayNixpush = "nixpush"
	wayNixCopy = "nix copy"
	wayAttic   = "attic push"
	// Where compression is most of the work: both with less of it, and nix copy as it is unless told to use
	// all processors.
	wayFast    = "nixpush, level 1"
	wayNixFast = "nix copy, level 1"
	waySerial  = "nix copy, serial"
)

// ways are those that a closure is pushed to a target by.
func (o options) ways(closure, target string) []string {
	switch {
	case target != targetAttic && (closure == "large" || closure == "tree"):
		return []string{wayNixpush, wayNixCopy, wayFast, wayNixFast, waySerial}
	case target != targetAttic:
		return []string{wayNixpush, wayNixCopy}
	case o.attic != "":
		return []string{wayNixpush, wayAttic}
	}
	return []string{wayNixpush}
}

// command pushes the closure below top.
func command(ctx context.Context, o options, s store, t *target, way, top string) *exec.Cmd {
	var cmd *exec.Cmd
	switch way {
	case wayNixpush:
		cmd = exec.CommandContext(ctx, o.nixpush, "push", "--progress=none", "--no-upstream-filter", "--store", s.root, t.pushURL(), top)
	case wayFast:
		cmd = exec.CommandContext(ctx, o.nixpush, "push", "--progress=none", "--no-upstream-filter", "--compression-level=1", "--store", s.root, t.pushURL(), top)
	case wayNixCopy, wayNixFast, waySerial:
		// Nix compresses each archive in one thread unless it is told otherwise.
		parameters := map[string]string{wayNixCopy: "&parallel-compression=true", wayNixFast: "&parallel-compression=true&compression-level=1", waySerial: ""}[way]
		cmd = exec.CommandContext(ctx, o.nix, "--extra-experimental-features", "nix-command", "copy", "--no-check-sigs",
			"--store", s.root, "--to", t.url+"?compression=zstd"+parameters, top)
	case wayAttic:
		cmd = exec.CommandContext(ctx, o.attic, "push", "--ignore-upstream-cache-filter", "bench:main", top)
	}
	cmd.Env = append(s.env(), "XDG_CONFIG_HOME="+filepath.Join(s.home, "config"))
	if way == wayAttic {
		cmd.Env = append(cmd.Env, "NIX_REMOTE="+s.root)
	}
	return cmd
}

// pushURL is the target as nixpush takes it.
func (t *target) pushURL() string {
	if t.name == targetAttic {
		return "attic+" + t.url
	}
	return t.url
}

// configureAttic writes the configuration of the attic client.
func configureAttic(s store, t *target) error {
	dir := filepath.Join(s.home, "config", "attic")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	endpoint := strings.TrimSuffix(t.url, "/main") + "/"
	text := fmt.Sprintf("default-server = \"bench\"\n\n[servers.bench]\nendpoint = %q\n", endpoint)
	return os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600)
}

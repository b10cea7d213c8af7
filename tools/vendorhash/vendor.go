package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/nix-community/go-nix/pkg/nar"
)

// vendorHash makes the vendor tree as nixpkgs' buildGoModule does, and gives the
// hash of its Nix archive in the form that Nix calls SRI.
func (in *inputs) vendorHash(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "vendorhash-")
	if err != nil {
		return "", fmt.Errorf("making a temporary directory: %w", err)
	}
	defer os.RemoveAll(dir)
	for name, data := range in.files {
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), data); err != nil {
			return "", fmt.Errorf("copying %s: %w", name, err)
		}
	}
	cmd, err := goCommand(ctx, "-C", dir, "mod", "vendor")
	if err != nil {
		return "", err
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("running go mod vendor: %w\n%s", err, out)
	}
	return hashTree(filepath.Join(dir, "vendor"))
}

func goCommand(ctx context.Context, args ...string) (*exec.Cmd, error) {
	program := os.Getenv("GO")
	env := append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if program == "" {
		program = "go"
	} else {
		cwd, err := os.Getwd()
		if err != nil {
			return nil, fmt.Errorf("finding the working directory: %w", err)
		}
		program = filepath.Join(cwd, program)
		// Bazel starts us in <runfiles>/_main; its go finds its SDK below <runfiles>.
		env = append(env, "RUNFILES_DIR="+filepath.Dir(cwd))
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = env
	return cmd, nil
}

func hashTree(dir string) (string, error) {
	h := sha256.New()
	if err := nar.DumpPath(h, dir); err != nil {
		return "", fmt.Errorf("hashing %q: %w", dir, err)
	}
	return "sha256-" + base64.StdEncoding.EncodeToString(h.Sum(nil)), nil
}

func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

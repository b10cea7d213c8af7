package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/apparentlymart/go-versions/versions"
	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/spf13/cobra"
)

func capture() *cobra.Command {
	var address, version, out string
	cmd := &cobra.Command{
		Use:   "capture --address HOST/NAMESPACE/TYPE --version VERSION --out FILE PLUGIN",
		Short: "Ask a provider program for its schema and write the snapshot",
		Long: `Starts the provider program PLUGIN, asks it for its schema, and writes the snapshot to
FILE, whole or not at all. The same provider always makes the same file. Nothing is
configured, and no network is needed.

A provider does not know its own address and version: they are taken from the flags.`,
		Example: "  tofuschema capture --address registry.opentofu.org/hashicorp/random --version 3.9.0 \\\n    --out random.schema ./terraform-provider-random",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&address, "address", "", "address of the provider, HOST/NAMESPACE/TYPE")
	cmd.Flags().StringVar(&version, "version", "", "version of the provider, without a leading v")
	cmd.Flags().StringVar(&out, "out", "", "the snapshot file to write")
	cmd.PreRunE = func(*cobra.Command, []string) error { return checkFlags(address, version, out) }
	cmd.RunE = work(func(cmd *cobra.Command, args []string) error {
		data, err := take(cmd.Context(), address, version, args[0])
		if err != nil {
			return err
		}
		return atomicfile.Write(out, data, 0o644)
	})
	return cmd
}

func checkFlags(address, version, out string) error {
	if strings.Count(address, "/") != 2 || path.Clean(address) != address {
		return fmt.Errorf("--address %q is not HOST/NAMESPACE/TYPE", address)
	}
	if _, err := versions.ParseVersion(version); err != nil {
		return fmt.Errorf("--version %q: %w", version, err)
	}
	if out == "" {
		return errors.New("--out is missing: name the file to write")
	}
	return nil
}

// take is the content of the snapshot file of a provider program.
func take(ctx context.Context, address, version, program string) (data []byte, err error) {
	dir, err := os.MkdirTemp("", "fws-")
	if err != nil {
		return nil, fmt.Errorf("making a temporary directory: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	env := []string{"PATH=/usr/bin:/bin", "HOME=" + dir, "TMPDIR=" + dir}
	p, err := plugin.Start(ctx, plugin.Config{Label: address, Path: program, Dir: dir, Env: env})
	if err != nil {
		return nil, err
	}
	defer p.Close()
	s, err := p.Snapshot(ctx, address, version)
	if err != nil {
		return nil, err
	}
	return encode(s)
}

func encode(s *schema.Snapshot) ([]byte, error) {
	if err := s.Normalise(); err != nil {
		return nil, err
	}
	return s.Encode()
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// dataDirFlags find a data directory for the commands besides serve.
type dataDirFlags struct{ config, dataDir string }

func (f *dataDirFlags) add(cmd *cobra.Command) {
	cmd.PersistentFlags().StringVar(&f.config, "config", "", "configuration file that names the data directory")
	cmd.PersistentFlags().StringVar(&f.dataDir, "data-dir", "", "data directory (default ${XDG_DATA_HOME:-~/.local/share}/flywheel/local)")
}

// find returns the configuration with an existing data directory.
func (f *dataDirFlags) find() (cacheconfig.Config, error) {
	config, _, err := serveFlags{config: f.config, dataDir: f.dataDir}.load()
	if err != nil {
		return config, usage(err)
	}
	if info, err := os.Stat(config.DataDir); err != nil || !info.IsDir() {
		return config, usage(fmt.Errorf("data directory %q does not exist: give --data-dir or --config, or start the server once", config.DataDir))
	}
	return config, nil
}

func (c *command) token() *cobra.Command {
	var f dataDirFlags
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make, list and revoke access tokens",
		Long:  "Make, list and revoke access tokens. A running server honours changes at once.\nOnly digests of tokens are stored (DATA/tokens.json). Tokens of Attic are made by\n\"mint\"; they open Nix caches, the others the Bazel cache, too.\n" + exitCodes,
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage(errors.New("which command? See cached token --help"))
		},
	}
	f.add(cmd)
	cmd.AddCommand(c.tokenCreate(&f), c.tokenList(&f), c.tokenRevoke(&f), c.tokenMint(&f))
	return cmd
}

func (c *command) tokenCreate(f *dataDirFlags) *cobra.Command {
	var id string
	var permissions, caches []string
	var expires time.Duration
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Make a token and print it on stdout, once",
		Long: `Make a token and print it on stdout. It cannot be shown again.

  cached token create --id ci --permission read,write --cache bazel,ci --expires 2160h
` + exitCodes,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			config, err := f.find()
			if err != nil {
				return err
			}
			if expires < 0 {
				return usage(fmt.Errorf("--expires: %s is negative", expires))
			}
			t := newToken(id, permissions, caches, expires)
			secret, err := cacheauth.Create(config.DataDir, t)
			if err != nil {
				return tokenError(err)
			}
			_, err = fmt.Fprintln(c.stdout, secret)
			return err
		},
	}
	cmd.Flags().StringVar(&id, "id", "", "name of the token (required)")
	cmd.Flags().StringSliceVar(&permissions, "permission", []string{"read"}, "read, write or both, separated by a comma")
	cmd.Flags().StringSliceVar(&caches, "cache", []string{"*"}, "globs of cache names, separated by commas; bazel is the Bazel cache")
	cmd.Flags().DurationVar(&expires, "expires", 0, "how long it is valid, like 720h (default: for ever)")
	return cmd
}

func newToken(id string, permissions, caches []string, expires time.Duration) cacheauth.Token {
	now := time.Now().UTC().Truncate(time.Second)
	t := cacheauth.Token{ID: id, Caches: caches, Created: now}
	for _, p := range permissions {
		t.Permissions = append(t.Permissions, cacheauth.Permission(p))
	}
	if expires > 0 {
		t.Expires = now.Add(expires)
	}
	return t
}

func tokenError(err error) error {
	if errors.Is(err, cacheauth.ErrUsage) {
		return usage(err)
	}
	return err
}

func (c *command) tokenList(f *dataDirFlags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List tokens: id, permissions, caches, expiry",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			config, err := f.find()
			if err != nil {
				return err
			}
			tokens, err := cacheauth.List(config.DataDir)
			if err != nil {
				return err
			}
			if asJSON {
				return c.printTokens(tokens)
			}
			for _, t := range tokens {
				fmt.Fprintln(c.stdout, tokenLine(t))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (c *command) printTokens(tokens []cacheauth.Token) error {
	e := json.NewEncoder(c.stdout)
	e.SetIndent("", "  ")
	if tokens == nil {
		tokens = []cacheauth.Token{}
	}
	return e.Encode(tokens)
}

func tokenLine(t cacheauth.Token) string {
	var permissions []string
	for _, p := range t.Permissions {
		permissions = append(permissions, string(p))
	}
	expires := "never expires"
	if !t.Expires.IsZero() {
		expires = "expires " + t.Expires.Format(time.RFC3339)
	}
	if t.Expired(time.Now()) {
		expires = "EXPIRED " + t.Expires.Format(time.RFC3339)
	}
	return strings.Join([]string{t.ID, strings.Join(permissions, ","), strings.Join(t.Caches, ","), expires}, "\t")
}

func (c *command) tokenRevoke(f *dataDirFlags) *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use:   "revoke",
		Short: "Revoke a token",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			config, err := f.find()
			if err != nil {
				return err
			}
			return tokenError(cacheauth.Revoke(config.DataDir, id))
		},
	}
	cmd.Flags().StringVar(&id, "id", "", "name of the token (required)")
	return cmd
}

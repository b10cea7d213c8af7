package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

func (c *command) keys() *cobra.Command {
	var f dataDirFlags
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Print the public key of each Nix cache, for trusted-public-keys",
		Long:  "Print the public key of each Nix cache, one a line: NAME and KEY, separated by a tab.\nThe server makes the keys when it starts first (DATA/keys/NAME.secret), or when a\ncache is made through Attic's API.\n" + exitCodes,
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			config, err := f.find()
			if err != nil {
				return err
			}
			names, err := cacheNames(config)
			if err != nil {
				return err
			}
			for _, name := range names {
				key, err := nixcache.PublicKey(config.DataDir, name)
				if err != nil {
					return err
				}
				fmt.Fprintf(c.stdout, "%s\t%s\n", name, key)
			}
			return nil
		},
	}
	f.add(cmd)
	return cmd
}

// cacheNames are the configured caches, then those made through Attic's API.
func cacheNames(config cacheconfig.Config) ([]string, error) {
	var names []string
	for _, cache := range config.Caches {
		names = append(names, cache.Name)
	}
	made, err := cacheregistry.Made(config.DataDir)
	return append(names, made...), err
}

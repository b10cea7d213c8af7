package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/spf13/cobra"
)

// summary is what "show --json" prints.
type summary struct {
	Address  string              `json:"address"`
	Version  string              `json:"version"`
	Protocol int                 `json:"protocol"`
	Identity bool                `json:"identity"`
	Types    map[string][]string `json:"types"`
}

func show(stdout io.Writer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show [--json] FILE",
		Short: "Print what is in a snapshot",
		Long: `Prints of which provider, version and protocol the snapshot is, and how many things of
each kind it has; with --json their names as well.`,
		Args: cobra.ExactArgs(1),
		RunE: work(func(_ *cobra.Command, args []string) error {
			s, err := schema.Read(args[0])
			if err != nil {
				return err
			}
			return write(stdout, s, asJSON)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with the names of all types")
	return cmd
}

func write(stdout io.Writer, s *schema.Snapshot, asJSON bool) error {
	sum := summary{Address: s.Address, Version: s.Version, Protocol: s.Protocol, Identity: s.Identity != nil, Types: map[string][]string{}}
	for _, k := range schema.Kinds() {
		names, err := s.Names(k.Kind)
		if err != nil {
			return err
		}
		sum.Types[k.Name] = append([]string{}, names...)
	}
	if asJSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(sum)
	}
	fmt.Fprintf(stdout, "%-20s %s\n%-20s %s\n%-20s %d\n", "address", s.Address, "version", s.Version, "protocol", s.Protocol)
	for _, k := range schema.Kinds() {
		fmt.Fprintf(stdout, "%-20s %d\n", k.Name, len(sum.Types[k.Name]))
	}
	return nil
}

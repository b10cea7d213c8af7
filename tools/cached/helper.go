package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachedir"
)

// helper speaks Bazel's credential helper protocol.
func (c *command) helper() *cobra.Command {
	var dataDir string
	cmd := &cobra.Command{
		Use:   "credential-helper get",
		Short: "Bazel credential helper: adds the token to requests",
		Long: `Answer Bazel's credential helper protocol: "get" with a JSON request on stdin.
The program does the same when it is called cached-credential-helper:
  bazel build --credential_helper=localhost=/path/to/cached-credential-helper

The token is the content of the file $FLYWHEEL_TOKEN_FILE or, without that,
client-token in the data directory: --data-dir, the one that this program lies
in (DATA/bin/), or the default one.
` + exitCodes,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] != "get" {
				return usage(fmt.Errorf("credential helper: want the one argument \"get\", not %q", args))
			}
			return c.credentials(dataDir)
		},
	}
	cmd.Flags().StringVar(&dataDir, "data-dir", "", "data directory")
	return cmd
}

// credentials answers one request.
func (c *command) credentials(dataDir string) error {
	var request struct {
		URI string `json:"uri"`
	}
	if err := json.NewDecoder(io.LimitReader(c.stdin, 1<<20)).Decode(&request); err != nil || request.URI == "" {
		return usage(errors.New("credential helper: want {\"uri\": …} on stdin"))
	}
	path, err := tokenFile(dataDir)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading the token: %w; set FLYWHEEL_TOKEN_FILE to the file that holds it", err)
	}
	token := strings.TrimSpace(string(data))
	if token == "" || strings.ContainsAny(token, " \t\r\n") {
		return fmt.Errorf("reading the token: %q does not hold exactly one word", path)
	}
	return json.NewEncoder(c.stdout).Encode(map[string]any{
		"headers": map[string][]string{"Authorization": {"Bearer " + token}},
	})
}

func tokenFile(dataDir string) (string, error) {
	const name = "client-token"
	if path := os.Getenv("FLYWHEEL_TOKEN_FILE"); path != "" {
		return path, nil
	}
	if dataDir != "" {
		return filepath.Join(dataDir, name), nil
	}
	if exe, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(filepath.Dir(exe)), name)
		if _, err := os.Stat(beside); err == nil {
			return beside, nil
		}
	}
	dir, err := cachedir.Default()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, name), nil
}

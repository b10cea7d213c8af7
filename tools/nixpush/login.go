package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/credential"
)

// maxToken bounds what is read of a token.
const maxToken = 64 << 10

func (c *command) login() *cobra.Command {
	var server, tokenFile, tokenCommand string
	var makeDefault bool
	cmd := &cobra.Command{
		Use:   "login [--server NAME] URL",
		Short: "Remember an Attic server and its token",
		Long: `Write an Attic server and a token into ~/.config/attic/config.toml, mode 0600, where
attic's own client finds them as well. The token is read from stdin, or without echo from
the terminal; with --token-file only the file's name is written.

  nixpush login --server ci https://attic.example.com < token
` + exitCodes,
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			endpoint, err := endpoint(args[0])
			if err != nil {
				return err
			}
			entry := cachetarget.Server{Endpoint: endpoint.String(), TokenFile: tokenFile}
			if tokenFile == "" {
				entry.Token, err = c.readToken(cmd, tokenCommand)
			} else {
				_, err = credential.File(tokenFile)(cmd.Context())
			}
			if err != nil {
				return err
			}
			dir, err := cachetarget.ConfigDir()
			if err != nil {
				return usage(err)
			}
			name := cmp.Or(server, strings.ReplaceAll(endpoint.Hostname(), ":", "-"))
			file, err := cachetarget.Login(dir, name, entry, makeDefault)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.stderr, "server %q is in %s: push to %s:CACHE\n", name, file, name)
			return nil
		},
	}
	cmd.Flags().StringVar(&server, "server", "", "what to call the server (default its host's name)")
	cmd.Flags().StringVar(&tokenFile, "token-file", "", "file with the token, which stays there")
	cmd.Flags().StringVar(&tokenCommand, "token-command", "", "command, of words without quotes, that prints the token")
	cmd.Flags().BoolVar(&makeDefault, "default", false, "make it the server of names without one")
	return cmd
}

func endpoint(arg string) (*url.URL, error) {
	u, err := url.Parse(arg)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, usage(errors.New("login where? Give the server's URL, https://HOST"))
	case u.User != nil || u.RawQuery != "":
		return nil, usage(errors.New("the URL has credentials or parameters: give https://HOST, and the token on stdin"))
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	return u, nil
}

// readToken reads a token where nobody sees it.
func (c *command) readToken(cmd *cobra.Command, tokenCommand string) (string, error) {
	var token string
	var err error
	if argv := strings.Fields(tokenCommand); len(argv) > 0 {
		token, err = credential.Command(argv)(cmd.Context())
	} else if token, err = c.typed(); err == nil {
		token, err = credential.Text(token)(cmd.Context())
	}
	if err != nil {
		return "", err
	}
	if claims, ok := credential.ReadClaims(token); ok {
		if trouble := claims.Trouble(time.Now()); trouble != "" {
			return "", usage(errors.New(trouble))
		}
	}
	return token, nil
}

// typed reads from the terminal without echo, or from stdin.
func (c *command) typed() (string, error) {
	if file, ok := c.stdin.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(c.stderr, "Token: ")
		data, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(c.stderr)
		return string(data), err
	}
	data, err := io.ReadAll(io.LimitReader(c.stdin, maxToken))
	return string(data), err
}

package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/credential"
)

// Credentials are where those for servers come from; the first that has some
// counts. A secret is never on a command line.
type Credentials struct {
	// Helper is a program that speaks Bazel's credential helper protocol.
	Helper string
	// TokenFile is a file with a bearer token.
	TokenFile string
	// Netrc is the file of the form of curl's; empty for $NETRC, or ~/.netrc.
	Netrc string
}

// headers are those to add to a request.
func (c Credentials) headers(ctx context.Context, uri, host string) (map[string][]string, error) {
	switch {
	case c.Helper != "":
		return c.ask(ctx, uri)
	case c.TokenFile != "":
		data, err := os.ReadFile(c.TokenFile)
		if err != nil {
			return nil, fmt.Errorf("--store-token-file: %w", err)
		}
		token := strings.TrimSpace(string(data))
		if token == "" || strings.ContainsAny(token, " \t\r\n") {
			return nil, fmt.Errorf("--store-token-file: %s does not hold exactly one word", c.TokenFile)
		}
		return map[string][]string{"Authorization": {"Bearer " + token}}, nil
	}
	login, ok, err := credential.Netrc([]string{c.netrc()}, host, c.Netrc != "")
	if !ok || err != nil {
		return nil, err
	}
	basic := base64.StdEncoding.EncodeToString([]byte(login.User + ":" + login.Password))
	return map[string][]string{"Authorization": {"Basic " + basic}}, nil
}

// ask runs the credential helper.
func (c Credentials) ask(ctx context.Context, uri string) (map[string][]string, error) {
	request, err := json.Marshal(map[string]string{"uri": uri})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, c.Helper, "get")
	cmd.Stdin = bytes.NewReader(request)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("running the credential helper %s: %w: %s", c.Helper, err, strings.TrimSpace(stderr.String()))
	}
	var answer struct {
		Headers map[string][]string `json:"headers"`
	}
	if err := json.Unmarshal(stdout.Bytes(), &answer); err != nil {
		return nil, fmt.Errorf("reading the answer of the credential helper %s: %w", c.Helper, err)
	}
	return answer.Headers, nil
}

func (c Credentials) netrc() string {
	if c.Netrc != "" {
		return c.Netrc
	}
	if path := os.Getenv("NETRC"); path != "" {
		return path
	}
	home, _ := os.UserHomeDir()
	return filepath.Join(home, ".netrc")
}

package credential

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Token gives a bearer token; it may be asked for each request.
type Token func(ctx context.Context) (string, error)

// Text is a token as it is.
func Text(token string) Token {
	return func(context.Context) (string, error) { return clean(token) }
}

// File is a token in a file, read once.
func File(path string) Token {
	return once(func(context.Context) (string, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("reading token: %w", err)
		}
		token, err := clean(string(data))
		if err != nil {
			return "", fmt.Errorf("reading token from %q: %w", path, err)
		}
		return token, nil
	})
}

// Command is what a command prints: for CI systems that exchange an identity for a
// token. It runs again shortly before a token that says so expires.
func Command(argv []string) Token {
	return once(func(ctx context.Context) (string, error) {
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, os.Stderr
		if err := cmd.Run(); err != nil {
			return "", fmt.Errorf("getting a token from the command %q: %w", argv[0], err)
		}
		token, err := clean(out.String())
		if err != nil {
			return "", fmt.Errorf("getting a token from the command %q: %w", argv[0], err)
		}
		return token, nil
	})
}

// once keeps a token until shortly before it expires.
func once(get Token) Token {
	var mu sync.Mutex
	var token string
	var until time.Time
	return func(ctx context.Context) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		if token != "" && (until.IsZero() || time.Now().Before(until)) {
			return token, nil
		}
		fresh, err := get(ctx)
		if err != nil {
			return "", err
		}
		token, until = fresh, time.Time{}
		if c, ok := ReadClaims(fresh); ok && !c.Expires.IsZero() {
			until = c.Expires.Add(-30 * time.Second)
		}
		return token, nil
	}
}

// clean checks that a token can stand in a header.
func clean(token string) (string, error) {
	token = strings.TrimSpace(token)
	switch {
	case token == "":
		return "", errors.New("the token is empty")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("the token has characters that no token has: is it one line?")
	}
	return token, nil
}

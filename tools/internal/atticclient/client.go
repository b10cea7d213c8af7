// Package atticclient administers the caches of a server that speaks Attic's
// API: the real atticd, or cached.
package atticclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

// Client talks to one server.
type Client struct {
	// Endpoint is the server's URL; a slash at the end makes no difference.
	Endpoint string
	// Token is sent as a bearer token; empty: none.
	Token string
	// HTTP is the client to use. Default: one that takes proxies from the
	// environment and gives up after 30 seconds.
	HTTP *http.Client
	// Wait is the first pause before a request is tried again; each one doubles
	// it. Default 500 ms.
	Wait time.Duration
}

// tries is how often a request is made that meets a server which is busy or not
// there.
const tries = 4

// CheckEndpoint refuses what is no server's URL.
func CheckEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("endpoint %q is not a URL like https://attic.example.com/ (without user, password, query)", endpoint)
	}
	return nil
}

// Get returns the configuration of a cache.
func (c *Client) Get(ctx context.Context, cache string) (*atticwire.CacheConfig, error) {
	var config atticwire.CacheConfig
	if err := c.do(ctx, http.MethodGet, cache, nil, &config); err != nil {
		return nil, err
	}
	return &config, nil
}

// Create makes a cache. A request whose answer was lost may have made it all
// the same: then the error is that the cache exists.
func (c *Client) Create(ctx context.Context, cache string, req atticwire.CreateCacheRequest) error {
	return c.do(ctx, http.MethodPost, cache, req, nil)
}

// Configure changes the fields of a cache that are set.
func (c *Client) Configure(ctx context.Context, cache string, change atticwire.CacheConfig) error {
	return c.do(ctx, http.MethodPatch, cache, change, nil)
}

// Destroy deletes a cache.
func (c *Client) Destroy(ctx context.Context, cache string) error {
	return c.do(ctx, http.MethodDelete, cache, nil, nil)
}

// Is reports whether an error is one of the server's with the given kind, like
// atticwire.ErrNoSuchCache.
func Is(err error, kind string) bool {
	var e *atticwire.Error
	return errors.As(err, &e) && e.Kind == kind
}

// do makes a request, again where that may help.
func (c *Client) do(ctx context.Context, method, cache string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("encoding a request: %w", err)
		}
	}
	wait := c.Wait
	if wait == 0 {
		wait = 500 * time.Millisecond
	}
	for try := 1; ; try++ {
		again, after, err := c.once(ctx, method, cache, body, out)
		if err == nil || !again || try == tries {
			return err
		}
		select {
		case <-time.After(max(wait<<(try-1), after)):
		case <-ctx.Done():
			return fmt.Errorf("%w (last: %w)", ctx.Err(), err)
		}
	}
}

// once makes a request once; again tells that the server could not, rather than
// would not, and after how long it wants to be left alone.
func (c *Client) once(ctx context.Context, method, cache string, body []byte, out any) (again bool, after time.Duration, err error) {
	target := strings.TrimSuffix(c.Endpoint, "/") + atticwire.CacheConfigBase + url.PathEscape(cache)
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil {
		return false, 0, fmt.Errorf("making a request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	resp, err := c.client().Do(req)
	if err != nil {
		return ctx.Err() == nil, 0, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case err != nil:
		return method == http.MethodGet, 0, fmt.Errorf("reading the answer of %s: %w", target, err)
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return true, time.Duration(min(seconds, 30)) * time.Second, refused(target, resp, text)
	case resp.StatusCode/100 != 2:
		return false, 0, refused(target, resp, text)
	case out == nil:
		return false, 0, nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return false, 0, fmt.Errorf("reading the answer of %s: it is not what Attic's API answers: %w", target, err)
	}
	return false, 0, nil
}

func (c *Client) client() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	return &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// refused is the server's error, in its own form if it has that.
func refused(target string, resp *http.Response, text []byte) error {
	var e atticwire.Error
	if json.Unmarshal(text, &e) == nil && e.Kind != "" {
		e.Code = resp.StatusCode
		return &e
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return fmt.Errorf("%s answers %s %q: is it a server of Attic?", target, resp.Status, first[:min(len(first), 200)])
}

// Package atticpush asks an Attic server what it lacks, and uploads store paths to it, as
// its own client does. (Package atticclient administers caches.)
package atticpush

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// inHeader is how long the description of a path may be to go into a header.
const inHeader = 4 << 10

// maxAnswer bounds what is read of an answer.
const maxAnswer = 64 << 20

// Client talks to one server about one cache.
type Client struct {
	url, cache string
	http       *httpretry.Client
}

// New makes a Client from the server's URL and the name of a cache.
func New(url, cache string, client *httpretry.Client) *Client {
	return &Client{strings.TrimRight(url, "/"), cache, client}
}

// Config is the cache's configuration. From then on requests go to the address that the
// server wishes them to go to.
func (c *Client) Config(ctx context.Context) (atticwire.CacheConfig, error) {
	var config atticwire.CacheConfig
	request := httpretry.Request{Method: http.MethodGet, URL: c.url + atticwire.CacheConfigBase + c.cache}
	if err := c.do(ctx, request, &config); err != nil {
		return config, err
	}
	if config.APIEndpoint != nil && *config.APIEndpoint != "" {
		c.url = strings.TrimRight(*config.APIEndpoint, "/")
	}
	return config, nil
}

// hashesAtOnce keeps a question below the size that servers take.
const hashesAtOnce = 10_000

// Missing tells which of the store paths, given by their hash parts, the cache lacks.
func (c *Client) Missing(ctx context.Context, hashes []string) (map[string]bool, error) {
	missing := map[string]bool{}
	for len(hashes) > 0 {
		n := min(len(hashes), hashesAtOnce)
		question, err := json.Marshal(atticwire.GetMissingPathsRequest{Cache: c.cache, StorePathHashes: hashes[:n]})
		if err != nil {
			return nil, fmt.Errorf("asking for missing paths: %w", err)
		}
		hashes = hashes[n:]
		var answer atticwire.GetMissingPathsResponse
		request := httpretry.Request{
			Method: http.MethodPost, URL: c.url + atticwire.GetMissingPaths, Size: int64(len(question)),
			Header: http.Header{"Content-Type": {"application/json"}},
			Body:   func() (io.Reader, error) { return bytes.NewReader(question), nil },
		}
		if err := c.do(ctx, request, &answer); err != nil {
			return nil, err
		}
		for _, hash := range answer.MissingPaths {
			missing[hash] = true
		}
	}
	return missing, nil
}

// Upload sends the archive of a path, of info.NarSize bytes, uncompressed; the path is
// visible when it returns. Open opens the archive anew for each attempt.
func (c *Client) Upload(ctx context.Context, info atticwire.UploadPathNarInfo, open func() (io.Reader, error)) (atticwire.UploadPathResult, error) {
	info.Cache = c.cache
	var result atticwire.UploadPathResult
	text, err := json.Marshal(info)
	if err != nil {
		return result, fmt.Errorf("uploading %s: %w", info.StorePath, err)
	}
	request := httpretry.Request{
		Method: http.MethodPut, URL: c.url + atticwire.UploadPath, Body: open, Size: int64(info.NarSize),
		Header: http.Header{atticwire.HeaderNarInfo: {string(text)}},
	}
	if len(text) >= inHeader {
		request.Header = http.Header{atticwire.HeaderPreambleSize: {strconv.Itoa(len(text))}}
		request.Size += int64(len(text))
		request.Body = func() (io.Reader, error) { return after(text, open) }
	}
	return result, c.do(ctx, request, &result)
}

// after is text and, behind it, what open opens.
func after(text []byte, open func() (io.Reader, error)) (io.Reader, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	joined := io.MultiReader(bytes.NewReader(text), r)
	if closer, ok := r.(io.Closer); ok {
		return struct {
			io.Reader
			io.Closer
		}{joined, closer}, nil
	}
	return joined, nil
}

// do makes a request and reads its answer.
func (c *Client) do(ctx context.Context, r httpretry.Request, into any) error {
	r.Whole = maxAnswer
	answer, err := c.http.Do(ctx, r)
	if err != nil {
		return c.explain(err)
	}
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("reading the answer of %s: %w", r.URL, err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("reading the answer of %s: %w; is it an Attic server?", r.URL, err)
	}
	return nil
}

// Counts are the requests made so far, those of them that were repetitions, and bytes sent.
func (c *Client) Counts() (requests, retries, sent int64) { return c.http.Counts() }

// explain adds what a refusal means for this cache.
func (c *Client) explain(err error) error {
	var status *httpretry.StatusError
	if !errors.As(err, &status) {
		return err
	}
	switch {
	case status.Code == 404 && strings.Contains(status.Text, atticwire.ErrNoSuchCache):
		return fmt.Errorf("%w; there is no cache %q at %s: create it, or correct the name", err, c.cache, c.url)
	case status.Code == 401:
		return fmt.Errorf("%w; or there is no cache %q: to those who may not see it the server does not say so", err, c.cache)
	}
	return err
}

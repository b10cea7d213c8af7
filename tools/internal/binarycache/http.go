package binarycache

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// HTTP is a cache at a server that takes PUT.
type HTTP struct {
	url    string
	client *httpretry.Client
}

// NewHTTP makes an HTTP from the cache's URL.
func NewHTTP(url string, client *httpretry.Client) *HTTP { return &HTTP{url, client} }

// Has implements Objects.
func (h *HTTP) Has(ctx context.Context, name string) (bool, error) {
	answer, err := h.client.Do(ctx, httpretry.Request{Method: http.MethodHead, URL: h.url + "/" + name, Missing: true})
	if err != nil {
		return false, err
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK, nil
}

// Put implements Objects.
func (h *HTTP) Put(ctx context.Context, name, mediaType string, size int64, source Source) error {
	answer, err := h.client.Do(ctx, httpretry.Request{
		Method: http.MethodPut, URL: h.url + "/" + name, Body: source, Size: size,
		Header: http.Header{"Content-Type": {mediaType}},
	})
	if err != nil {
		return err
	}
	io.Copy(io.Discard, answer.Body) //nolint:errcheck // only so that the connection is used again
	return answer.Body.Close()
}

// Get implements Objects.
func (h *HTTP) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	answer, err := h.client.Do(ctx, httpretry.Request{Method: http.MethodGet, URL: h.url + "/" + name, Missing: true})
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		answer.Body.Close()
		return nil, ErrNotFound
	}
	return answer.Body, nil
}

// Remove implements Remover, by DELETE.
func (h *HTTP) Remove(ctx context.Context, name string) error {
	answer, err := h.client.Do(ctx, httpretry.Request{Method: http.MethodDelete, URL: h.url + "/" + name})
	var status *httpretry.StatusError
	switch {
	case errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusGone):
		return nil
	case errors.As(err, &status) && (status.Code == http.StatusForbidden || status.Code == http.StatusMethodNotAllowed || status.Code == http.StatusNotImplemented):
		return fmt.Errorf("%w (DELETE: %d %s)", ErrKept, status.Code, http.StatusText(status.Code))
	case err != nil:
		return err
	}
	io.Copy(io.Discard, answer.Body) //nolint:errcheck // only so that the connection is used again
	return answer.Body.Close()
}

// Counts implements Objects.
func (h *HTTP) Counts() (requests, retries, sent int64) { return h.client.Counts() }

package store

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	repb "github.com/bazelbuild/remote-apis/build/bazel/remote/execution/v2"
	"google.golang.org/protobuf/proto"
)

// dialTimeout is how long a server may take to be there: a store that is not is
// done without.
const dialTimeout = 3 * time.Second

// httpCache is a Bazel remote cache over HTTP.
type httpCache struct {
	base        string
	host        string
	credentials Credentials
	client      *http.Client
}

func newHTTP(u *url.URL, credentials Credentials, secure *tls.Config) Backend {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: dialTimeout}).DialContext
	transport.TLSClientConfig = secure
	transport.ResponseHeaderTimeout = 30 * time.Second
	return &httpCache{strings.TrimSuffix(u.String(), "/"), u.Hostname(), credentials, &http.Client{Transport: transport}}
}

// Get implements Backend.
func (c *httpCache) Get(ctx context.Context, name string) ([]byte, bool, error) {
	blobs, err := action(name)
	if err != nil {
		return nil, false, err
	}
	data, ok, err := c.get(ctx, "/ac/"+blobs[0].digest.Hash)
	if !ok || err != nil {
		return nil, false, err
	}
	var r repb.ActionResult
	if err := proto.Unmarshal(data, &r); err != nil {
		return nil, false, fmt.Errorf("reading %s/ac/%s: it is no ActionResult: %w", c.base, blobs[0].digest.Hash, err)
	}
	digest := outputOf(&r)
	if digest == nil {
		return nil, false, nil
	}
	data, ok, err = c.get(ctx, "/cas/"+digest.Hash)
	if err == nil && ok {
		err = check(data, digest)
	}
	return data, ok && err == nil, err
}

// Put implements Backend. The result comes last: who finds it finds all of it.
func (c *httpCache) Put(ctx context.Context, name string, data []byte) error {
	blobs, err := action(name)
	if err != nil {
		return err
	}
	content := newBlob(data)
	for _, b := range append(blobs, content) {
		if err := c.put(ctx, "/cas/"+b.digest.Hash, b.data); err != nil {
			return err
		}
	}
	r, err := message(result(content.digest))
	if err != nil {
		return err
	}
	return c.put(ctx, "/ac/"+blobs[0].digest.Hash, r.data)
}

func (c *httpCache) get(ctx context.Context, path string) ([]byte, bool, error) {
	response, err := c.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, false, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		data, err := io.ReadAll(io.LimitReader(response.Body, maxSize))
		return data, err == nil, err
	case http.StatusNotFound, http.StatusNoContent:
		return nil, false, nil
	}
	return nil, false, refused(response, "GET "+c.base+path)
}

func (c *httpCache) put(ctx context.Context, path string, data []byte) error {
	response, err := c.do(ctx, http.MethodPut, path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		return refused(response, "PUT "+c.base+path)
	}
	return nil
}

func (c *httpCache) do(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, err
	}
	headers, err := c.credentials.headers(ctx, c.base+path, c.host)
	if err != nil {
		return nil, err
	}
	for name, values := range headers {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	return c.client.Do(request)
}

// refused is the error of an answer, with the first line of its text.
func refused(response *http.Response, what string) error {
	text, _ := io.ReadAll(io.LimitReader(response.Body, 500))
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return fmt.Errorf("%s: %s %s", what, response.Status, line)
}

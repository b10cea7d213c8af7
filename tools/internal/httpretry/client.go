package httpretry

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// UserAgent is what servers are told.
const UserAgent = "nixpush/0.1.0"

// Credential adds to a request what proves who makes it.
type Credential func(*http.Request) error

// Client makes requests. The fields are set before its first use.
type Client struct {
	// Transport makes single requests.
	Transport http.RoundTripper
	// Bulk makes those with large bodies; nil for Transport.
	Bulk http.RoundTripper
	// Credential is nil where none is needed.
	Credential Credential
	// Attempts is how often a request is made before it has failed.
	Attempts int
	// Stall is how long nothing may move in either direction.
	Stall time.Duration
	// Answer is how long a server may think about a request that it has wholly.
	Answer time.Duration
	// Pause waits between attempts; for tests.
	Pause func(context.Context, time.Duration) error

	requests, retries, sent atomic.Int64
}

// New makes a Client for up to conns uploads, and four times as many questions, at once.
func New(conns, attempts int) *Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost = 4*conns, 4*conns
	t.DisableCompression = true // what is stored is what it is
	t.WriteBufferSize = 64 << 10
	t.ExpectContinueTimeout = 2 * time.Second
	return &Client{Transport: t, Bulk: bulk(t), Attempts: attempts, Stall: time.Minute, Answer: 5 * time.Minute, Pause: sleep}
}

// bulk speaks HTTP/1.1 alone: over HTTP/2 servers let a body run ahead by 64 KiB, as nginx
// does, so that far from them an upload takes a round trip for each of these.
func bulk(t *http.Transport) *http.Transport {
	b := t.Clone()
	b.ForceAttemptHTTP2, b.TLSNextProto = false, nil
	b.Protocols = new(http.Protocols)
	b.Protocols.SetHTTP1(true)
	b.TLSClientConfig = &tls.Config{NextProtos: []string{"http/1.1"}} // the clone would offer HTTP/2
	return b
}

// Plain is a client for requests that are not repeated, with the same connections and the
// same credential. It follows no redirections.
func (c *Client) Plain() *http.Client {
	return &http.Client{Timeout: c.Stall, Transport: plain{c}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

type plain struct{ client *Client }

// RoundTrip implements http.RoundTripper.
func (p plain) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", UserAgent)
	if p.client.Credential != nil {
		if err := p.client.Credential(r); err != nil {
			return nil, err
		}
	}
	p.client.requests.Add(1)
	return p.client.Transport.RoundTrip(r)
}

// Counts are the requests made, those of them that were repetitions, and bytes of bodies
// handed to the network.
func (c *Client) Counts() (requests, retries, sent int64) {
	return c.requests.Load(), c.retries.Load(), c.sent.Load()
}

// Request is one request, which may be made more than once.
type Request struct {
	Method, URL string
	Header      http.Header
	// Body opens the body anew for each attempt; nil for none. What it opens may be an
	// io.Closer.
	Body func() (io.Reader, error)
	// Size is the body's.
	Size int64
	// Whole is not 0 for an answer whose body, of up to so many bytes, is read before Do
	// returns: an answer that breaks off is then asked for again.
	Whole int64
	// Missing says that 404 and 403 on GET and HEAD are answers, not errors: some stores
	// say 403 for what is not there.
	Missing bool
}

// large bodies are sent when the server has said that it will take them.
const large = 1 << 20

// Do makes a request until it is answered. A status of 300 or more is a [StatusError],
// but for what Missing allows. The caller closes the answer's body.
func (c *Client) Do(ctx context.Context, r Request) (*http.Response, error) {
	for attempt := 1; ; attempt++ {
		answer, err := c.once(ctx, r)
		if err == nil {
			return answer, nil
		}
		var local *LocalError
		if attempt >= c.Attempts || !Temporary(err) || errors.As(err, &local) || ctx.Err() != nil {
			return nil, explain(ctx, err, attempt)
		}
		c.retries.Add(1)
		if err := c.Pause(ctx, pause(err, attempt)); err != nil {
			return nil, err
		}
	}
}

// LocalError is an error of the body's source, for which no server is to blame.
type LocalError struct{ Err error }

// Error implements error.
func (e *LocalError) Error() string { return e.Err.Error() }

// Unwrap is the error itself.
func (e *LocalError) Unwrap() error { return e.Err }

// once makes one attempt.
func (c *Client) once(ctx context.Context, r Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	watch := &watchdog{cancel: cancel, stall: c.Stall, answer: c.Answer}
	watch.start()
	req, body, err := c.request(ctx, r, watch)
	if err != nil {
		watch.stop()
		cancel(nil)
		return nil, err
	}
	c.requests.Add(1)
	answer, err := c.send(req)
	if body != nil {
		c.sent.Add(body.n.Load())
		if failed := body.failure(); failed != nil {
			err = &LocalError{failed}
		}
	}
	if err != nil {
		watch.stop()
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cancel(nil)
		if answer != nil {
			answer.Body.Close()
		}
		return nil, &networkError{fmt.Sprintf("%s %s", r.Method, r.URL), err}
	}
	answer.Body = &watched{answer.Body, watch, cancel}
	if r.Whole > 0 && answer.StatusCode < 300 {
		return whole(ctx, r, answer)
	}
	if answer.StatusCode < 300 || r.Missing && (answer.StatusCode == 404 || answer.StatusCode == 403) {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, statusError(r, answer)
}

// whole reads the body of an answer.
func whole(ctx context.Context, r Request, answer *http.Response) (*http.Response, error) {
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, r.Whole))
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return nil, &networkError{fmt.Sprintf("%s %s: reading the answer", r.Method, r.URL), err}
	}
	answer.Body = io.NopCloser(bytes.NewReader(data))
	return answer, nil
}

// send follows redirections of what only reads.
func (c *Client) send(req *http.Request) (*http.Response, error) {
	switch {
	case c.Bulk != nil && req.Body != nil && (req.ContentLength > large || req.ContentLength < 0):
		return c.Bulk.RoundTrip(req)
	case req.Method != http.MethodGet:
		return c.Transport.RoundTrip(req)
	}
	answer, err := (&http.Client{Transport: c.Transport}).Do(req)
	var wrapped *url.Error
	if errors.As(err, &wrapped) { // which repeats method and URL
		err = wrapped.Err
	}
	return answer, err
}

func (c *Client) request(ctx context.Context, r Request, watch *watchdog) (*http.Request, *body, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, nil)
	if err != nil {
		return nil, nil, err
	}
	for name, values := range r.Header {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", UserAgent)
	if c.Credential != nil {
		if err := c.Credential(req); err != nil {
			return nil, nil, &LocalError{err}
		}
	}
	if r.Body == nil {
		return req, nil, nil
	}
	source, err := r.Body()
	if err != nil {
		return nil, nil, &LocalError{err}
	}
	b := &body{r: source, watch: watch}
	req.Body, req.ContentLength = b, r.Size
	if r.Size == 0 {
		req.Body = http.NoBody
	}
	if r.Size < 0 || r.Size > large {
		req.Header.Set("Expect", "100-continue")
	}
	return req, b, nil
}

package httpretry

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// StatusError is an answer that refuses a request.
type StatusError struct {
	Method, URL string
	// Code is the HTTP status code.
	Code int
	// Text is the first line of what the server says; may be empty.
	Text string
	// Location is where the server sends the client.
	Location string
	// Skew is how far this machine's clock is ahead of the server's, if that is told.
	Skew       time.Duration
	retryAfter time.Duration
}

// Error implements error.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("%s %s: %d %s", e.Method, e.URL, e.Code, http.StatusText(e.Code))
	if e.Text != "" {
		text += ": " + e.Text
	}
	if r := e.remedy(); r != "" {
		text += "; " + r
	}
	if (e.Code == 401 || e.Code == 403) && e.Skew.Abs() > 2*time.Minute {
		text += fmt.Sprintf("; this machine's clock differs from the server's by %s: set it", e.Skew.Round(time.Second))
	}
	return text
}

func (e *StatusError) remedy() string {
	switch e.Code {
	case 301, 302, 303, 307, 308:
		return "uploads do not follow redirections: use the address " + e.Location
	case 401:
		return "the server accepts no credentials or not these: give a valid token (NIXPUSH_TOKEN, --token-file, --token-command, nixpush login) or a netrc entry"
	case 403:
		return "the credentials lack the permission to write here"
	case 405, 501:
		return "the server takes no uploads at this address"
	case 413:
		return "it is larger than the server accepts: raise the limit there"
	case 429:
		return "the server asks for fewer requests: try later, or with fewer --jobs"
	case 507:
		return "the server's disk is full: nothing of it was stored; free space there and push again"
	}
	return ""
}

// errorText bounds what is read of an error's page.
const errorText = 4 << 10

func statusError(r Request, answer *http.Response) *StatusError {
	text, _ := io.ReadAll(io.LimitReader(answer.Body, errorText)) // without it the code must do
	e := &StatusError{Method: r.Method, URL: redacted(r.URL), Code: answer.StatusCode, Text: firstLine(string(text), answer.Header), Location: redacted(answer.Header.Get("Location"))}
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		e.Skew = time.Since(date)
	}
	if s, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		e.retryAfter = time.Duration(s) * time.Second
	} else if at, err := http.ParseTime(answer.Header.Get("Retry-After")); err == nil {
		e.retryAfter = time.Until(at)
	}
	return e
}

// firstLine is what a plain or JSON answer says; a page for browsers says nothing.
func firstLine(text string, header http.Header) string {
	if strings.Contains(header.Get("Content-Type"), "html") || strings.HasPrefix(strings.TrimSpace(text), "<") {
		return ""
	}
	var said struct{ Error, Message string }
	if json.Unmarshal([]byte(text), &said) == nil && said.Error != "" { // as Attic answers
		text = strings.TrimSuffix(said.Error+": "+said.Message, ": ")
	}
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, line[:min(len(line), 300)])
}

// redacted is a URL without a query, which may hold a signature.
func redacted(url string) string {
	url, _, _ = strings.Cut(url, "?")
	return url
}

// networkError is a request without an answer.
type networkError struct {
	doing string
	err   error
}

func (e *networkError) Error() string { return redacted(e.doing) + ": " + e.err.Error() }
func (e *networkError) Unwrap() error { return e.err }

// Temporary reports whether the same request may succeed later.
func Temporary(err error) bool {
	var status *StatusError
	if errors.As(err, &status) {
		return status.Code == 408 || status.Code == 429 || status.Code >= 500 && status.Code != 501 && status.Code != 507
	}
	var (
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		unknown x509.UnknownAuthorityError
		dns     *net.DNSError
	)
	switch {
	case errors.As(err, &cert), errors.As(err, &record), errors.As(err, &unknown):
		return false
	case errors.As(err, &dns) && dns.IsNotFound:
		return false
	case strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return false
	}
	return true
}

// pause is how long to wait before the next attempt: as long as the server asks for, up
// to a minute, or a random time around 0.25 s, 0.5 s, … 8 s.
func pause(err error, attempt int) time.Duration {
	var status *StatusError
	if errors.As(err, &status) && status.retryAfter > 0 {
		return min(status.retryAfter, time.Minute)
	}
	d := min(250*time.Millisecond<<(attempt-1), 8*time.Second)
	return d/2 + rand.N(d)
}

// explain makes the last error one for people.
func explain(ctx context.Context, err error, attempts int) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var cert *tls.CertificateVerificationError
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var record tls.RecordHeaderError
	var local *LocalError
	switch {
	case errors.As(err, &local):
		return local.Err
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Errorf("%w; renew the server's certificate, or set this machine's clock (it says %s)", err, time.Now().UTC().Format(time.RFC3339))
	case errors.As(err, &host):
		return fmt.Errorf("%w; use the name that the certificate is for, or give the server one for this name", err)
	case errors.As(err, &cert):
		return fmt.Errorf("%w; add the authority to the system's certificates, or name its file in SSL_CERT_FILE", err)
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return fmt.Errorf("%w; the server does not speak TLS at this port: is it http:// ?", err)
	case attempts > 1:
		return fmt.Errorf("%w (tried %d times)", err, attempts)
	}
	return err
}

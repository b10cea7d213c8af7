// Package httpblob moves blobs between HTTP requests and a store: what the
// Bazel and the Nix protocols have in common.
package httpblob

import (
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// Outcome is what became of a request; for metrics.
type Outcome struct {
	Kind    string
	Code    int
	In, Out int64 // bytes of blobs
	Lookup  bool  // a blob was asked for: a hit if Code < 400, otherwise a miss
}

// Fail answers with a status code and one line of text for people.
func Fail(w http.ResponseWriter, kind string, code int, format string, args ...any) Outcome {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.Error(w, fmt.Sprintf(format, args...), code)
	return Outcome{Kind: kind, Code: code}
}

// FailWith answers with the status code that fits an error of the store or of
// the authorizer.
func FailWith(w http.ResponseWriter, kind string, err error) Outcome {
	code := Code(err)
	if code == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="flywheel"`)
	}
	return Fail(w, kind, code, "%v", err)
}

// Code is the HTTP status code of an error.
func Code(err error) int {
	var digest *cachestore.DigestError
	var size *cachestore.SizeError
	var read *cachestore.ReadError
	var denied *cacheauth.Denied
	switch {
	case errors.As(err, &denied) && denied.Authenticated:
		return http.StatusForbidden
	case errors.As(err, &denied):
		return http.StatusUnauthorized
	case errors.As(err, &digest):
		return http.StatusUnprocessableEntity
	case errors.As(err, &read) && errors.Is(err, os.ErrDeadlineExceeded):
		return http.StatusRequestTimeout
	case errors.As(err, &size), errors.As(err, &read), errors.Is(err, cachestore.ErrName):
		return http.StatusBadRequest
	case errors.Is(err, cachestore.ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, cachestore.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, cachestore.ErrNoSpace):
		return http.StatusInsufficientStorage
	case errors.Is(err, cachestore.ErrClosed):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// MethodNotAllowed answers 405.
func MethodNotAllowed(w http.ResponseWriter, r *http.Request, kind, allow string) Outcome {
	w.Header().Set("Allow", allow)
	return Fail(w, kind, http.StatusMethodNotAllowed, "%s is not possible here, only %s", r.Method, allow)
}

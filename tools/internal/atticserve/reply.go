package atticserve

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
)

// fail answers with an error.
func fail(w http.ResponseWriter, e *atticwire.Error) httpblob.Outcome {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if e.Code == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="flywheel"`)
	}
	return reply(w, e.Code, e)
}

// reply answers with JSON, or with nothing for nil.
func reply(w http.ResponseWriter, code int, v any) httpblob.Outcome {
	var data []byte
	if v != nil {
		data, _ = json.Marshal(v) // our own types, which can be encoded
		w.Header().Set("Content-Type", "application/json")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(code)
	w.Write(data) //nolint:errcheck // the client has gone
	return httpblob.Outcome{Kind: kind, Code: code}
}

func wrongMethod(w http.ResponseWriter, r *http.Request, allow string) httpblob.Outcome {
	w.Header().Set("Allow", allow)
	return fail(w, &atticwire.Error{Code: http.StatusMethodNotAllowed, Kind: atticwire.ErrNotFound, Message: r.Method + " is not possible here, only " + allow})
}

// badRequest is an error of the client.
func badRequest(format string, args ...any) *atticwire.Error {
	return &atticwire.Error{Code: http.StatusBadRequest, Kind: atticwire.ErrRequest, Message: "General request error: " + fmt.Sprintf(format, args...)}
}

// asError finds Attic's form of an error.
func asError(err error) *atticwire.Error {
	var e *atticwire.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, cacheregistry.ErrUnknown):
		return &atticwire.Error{Code: http.StatusNotFound, Kind: atticwire.ErrNoSuchCache, Message: "The requested cache does not exist."}
	case errors.Is(err, cacheregistry.ErrExists):
		return &atticwire.Error{Code: http.StatusBadRequest, Kind: atticwire.ErrCacheExists, Message: "The cache already exists."}
	case errors.Is(err, cacheregistry.ErrFixed):
		return badRequest("%v", err)
	}
	e = &atticwire.Error{Code: httpblob.Code(err), Kind: atticwire.ErrRequest, Message: err.Error()}
	switch {
	case errors.Is(err, cachestore.ErrNoSpace):
		e.Kind, e.Message = "StorageError", "Storage error: "+err.Error()
	case e.Code >= 500:
		e.Kind = atticwire.ErrInternal
	}
	return e
}

// readJSON reads a body of at most limit bytes into v. Fields that this server
// does not know are for newer ones.
func readJSON(w http.ResponseWriter, r *http.Request, limit int64, v any) error {
	data, err := io.ReadAll(io.LimitReader(httpblob.Moving(w, r), limit+1))
	switch {
	case err != nil:
		return &cachestore.ReadError{Err: err}
	case int64(len(data)) > limit:
		w.Header().Set("Connection", "close")
		return &atticwire.Error{Code: http.StatusRequestEntityTooLarge, Kind: atticwire.ErrRequest, Message: fmt.Sprintf("General request error: the body has more than %d bytes", limit)}
	}
	return decode(data, v)
}

func decode(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &typ):
		return badRequest("field %q: want %s, not %s", typ.Field, typ.Type, typ.Value)
	case err != nil:
		return badRequest("reading JSON: %v", err)
	}
	return nil
}

package httpblob

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// Receive answers PUT by storing the body.
func (b *Blobs) Receive(w http.ResponseWriter, r *http.Request, key cachestore.Key) Outcome {
	kind := key.Kind.String()
	if o, ok := plainBody(w, r, kind, b.Store.MaxBlobBytes()); !ok {
		return o
	}
	n, err := b.Store.Put(key, Moving(w, r), r.ContentLength)
	if err != nil {
		return FailWith(w, kind, err)
	}
	return Created(w, kind, n)
}

// Body reads a whole body of at most limit bytes; when it returns false, it has
// answered.
func Body(w http.ResponseWriter, r *http.Request, kind string, limit int64) ([]byte, Outcome, bool) {
	if o, ok := plainBody(w, r, kind, limit); !ok {
		return nil, o, false
	}
	var buf bytes.Buffer
	if r.ContentLength > 0 {
		buf.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(Moving(w, r), limit+1))
	switch {
	case err != nil:
		return nil, FailWith(w, kind, &cachestore.ReadError{Err: err}), false
	case n > limit:
		return nil, FailWith(w, kind, cachestore.ErrTooLarge), false
	}
	return buf.Bytes(), Outcome{}, true
}

// Created answers a PUT that stored n bytes.
func Created(w http.ResponseWriter, kind string, n int64) Outcome {
	w.Header()["Content-Length"] = []string{"0"}
	w.WriteHeader(http.StatusOK)
	return Outcome{Kind: kind, Code: http.StatusOK, In: n}
}

// plainBody refuses bodies that are too large or encoded.
func plainBody(w http.ResponseWriter, r *http.Request, kind string, limit int64) (Outcome, bool) {
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close")
		return Fail(w, kind, http.StatusRequestEntityTooLarge, "the upload has %d bytes, the server accepts at most %d (max_upload_bytes)", r.ContentLength, limit), false
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return Fail(w, kind, http.StatusUnsupportedMediaType, "Content-Encoding %q is not accepted: send the content as it is", e), false
	}
	return Outcome{}, true
}

// Moving is the request's body, which must keep moving.
func Moving(w http.ResponseWriter, r *http.Request) io.Reader {
	return &movingReader{r: r.Body, rc: http.NewResponseController(w)}
}

// movingReader renews the connection's read deadline as bytes arrive.
type movingReader struct {
	r       io.Reader
	rc      *http.ResponseController
	renewed time.Time
}

// Read implements io.Reader.
func (m *movingReader) Read(p []byte) (int, error) {
	if now := time.Now(); now.Sub(m.renewed) > stall/8 {
		m.rc.SetReadDeadline(now.Add(stall)) //nolint:errcheck // not every ResponseWriter has one
		m.renewed = now
	}
	n, err := m.r.Read(p)
	if err == io.EOF {
		m.rc.SetReadDeadline(time.Time{}) //nolint:errcheck // as above
	}
	return n, err
}

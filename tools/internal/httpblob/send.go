package httpblob

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

const (
	// stall is how long a client may take for one piece of a body.
	stall = 2 * time.Minute
	// small blobs are sent with their header in one write.
	small = 64 << 10
	// piece is what is sent under one deadline.
	piece = 8 << 20
)

// Blobs sends and receives the blobs of a store.
type Blobs struct {
	Store   *cachestore.Store
	buffers sync.Pool
}

// Send answers GET and HEAD with a blob. GET understands Range.
func (b *Blobs) Send(w http.ResponseWriter, r *http.Request, key cachestore.Key, contentType string) Outcome {
	w.Header()["Content-Type"] = []string{contentType}
	o := Outcome{Kind: key.Kind.String(), Code: http.StatusOK}
	var err error
	switch {
	case r.Method == http.MethodHead:
		size, ok := b.Store.Has(key)
		if !ok {
			err = cachestore.ErrNotFound
			break
		}
		announce(w, size)
		w.WriteHeader(http.StatusOK)
	case r.Header.Get("Range") != "":
		o, err = b.sendRange(w, r, key)
	default:
		o.Out, err = b.sendWhole(w, key)
	}
	if err != nil {
		o = failToSend(w, r, key, err)
	}
	o.Lookup = true
	return o
}

func announce(w http.ResponseWriter, size int64) {
	w.Header()["Content-Length"] = []string{strconv.FormatInt(size, 10)}
	w.Header()["Accept-Ranges"] = []string{"bytes"}
}

func failToSend(w http.ResponseWriter, r *http.Request, key cachestore.Key, err error) Outcome {
	if errors.Is(err, cachestore.ErrNotFound) {
		return Fail(w, key.Kind.String(), http.StatusNotFound, "%s is not in the cache", r.URL.Path)
	}
	return FailWith(w, key.Kind.String(), err)
}

// sendWhole sends a small blob with its header in one write; of any other, the
// kernel copies the file to the connection. Errors come before the first byte;
// later ones cut the response short, which the client sees by its length.
func (b *Blobs) sendWhole(w http.ResponseWriter, key cachestore.Key) (int64, error) {
	buf, _ := b.buffers.Get().(*[]byte)
	if buf == nil {
		fresh := make([]byte, small)
		buf = &fresh
	}
	defer b.buffers.Put(buf)
	blob, err := b.Store.Get(key, *buf)
	if err != nil {
		return 0, err
	}
	announce(w, blob.Size)
	if blob.File == nil {
		n, _ := w.Write(blob.Data) // the client has gone: nobody is left to be told
		return int64(n), nil
	}
	defer blob.File.Close()
	w.WriteHeader(http.StatusOK)
	return copyPieces(w, blob.File, blob.Size), nil
}

// copyPieces copies size bytes, each piece under a deadline: a client may be
// slow for hours, but not silent.
func copyPieces(w http.ResponseWriter, f *os.File, size int64) (sent int64) {
	rc := http.NewResponseController(w)
	defer rc.SetWriteDeadline(time.Time{}) //nolint:errcheck // the connection may be gone
	for sent < size {
		rc.SetWriteDeadline(time.Now().Add(stall)) //nolint:errcheck // not every ResponseWriter has one
		n, err := io.CopyN(w, f, min(piece, size-sent))
		sent += n
		if err != nil {
			return sent
		}
	}
	return sent
}

func (b *Blobs) sendRange(w http.ResponseWriter, r *http.Request, key cachestore.Key) (Outcome, error) {
	f, _, err := b.Store.Open(key)
	if err != nil {
		return Outcome{}, err
	}
	defer f.Close()
	// ServeContent sends in one go; give it the time of the slowest client.
	rc := http.NewResponseController(w)
	rc.SetWriteDeadline(time.Now().Add(12 * time.Hour)) //nolint:errcheck // not every ResponseWriter has one
	defer rc.SetWriteDeadline(time.Time{})              //nolint:errcheck // the connection may be gone
	http.ServeContent(w, r, "", time.Time{}, f)
	o := Outcome{Kind: key.Kind.String(), Code: http.StatusPartialContent}
	o.Out, _ = strconv.ParseInt(w.Header().Get("Content-Length"), 10, 64)
	if strings.HasPrefix(w.Header().Get("Content-Range"), "bytes */") {
		o.Code = http.StatusRequestedRangeNotSatisfiable
	} else if w.Header().Get("Content-Range") == "" {
		o.Code = http.StatusOK
	}
	return o, nil
}

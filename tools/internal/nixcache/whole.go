package nixcache

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
)

// Whole returns the .narinfo of a store path, by the hash part of its name, and
// the NAR that it names, if both are in the cache; both count as used. A .narinfo
// without its NAR is dropped. Errors: cachestore.ErrNotFound, or a disk's error.
func (h *Handler) Whole(cache, pathHash string) (text []byte, nar cachestore.Key, err error) {
	key := cachestore.Key{Kind: cachestore.NarInfo, Cache: cache, Name: pathHash}
	if text, err = h.blobs.Store.Read(key, nil, 2*maxNarInfo); err != nil {
		return nil, nar, err
	}
	if _, after, ok := bytes.Cut(text, []byte("\nURL: nar/")); ok {
		name, _, _ := bytes.Cut(after, []byte("\n"))
		nar = cachestore.Key{Kind: cachestore.NAR, Cache: cache, Name: string(name)}
		if _, ok := h.blobs.Store.Has(nar); ok {
			return text, nar, nil
		}
	}
	h.blobs.Store.Delete(key) //nolint:errcheck // the key is valid
	return nil, nar, cachestore.ErrNotFound
}

// atticNAR is the hash in nar/<hash of the store path>.nar, which is where Attic
// has NARs.
func atticNAR(rest string) (hash string, ok bool) {
	name, ok := strings.CutPrefix(rest, "nar/")
	if !ok {
		return "", false
	}
	hash, ok = strings.CutSuffix(name, ".nar")
	return hash, ok && base32(hash, pathDigits)
}

// sendNAROf sends the NAR of a store path, compressed as its .narinfo says.
func (h *Handler) sendNAROf(w http.ResponseWriter, r *http.Request, c Cache, hash string) httpblob.Outcome {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return httpblob.MethodNotAllowed(w, r, "nar", "GET, HEAD")
	}
	_, nar, err := h.Whole(c.Name, hash)
	if err != nil {
		o := httpblob.Fail(w, "nar", httpblob.Code(err), "the NAR of path %s: %v", hash, err)
		o.Lookup = true
		return o
	}
	return h.blobs.Send(w, r, nar, contentType(cachestore.NAR))
}

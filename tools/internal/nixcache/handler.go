package nixcache

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
)

// DefaultStoreDir is the store that all but a few caches are of.
const DefaultStoreDir = "/nix/store"

// Cache is one binary cache.
type Cache struct {
	Name     string
	Priority int
	Key      signature.SecretKey
	// StoreDir is the store of its paths; empty: DefaultStoreDir.
	StoreDir string
	// Resign signs every .narinfo again when it is asked for: the key is not the
	// one that all of them were signed by.
	Resign bool
}

func (c Cache) storeDir() string { return cmp.Or(c.StoreDir, DefaultStoreDir) }

// Handler serves the paths below a cache's URL. Who may do so has been checked.
type Handler struct{ blobs *httpblob.Blobs }

// New makes a Handler.
func New(blobs *httpblob.Blobs) *Handler { return &Handler{blobs: blobs} }

// Serve answers a request for rest, the URL's path below the cache's name.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, c Cache, rest string) httpblob.Outcome {
	if rest == "nix-cache-info" {
		return c.serveInfo(w, r)
	}
	if hash, ok := atticNAR(rest); ok && r.Method != http.MethodPut {
		return h.sendNAROf(w, r, c, hash)
	}
	key, ok := parseName(c.Name, rest)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPut:
		return httpblob.MethodNotAllowed(w, r, "nix", "GET, HEAD, PUT")
	case !ok:
		return httpblob.Fail(w, "nix", badName(r), "%q is no name in a Nix binary cache: want nix-cache-info, <hash>.narinfo, <hash>.ls, nar/<nixbase32 SHA-256>.nar[.<compression>], log/<derivation>.drv or realisations/<id>.doi", rest)
	case key.Kind == cachestore.NarInfo && r.Method == http.MethodPut:
		return h.putNarInfo(w, r, c, key)
	case key.Kind == cachestore.NarInfo:
		return h.getNarInfo(w, r, c, key)
	case r.Method == http.MethodPut:
		return h.blobs.Receive(w, r, key)
	}
	return h.blobs.Send(w, r, key, contentType(key.Kind))
}

// badName tells an upload that its name is wrong, and a client that asks for
// something of a newer protocol that it is not there.
func badName(r *http.Request) int {
	if r.Method == http.MethodPut {
		return http.StatusBadRequest
	}
	return http.StatusNotFound
}

func contentType(k cachestore.Kind) string {
	switch k {
	case cachestore.NAR:
		return "application/x-nix-nar"
	case cachestore.Listing, cachestore.Realisation:
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

func (c Cache) serveInfo(w http.ResponseWriter, r *http.Request) httpblob.Outcome {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return httpblob.MethodNotAllowed(w, r, "nix", "GET, HEAD")
	}
	text := fmt.Sprintf("StoreDir: %s\nWantMassQuery: 1\nPriority: %d\n", c.storeDir(), c.Priority)
	w.Header().Set("Content-Type", "text/x-nix-cache-info")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	if r.Method == http.MethodGet {
		w.Write([]byte(text)) //nolint:errcheck // the client has gone
	}
	return httpblob.Outcome{Kind: "nix", Code: http.StatusOK}
}

// putNarInfo stores a .narinfo, signed, once its NAR is there.
func (h *Handler) putNarInfo(w http.ResponseWriter, r *http.Request, c Cache, key cachestore.Key) httpblob.Outcome {
	data, o, ok := httpblob.Body(w, r, "narinfo", maxNarInfo)
	if !ok {
		return o
	}
	info, err := parseNarInfo(data, key.Name, c.storeDir())
	if err != nil {
		return httpblob.Fail(w, "narinfo", http.StatusBadRequest, "%v", err)
	}
	nar, err := narName(info)
	if err != nil {
		return httpblob.Fail(w, "narinfo", http.StatusBadRequest, "%v", err)
	}
	size, ok := h.blobs.Store.Has(cachestore.Key{Kind: cachestore.NAR, Cache: c.Name, Name: nar})
	switch {
	case !ok:
		return httpblob.Fail(w, "narinfo", http.StatusUnprocessableEntity, "the NAR that it names, %s, is not in cache %q: upload it first", info.URL, c.Name)
	case uint64(size) != info.FileSize:
		return httpblob.Fail(w, "narinfo", http.StatusUnprocessableEntity, "FileSize is %d, but %s has %d bytes", info.FileSize, info.URL, size)
	}
	if err := c.Sign(info); err != nil {
		return httpblob.FailWith(w, "narinfo", err)
	}
	text := []byte(info.String())
	if err := h.blobs.Store.PutBytes(key, text); err != nil {
		return httpblob.FailWith(w, "narinfo", err)
	}
	return httpblob.Created(w, "narinfo", int64(len(text)))
}

// getNarInfo returns a .narinfo only if its NAR is there, so that Nix never
// chooses a path that it cannot fetch.
func (h *Handler) getNarInfo(w http.ResponseWriter, r *http.Request, c Cache, key cachestore.Key) httpblob.Outcome {
	data, _, err := h.Whole(c.Name, key.Name)
	if err == nil && c.Resign {
		data, err = c.resigned(data, key.Name)
	}
	if err != nil {
		code := httpblob.Code(err)
		if errors.Is(err, cachestore.ErrNotFound) {
			err = fmt.Errorf("%s.narinfo is not in cache %q", key.Name, key.Cache)
		}
		o := httpblob.Fail(w, "narinfo", code, "%v", err)
		o.Lookup = true
		return o
	}
	w.Header()["Content-Type"] = []string{"text/x-nix-narinfo"}
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(data))}
	o := httpblob.Outcome{Kind: "narinfo", Code: http.StatusOK, Lookup: true}
	if r.Method == http.MethodGet {
		n, _ := w.Write(data) // the client has gone: nobody is left to be told
		o.Out = int64(n)
	}
	return o
}

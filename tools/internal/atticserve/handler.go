// Package atticserve serves Attic's HTTP API, version 1, from a cache server's
// store: the real client attic can log in, make and configure caches, push to
// and pull from them. What it stores are ordinary Nix binary caches, which
// package nixcache serves.
package atticserve

import (
	"net/http"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

// Options configure a Handler; all fields are required.
type Options struct {
	Store  *cachestore.Store
	Nix    *nixcache.Handler
	Caches *cacheregistry.Registry
	Auth   *cacheauth.Authorizer
	Config cacheconfig.Attic
}

// Handler serves the API.
type Handler struct {
	opts Options
	pack *packer
}

// New makes a Handler.
func New(opts Options) *Handler {
	return &Handler{opts: opts, pack: newPacker(opts.Store, opts.Config.CompressionLevel)}
}

// kind is what metrics call requests of the API.
const kind = "attic"

// Serve answers a request whose path begins with /_api/.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request) httpblob.Outcome {
	name, isConfig := strings.CutPrefix(r.URL.Path, atticwire.CacheConfigBase)
	switch {
	case r.URL.Path == atticwire.UploadPath && r.Method == http.MethodPut:
		return h.upload(w, r)
	case r.URL.Path == atticwire.UploadPath:
		return wrongMethod(w, r, "PUT")
	case r.URL.Path == atticwire.GetMissingPaths && r.Method == http.MethodPost:
		return h.missing(w, r)
	case r.URL.Path == atticwire.GetMissingPaths:
		return wrongMethod(w, r, "POST")
	case isConfig:
		return h.config(w, r, name)
	}
	return fail(w, &atticwire.Error{Code: http.StatusNotFound, Kind: atticwire.ErrNotFound, Message: "The URL you requested was not found: " + r.URL.Path + " is not in version 1 of Attic's API"})
}

// config answers for /_api/v1/cache-config/NAME.
func (h *Handler) config(w http.ResponseWriter, r *http.Request, name string) httpblob.Outcome {
	if err := cacheconfig.CheckCacheName(name); err != nil {
		return fail(w, &atticwire.Error{Code: http.StatusBadRequest, Kind: atticwire.ErrInvalidCacheName, Message: err.Error()})
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return h.Info(w, r, name)
	case http.MethodPost:
		return h.create(w, r, name)
	case http.MethodPatch:
		return h.configure(w, r, name)
	case http.MethodDelete:
		return h.destroy(w, r, name)
	}
	return wrongMethod(w, r, "GET, POST, PATCH, DELETE")
}

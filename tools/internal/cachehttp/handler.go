// Package cachehttp serves a cache server's HTTP side: Bazel's HTTP cache, Nix
// binary caches, Attic's API, health, status and metrics.
package cachehttp

import (
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticserve"
	"github.com/gloriousflywheel/flywheel/tools/internal/bazelcache"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachemetrics"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixcache"
)

// Options configure a Handler; all fields are required but those that say so.
type Options struct {
	Bazel   *bazelcache.Cache
	Auth    *cacheauth.Authorizer
	Metrics *cachemetrics.Metrics
	// Caches are the Nix caches.
	Caches *cacheregistry.Registry
	// Attic configures its API.
	Attic cacheconfig.Attic
	// Status is the content of /status.
	Status func() any
}

// Handler implements http.Handler.
type Handler struct {
	opts  Options
	blobs *httpblob.Blobs
	nix   *nixcache.Handler
	attic *atticserve.Handler
	scrap http.Handler
}

// New makes a Handler.
func New(opts Options) *Handler {
	blobs := &httpblob.Blobs{Store: opts.Bazel.Store()}
	nix := nixcache.New(blobs)
	attic := atticserve.New(atticserve.Options{Store: blobs.Store, Nix: nix, Caches: opts.Caches, Auth: opts.Auth, Config: opts.Attic})
	return &Handler{opts: opts, blobs: blobs, nix: nix, attic: attic, scrap: opts.Metrics.Handler()}
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	o := h.route(w, r)
	req := cachemetrics.Request{
		Protocol: "http", Kind: o.Kind, Method: method(r.Method), Code: cachemetrics.HTTPCode(o.Code),
		In: o.In, Out: o.Out, Took: time.Since(start),
	}
	if o.Lookup && o.Code < 400 {
		req.Hits = 1
	} else if o.Lookup {
		req.Misses = 1
	}
	h.opts.Metrics.Observe(req)
}

// method keeps invented methods from becoming metrics.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete:
		return m
	}
	return "other"
}

// route finds out what a request is for. It works on the path as it was sent:
// nothing is cleaned, what is odd is refused.
func (h *Handler) route(w http.ResponseWriter, r *http.Request) httpblob.Outcome {
	switch r.URL.Path {
	case "/healthz":
		return h.plain(w, r, "ok\n")
	case "/":
		return h.plain(w, r, "flywheel cache server; see /status\n")
	case "/status", "/metrics":
		return h.inspect(w, r)
	}
	if !h.rightHost(r) {
		return httpblob.Fail(w, "other", http.StatusMisdirectedRequest, "host %q: without tokens this server answers only to localhost and its own address", r.Host)
	}
	segments, problem := splitPath(r.URL)
	if problem != "" {
		return httpblob.Fail(w, "other", http.StatusBadRequest, "path %q: %s", r.URL.EscapedPath(), problem)
	}
	if n := len(segments); n >= 2 && (segments[n-2] == "ac" || segments[n-2] == "cas") {
		return h.bazel(w, r, strings.Join(segments[:n-2], "/"), segments[n-2], segments[n-1])
	}
	if segments[0] == "_api" {
		return h.attic.Serve(w, r)
	}
	return h.cache(w, r, segments[0], strings.Join(segments[1:], "/"))
}

// cache serves a Nix cache.
func (h *Handler) cache(w http.ResponseWriter, r *http.Request, name, rest string) httpblob.Outcome {
	if rest == "attic-cache-info" && permission(r) == cacheauth.Read {
		return h.attic.Info(w, r, name)
	}
	// First of all: whoever may not use a name does not learn whether there is such a cache.
	if err := h.opts.Auth.Check(r.Header.Get("Authorization"), permission(r), name); err != nil {
		return httpblob.FailWith(w, "nix", err)
	}
	c, ok := h.opts.Caches.Find(name)
	if !ok || rest == "" {
		return httpblob.Fail(w, "other", http.StatusNotFound, "there is no cache %q here; caches: %s; Bazel: /ac/ and /cas/", name, strings.Join(h.public(), ", "))
	}
	return h.nix.Serve(w, r, c.Cache, rest)
}

// public are the names told to those who ask for an unknown cache.
func (h *Handler) public() (names []string) {
	for _, c := range h.opts.Caches.All() {
		if c.Public {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return names
}

// permission is what a method needs.
func permission(r *http.Request) cacheauth.Permission {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return cacheauth.Read
	}
	return cacheauth.Write
}

// rightHost protects servers without tokens from web pages that let a name of
// their own resolve to the loopback address: those could write action results.
func (h *Handler) rightHost(r *http.Request) bool {
	if h.opts.Auth.Required() {
		return true
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func (h *Handler) plain(w http.ResponseWriter, r *http.Request, text string) httpblob.Outcome {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return httpblob.MethodNotAllowed(w, r, "other", "GET, HEAD")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte(text)) //nolint:errcheck // the client has gone
	return httpblob.Outcome{Kind: "other", Code: http.StatusOK}
}

// inspect serves /status and /metrics: to this machine, and to every token.
func (h *Handler) inspect(w http.ResponseWriter, r *http.Request) httpblob.Outcome {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return httpblob.MethodNotAllowed(w, r, "other", "GET, HEAD")
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if local := err == nil && peer.Addr().Unmap().IsLoopback(); !local || !h.rightHost(r) {
		if err := h.opts.Auth.Authenticate(r.Header.Get("Authorization")); err != nil {
			return httpblob.FailWith(w, "other", err)
		}
	}
	if r.URL.Path == "/metrics" {
		h.scrap.ServeHTTP(w, r)
		return httpblob.Outcome{Kind: "other", Code: http.StatusOK}
	}
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.Encode(h.opts.Status()) //nolint:errcheck // the client has gone
	return httpblob.Outcome{Kind: "other", Code: http.StatusOK}
}

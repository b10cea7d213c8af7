package atticserve

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpblob"
)

// maxConfig bounds the JSON of a cache's configuration.
const maxConfig = 1 << 20

// Info answers with the configuration of a cache, but for its secret.
func (h *Handler) Info(w http.ResponseWriter, r *http.Request, name string) httpblob.Outcome {
	c, err := h.allow(r, name, atticjwt.Pull)
	if err != nil {
		return fail(w, asError(err))
	}
	api, public, priority := h.apiEndpoint(r), c.Key.ToPublicKey().String(), int32(c.Priority)
	storeDir, names := c.StoreDir, append([]string{}, c.UpstreamKeyNames...)
	substituter := api + name
	if h.opts.Config.SubstituterEndpoint != "" {
		substituter = h.opts.Config.SubstituterEndpoint + name
	}
	retention := atticwire.Retention{Global: true}
	if c.Retention != nil {
		retention = atticwire.Retention{Seconds: uint32(*c.Retention / time.Second)}
	}
	return reply(w, http.StatusOK, atticwire.CacheConfig{
		SubstituterEndpoint: &substituter, APIEndpoint: &api, PublicKey: &public, IsPublic: &c.Public,
		StoreDir: &storeDir, Priority: &priority, UpstreamCacheKeyNames: &names, RetentionPeriod: &retention,
	})
}

// apiEndpoint is the server's URL as the client has it.
func (h *Handler) apiEndpoint(r *http.Request) string {
	if h.opts.Config.APIEndpoint != "" {
		return h.opts.Config.APIEndpoint
	}
	if r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host + "/"
	}
	return "http://" + r.Host + "/"
}

func (h *Handler) create(w http.ResponseWriter, r *http.Request, name string) httpblob.Outcome {
	granted, reason := h.opts.Auth.Grants(r.Header.Get("Authorization"), name)
	if granted == 0 {
		return fail(w, asError(unauthorized(reason)))
	}
	if err := require(granted, atticjwt.CreateCache, name, reason); err != nil {
		return fail(w, asError(err))
	}
	var raw map[string]json.RawMessage
	if err := readJSON(w, r, maxConfig, &raw); err != nil {
		return fail(w, asError(err))
	}
	for _, field := range []string{"keypair", "is_public", "store_dir", "priority", "upstream_cache_key_names"} {
		if raw[field] == nil {
			return fail(w, badRequest("missing field %q", field))
		}
	}
	delete(raw, "retention_period") // which is not part of the request
	c := cacheregistry.Cache{}
	c.Name = name
	if err := apply(raw, &c); err != nil {
		return fail(w, asError(err))
	}
	if err := h.opts.Caches.Create(c, func() { h.opts.Store.DropCache(name) }); err != nil {
		return fail(w, asError(err))
	}
	return reply(w, http.StatusOK, nil)
}

func (h *Handler) configure(w http.ResponseWriter, r *http.Request, name string) httpblob.Outcome {
	if _, err := h.allow(r, name, atticjwt.ConfigureCache); err != nil {
		return fail(w, asError(err))
	}
	var raw map[string]json.RawMessage
	if err := readJSON(w, r, maxConfig, &raw); err != nil {
		return fail(w, asError(err))
	}
	if raw["retention_period"] != nil {
		if _, err := h.allow(r, name, atticjwt.ConfigureRetention); err != nil {
			return fail(w, asError(err))
		}
	}
	if err := h.opts.Caches.Change(name, func(c *cacheregistry.Cache) error { return apply(raw, c) }); err != nil {
		return fail(w, asError(err))
	}
	if raw["retention_period"] != nil {
		go h.opts.Store.Sweep()
	}
	return reply(w, http.StatusOK, nil)
}

func (h *Handler) destroy(w http.ResponseWriter, r *http.Request, name string) httpblob.Outcome {
	if _, err := h.allow(r, name, atticjwt.DestroyCache); err != nil {
		return fail(w, asError(err))
	}
	if err := h.opts.Caches.Delete(name, func() { h.opts.Store.DropCache(name) }); err != nil {
		return fail(w, asError(err))
	}
	return reply(w, http.StatusOK, nil)
}

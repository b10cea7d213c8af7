package atticserve

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"

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

// apply changes what a request sets; null is as good as absent.
func apply(raw map[string]json.RawMessage, c *cacheregistry.Cache) error {
	text, err := json.Marshal(raw)
	if err != nil {
		return badRequest("reading JSON: %v", err)
	}
	var change atticwire.CacheConfig
	if err := decode(text, &change); err != nil {
		return err
	}
	set := false
	for _, f := range []func(atticwire.CacheConfig, *cacheregistry.Cache) (bool, error){setKey, setRetention, setOthers} {
		did, err := f(change, c)
		if err != nil {
			return err
		}
		set = set || did
	}
	if !set {
		return badRequest("No modifiable fields were set.")
	}
	return nil
}

func setKey(change atticwire.CacheConfig, c *cacheregistry.Cache) (bool, error) {
	switch {
	case change.Keypair == nil:
		return false, nil
	case change.Keypair.Secret == "":
		key, _, err := signature.GenerateKeypair(c.Name, nil)
		c.Key = key
		return true, err
	}
	key, err := signature.LoadSecretKey(change.Keypair.Secret)
	if err != nil {
		return false, badRequest("keypair: it is not NAME:BASE64 of an ed25519 secret key as `nix key generate-secret` prints it") // never the value
	}
	c.Key = key
	return true, nil
}

func setRetention(change atticwire.CacheConfig, c *cacheregistry.Cache) (bool, error) {
	p := change.RetentionPeriod
	switch {
	case p == nil:
		return false, nil
	case p.Global:
		c.Retention = nil
		return true, nil
	case p.Seconds > atticwire.MaxRetentionSeconds:
		return false, badRequest("Invalid retention period: %d seconds are more than %d", p.Seconds, atticwire.MaxRetentionSeconds)
	}
	kept := time.Duration(p.Seconds) * time.Second
	c.Retention = &kept
	return true, nil
}

func setOthers(change atticwire.CacheConfig, c *cacheregistry.Cache) (set bool, err error) {
	if change.IsPublic != nil {
		c.Public, set = *change.IsPublic, true
	}
	if change.Priority != nil {
		if *change.Priority < 0 {
			return false, badRequest("priority: %d is negative", *change.Priority)
		}
		c.Priority, set = int(*change.Priority), true
	}
	if dir := change.StoreDir; dir != nil {
		if !strings.HasPrefix(*dir, "/") || strings.HasSuffix(*dir, "/") || !printable(*dir) {
			return false, badRequest("store_dir: %q is not an absolute path without a slash at the end", *dir)
		}
		c.StoreDir, set = *dir, true
	}
	if names := change.UpstreamCacheKeyNames; names != nil {
		for _, name := range *names {
			if name == "" || !printable(name) || strings.Contains(name, ":") {
				return false, badRequest("upstream_cache_key_names: %q is no name of a key", name)
			}
		}
		c.UpstreamKeyNames, set = *names, true
	}
	return set, nil
}

// printable reports whether s is printable ASCII without spaces.
func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

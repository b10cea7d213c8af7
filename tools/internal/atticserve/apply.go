package atticserve

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
)

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

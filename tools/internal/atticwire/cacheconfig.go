package atticwire

import (
	"encoding/json"
	"fmt"
	"math"
)

// CreateCacheRequest makes a cache; all fields are required.
type CreateCacheRequest struct {
	Keypair Keypair `json:"keypair"`
	// IsPublic lets everybody pull.
	IsPublic bool `json:"is_public"`
	// StoreDir is the Nix store of the cache's paths, usually /nix/store.
	StoreDir string `json:"store_dir"`
	// Priority orders substituters: the lower, the earlier.
	Priority int32 `json:"priority"`
	// UpstreamCacheKeyNames are names of keys; clients do not push paths signed
	// by them.
	UpstreamCacheKeyNames []string `json:"upstream_cache_key_names"`
}

// CacheConfig describes a cache. In answers the read-only fields are set and
// Keypair is not; in requests a nil field stays as it is.
type CacheConfig struct {
	Keypair *Keypair `json:"keypair,omitempty"`
	// SubstituterEndpoint is the URL for nix.conf; read-only.
	SubstituterEndpoint *string `json:"substituter_endpoint,omitempty"`
	// APIEndpoint is the server's URL, ending with a slash; read-only.
	APIEndpoint *string `json:"api_endpoint,omitempty"`
	// PublicKey is NAME:BASE64; read-only.
	PublicKey             *string    `json:"public_key,omitempty"`
	IsPublic              *bool      `json:"is_public,omitempty"`
	StoreDir              *string    `json:"store_dir,omitempty"`
	Priority              *int32     `json:"priority,omitempty"`
	UpstreamCacheKeyNames *[]string  `json:"upstream_cache_key_names,omitempty"`
	RetentionPeriod       *Retention `json:"retention_period,omitempty"`
}

// Keypair says where a cache's signing key comes from: "Generate", or
// {"Keypair": "NAME:BASE64"} with Nix's form of a secret key. The zero value is
// Generate.
type Keypair struct{ Secret string }

// MarshalJSON writes either form.
func (k Keypair) MarshalJSON() ([]byte, error) {
	if k.Secret == "" {
		return json.Marshal("Generate")
	}
	return json.Marshal(map[string]string{"Keypair": k.Secret})
}

// UnmarshalJSON reads either form.
func (k *Keypair) UnmarshalJSON(data []byte) error {
	var word string
	if json.Unmarshal(data, &word) == nil && word == "Generate" {
		*k = Keypair{}
		return nil
	}
	var given map[string]string
	if err := json.Unmarshal(data, &given); err == nil && len(given) == 1 && given["Keypair"] != "" {
		*k = Keypair{Secret: given["Keypair"]}
		return nil
	}
	return fmt.Errorf(`keypair: want "Generate" or {"Keypair": "NAME:BASE64"}`) // never the value: it is secret
}

// Retention is how long paths are kept after their last use: "Global" (the
// server's default) or {"Period": SECONDS}, where 0 means for ever.
type Retention struct {
	Global  bool
	Seconds uint32
}

// MaxRetentionSeconds is the longest period that atticd takes: it keeps 32 bits
// with a sign.
const MaxRetentionSeconds = math.MaxInt32

// MarshalJSON writes either form.
func (r Retention) MarshalJSON() ([]byte, error) {
	if r.Global {
		return json.Marshal("Global")
	}
	return json.Marshal(map[string]uint32{"Period": r.Seconds})
}

// UnmarshalJSON reads either form.
func (r *Retention) UnmarshalJSON(data []byte) error {
	var word string
	if json.Unmarshal(data, &word) == nil && word == "Global" {
		*r = Retention{Global: true}
		return nil
	}
	var given map[string]uint32
	if err := json.Unmarshal(data, &given); err == nil && len(given) == 1 {
		if seconds, ok := given["Period"]; ok {
			*r = Retention{Seconds: seconds}
			return nil
		}
	}
	return fmt.Errorf(`retention_period: want "Global" or {"Period": SECONDS}, not %s`, data)
}

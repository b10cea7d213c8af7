package localcache

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Status is what a running cached says of itself on /status; fields that are
// of no use here are left out.
type Status struct {
	Version      string        `json:"version"`
	PID          int           `json:"pid"`
	Instance     string        `json:"instance"`
	DataDir      string        `json:"data_dir"`
	ConfigSHA256 string        `json:"config_sha256"`
	Started      time.Time     `json:"started"`
	Auth         string        `json:"auth"`
	HTTPAddress  string        `json:"http_address"`
	GRPCAddress  string        `json:"grpc_address"`
	Caches       []CacheStatus `json:"caches"`
}

// CacheStatus is one Nix cache of a Status.
type CacheStatus struct {
	Name      string `json:"name"`
	PublicKey string `json:"public_key"`
	Priority  int64  `json:"priority"`
	Public    bool   `json:"public"`
}

// PublicKeys maps each Nix cache to the key for trusted-public-keys.
func (s *Status) PublicKeys() map[string]string {
	keys := make(map[string]string, len(s.Caches))
	for _, c := range s.Caches {
		keys[c.Name] = c.PublicKey
	}
	return keys
}

// statusTimeout bounds one question to a server; a healthy one answers in
// milliseconds.
const statusTimeout = 3 * time.Second

// maxStatusBytes bounds what is read of an answer by a stranger.
const maxStatusBytes = 4 << 20

// GetStatus asks the server at addr (host:port) for its status. It never goes
// through a proxy, and never follows a redirect.
func GetStatus(ctx context.Context, addr string) (*Status, error) {
	body, err := get(ctx, HTTPURL(addr)+"/status")
	if err != nil {
		return nil, err
	}
	var s Status
	if err := json.Unmarshal(body, &s); err != nil {
		return nil, fmt.Errorf("decoding the answer of %s/status: %w", HTTPURL(addr), err)
	}
	if s.PID <= 0 || s.DataDir == "" {
		return nil, fmt.Errorf("decoding the answer of %s/status: it names no pid and data_dir, so it is not a cached", HTTPURL(addr))
	}
	return &s, nil
}

// HealthyStatus is the status of the server at addr if one serves there and is
// healthy, else nil.
func HealthyStatus(ctx context.Context, addr string) *Status {
	s, err := GetStatus(ctx, addr)
	if err != nil {
		return nil
	}
	if _, err := get(ctx, HTTPURL(addr)+"/healthz"); err != nil {
		return nil
	}
	return s
}

func get(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, statusTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", url, err)
	}
	transport := &http.Transport{Proxy: nil, DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", url, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxStatusBytes))
	if err != nil {
		return nil, fmt.Errorf("reading the answer of %s: %w", url, err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("asking %s: it answered %s", url, resp.Status)
	}
	return body, nil
}

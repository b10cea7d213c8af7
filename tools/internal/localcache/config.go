package localcache

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// day is the unit of retention of the resource.
const day = 24 * time.Hour

// Encode gives the bytes of the configuration file: the same configuration
// always gives the same bytes, whatever the order of its caches.
func Encode(c cacheconfig.Config) ([]byte, error) {
	c.Caches = slices.Clone(c.Caches)
	slices.SortFunc(c.Caches, func(a, b cacheconfig.Cache) int { return strings.Compare(a.Name, b.Name) })
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the configuration of %q: %w", c.DataDir, err)
	}
	return append(data, '\n'), nil
}

// CheckConfig reports the first thing in c that the server would refuse, or
// that could not be shared with clients.
func CheckConfig(c cacheconfig.Config) error {
	for _, addr := range []string{c.HTTPAddress, c.GRPCAddress} {
		if err := CheckAddress(addr); err != nil {
			return err
		}
	}
	if c.HTTPAddress == c.GRPCAddress {
		return fmt.Errorf("HTTP and gRPC cannot share address %q", c.HTTPAddress)
	}
	return c.Validate()
}

// Days is a retention of n days.
func Days(n int64) cacheconfig.Duration { return cacheconfig.Duration(time.Duration(n) * day) }

// WholeDays is the number of days of a retention, if it is a whole one.
func WholeDays(d cacheconfig.Duration) (int64, error) {
	if time.Duration(d)%day != 0 {
		return 0, fmt.Errorf("retention %s is not a whole number of days", d)
	}
	return int64(time.Duration(d) / day), nil
}

// SHA256 is the lowercase hexadecimal digest of data.
func SHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

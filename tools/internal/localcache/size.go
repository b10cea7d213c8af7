package localcache

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// sizeUnit is one accepted suffix of a size and its number of bytes.
type sizeUnit struct {
	suffix string
	bytes  int64
}

// sizeUnits are ordered for FormatSize: the largest unit that divides a size
// without rest gives its shortest exact form.
func sizeUnits() []sizeUnit {
	return []sizeUnit{
		{"TiB", 1 << 40}, {"TB", 1e12},
		{"GiB", 1 << 30}, {"GB", 1e9},
		{"MiB", 1 << 20}, {"MB", 1e6},
		{"KiB", 1 << 10}, {"KB", 1e3},
		{"B", 1},
	}
}

// ParseSize reads a whole number of bytes with a unit, such as "50GiB" (2^30)
// or "500MB" (10^6). The result is at least 1.
func ParseSize(s string) (int64, error) {
	digits, suffix := splitSize(s)
	for _, u := range sizeUnits() {
		if !strings.EqualFold(u.suffix, suffix) {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n < 1 || n > math.MaxInt64/u.bytes {
			return 0, fmt.Errorf("size %q is out of range: it must be from 1B to %dTiB", s, int64(math.MaxInt64>>40))
		}
		return n * u.bytes, nil
	}
	return 0, fmt.Errorf("size %q is not a whole number with a unit: write it like 50GiB or 500MB (units: B, KB, KiB, MB, MiB, GB, GiB, TB, TiB)", s)
}

// splitSize separates the digits from the unit; both are empty when s does not
// have that shape.
func splitSize(s string) (digits, suffix string) {
	m := regexp.MustCompile(`^([0-9]+) ?([A-Za-z]+)$`).FindStringSubmatch(s)
	if m == nil {
		return "", ""
	}
	return m[1], m[2]
}

// FormatSize writes n in the largest unit that divides it exactly, so that
// ParseSize(FormatSize(n)) == n.
func FormatSize(n int64) string {
	for _, u := range sizeUnits() {
		if n%u.bytes == 0 && n >= u.bytes {
			return strconv.FormatInt(n/u.bytes, 10) + u.suffix
		}
	}
	return strconv.FormatInt(n, 10) + "B"
}

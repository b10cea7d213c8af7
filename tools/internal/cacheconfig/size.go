package cacheconfig

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParseSize reads a number of bytes, with an optional unit: B, kB, MB, GB, TB
// (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024).
func ParseSize(s string) (int64, error) {
	bad := fmt.Errorf("%q is not a size like 50GiB", s)
	digits := strings.TrimRight(s, "BkKMGTi ")
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || n < 0 || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, bad
	}
	units := map[string]float64{
		"": 1, "B": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
		"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
	}
	unit, ok := units[strings.TrimSpace(s[len(digits):])]
	if !ok || n*unit > math.MaxInt64/2 {
		return 0, bad
	}
	return int64(n * unit), nil
}

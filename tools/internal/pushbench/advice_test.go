package pushbench_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushbench"
)

func TestAdvice(t *testing.T) {
	small := func(jobs int, rate float64) pushbench.Transfer {
		return pushbench.Transfer{Size: 4 << 10, Jobs: jobs, BlobsPerSecond: rate, BytesPerSecond: rate * 4096}
	}
	large := func(rate float64) pushbench.Transfer {
		return pushbench.Transfer{Size: 16 << 20, Jobs: 4, BlobsPerSecond: rate / (16 << 20), BytesPerSecond: rate}
	}
	levels := []pushbench.Compression{{Level: 1, BytesPerSecond: 800e6, Ratio: 0.40}, {Level: 3, BytesPerSecond: 400e6, Ratio: 0.36}, {Level: 7, BytesPerSecond: 100e6, Ratio: 0.33}}
	for _, tc := range []struct {
		reason      string
		uploads     []pushbench.Transfer
		levels      []pushbench.Compression
		attic       bool
		jobs, level int
		method      string
	}{
		{"the least number that is almost the best", []pushbench.Transfer{small(1, 50), small(8, 380), small(32, 400), small(64, 401), large(50e6)}, levels, false, 8, 3, "zstd"},
		{"a slow network takes the strongest that keeps up with it", []pushbench.Transfer{small(1, 10), large(12e6)}, levels, false, 1, 7, "zstd"},
		{"a network of 1 Gbit/s is waited for by level 3", []pushbench.Transfer{small(1, 10), large(120e6)}, levels, false, 1, 3, "zstd"},
		{"a fast one by level 1", []pushbench.Transfer{small(1, 10), large(300e6)}, levels, false, 1, 1, "zstd"},
		{"one faster than any compression", []pushbench.Transfer{small(1, 10), large(3e9)}, levels, false, 1, 0, "none"},
		{"Attic compresses by itself", []pushbench.Transfer{small(1, 10), small(16, 100), large(3e9)}, nil, true, 16, 0, ""},
	} {
		a := pushbench.Advise(&pushbench.Result{Uploads: tc.uploads, Compression: tc.levels}, tc.attic)
		if a.Jobs != tc.jobs || a.Level != tc.level || a.Compression != tc.method || len(a.Reasons) == 0 {
			t.Errorf("%s: %+v; want jobs %d, %s %d", tc.reason, a, tc.jobs, tc.method, tc.level)
		}
	}
	if a := pushbench.Advise(&pushbench.Result{}, false); a != nil {
		t.Errorf("nothing was measured: %+v", a)
	}
}

package pushbench_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushbench"
)

func TestLatency(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(100-i) * time.Millisecond // the slowest first
	}
	for _, tc := range []struct {
		reason string
		first  time.Duration
		times  []time.Duration
		want   pushbench.Latency
	}{
		{"the first stands apart: it makes the connection", time.Second, []time.Duration{2 * time.Millisecond},
			pushbench.Latency{Requests: 2, FirstMS: 1000, MinMS: 2, P50MS: 2, P90MS: 2, P99MS: 2, MaxMS: 2}},
		{"one request has no percentiles", time.Millisecond, nil, pushbench.Latency{Requests: 1, FirstMS: 1}},
		{"percentiles are nearest ranks", 0, hundred, pushbench.Latency{Requests: 101, MinMS: 1, P50MS: 50, P90MS: 90, P99MS: 99, MaxMS: 100}},
		{"parts of a millisecond count", 0, []time.Duration{1500 * time.Microsecond}, pushbench.Latency{Requests: 2, MinMS: 1.5, P50MS: 1.5, P90MS: 1.5, P99MS: 1.5, MaxMS: 1.5}},
	} {
		if d := cmp.Diff(tc.want, pushbench.NewLatency(tc.first, tc.times)); d != "" {
			t.Errorf("%s (-want +got):\n%s", tc.reason, d)
		}
	}
}

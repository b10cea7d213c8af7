package cachemetrics_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachemetrics"
	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// scrape returns the metrics of this package, as Prometheus reads them.
func scrape(m *cachemetrics.Metrics) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	var lines []string
	for line := range strings.Lines(w.Body.String()) {
		if strings.HasPrefix(line, "cached_") && !strings.Contains(line, "_duration_seconds_") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

func TestMetrics(t *testing.T) {
	m := cachemetrics.New()
	store, err := cachestore.Open(t.TempDir(), cachestore.Options{MaxBytes: 5000, OnEvict: m.Evicted})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	m.WatchStore(store, 5000)
	for _, name := range []string{"a", "b"} { // of which only one fits
		if err := store.PutBytes(cachestore.Key{Kind: cachestore.NarInfo, Cache: "main", Name: name}, make([]byte, 600)); err != nil {
			t.Fatal(err)
		}
	}
	m.Observe(cachemetrics.Request{Protocol: "http", Kind: "cas", Method: "GET", Code: cachemetrics.HTTPCode(200), Out: 10, Hits: 1, Took: time.Millisecond})
	m.Observe(cachemetrics.Request{Protocol: "http", Kind: "cas", Method: "GET", Code: cachemetrics.HTTPCode(404), Misses: 1})
	m.Observe(cachemetrics.Request{Protocol: "grpc", Kind: "cas", Method: "BatchUpdateBlobs", Code: "OK", In: 30})
	want := `cached_bytes_total{direction="in",kind="cas"} 30
cached_bytes_total{direction="out",kind="cas"} 10
cached_evicted_bytes_total{cache="main",kind="narinfo",reason="size"} 600
cached_evictions_total{cache="main",kind="narinfo",reason="size"} 1
cached_lookups_total{kind="cas",result="hit"} 1
cached_lookups_total{kind="cas",result="miss"} 1
cached_requests_total{code="200",kind="cas",method="GET",protocol="http"} 1
cached_requests_total{code="404",kind="cas",method="GET",protocol="http"} 1
cached_requests_total{code="OK",kind="cas",method="BatchUpdateBlobs",protocol="grpc"} 1
cached_store_blobs{cache="main",kind="narinfo"} 1
cached_store_bytes{cache="main",kind="narinfo"} 600
cached_store_disk_bytes{cache="main",kind="narinfo"} 4096
cached_store_max_bytes 5000
`
	if got := scrape(m); got != want {
		t.Errorf("metrics\n%s\nwant\n%s", got, want)
	}
}

// Package cachemetrics holds the Prometheus metrics of a cache server.
package cachemetrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// Metrics counts what the server does.
type Metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	lookups   *prometheus.CounterVec
	bytes     *prometheus.CounterVec
	evictions *prometheus.CounterVec
	evicted   *prometheus.CounterVec
	duration  *prometheus.HistogramVec
}

// New makes Metrics in a registry of their own.
func New() *Metrics {
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		requests:  counter("cached_requests_total", "Requests by protocol (http, grpc), kind (cas, ac, nar, narinfo, ...), method and status code.", "protocol", "kind", "method", "code"),
		lookups:   counter("cached_lookups_total", "Blobs asked for by kind and result (hit, miss).", "kind", "result"),
		bytes:     counter("cached_bytes_total", "Bytes of blobs received (in) and sent (out) by kind.", "kind", "direction"),
		evictions: counter("cached_evictions_total", "Blobs dropped by kind, cache and reason (size, age).", "kind", "cache", "reason"),
		evicted:   counter("cached_evicted_bytes_total", "Bytes of the blobs dropped.", "kind", "cache", "reason"),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "cached_request_duration_seconds",
			Help:    "Time from the end of the request's header to the end of the response.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 4, 10),
		}, []string{"protocol", "kind", "method"}),
	}
	m.registry.MustRegister(m.requests, m.lookups, m.bytes, m.evictions, m.evicted, m.duration,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// Request is what happened in one request.
type Request struct {
	Protocol, Kind, Method, Code string
	In, Out                      int64
	Hits, Misses                 int
	Took                         time.Duration
}

// Observe counts a request.
func (m *Metrics) Observe(r Request) {
	m.requests.WithLabelValues(r.Protocol, r.Kind, r.Method, r.Code).Inc()
	m.duration.WithLabelValues(r.Protocol, r.Kind, r.Method).Observe(r.Took.Seconds())
	add(m.lookups, float64(r.Hits), r.Kind, "hit")
	add(m.lookups, float64(r.Misses), r.Kind, "miss")
	add(m.bytes, float64(r.In), r.Kind, "in")
	add(m.bytes, float64(r.Out), r.Kind, "out")
}

func add(c *prometheus.CounterVec, n float64, labels ...string) {
	if n > 0 {
		c.WithLabelValues(labels...).Add(n)
	}
}

// Evicted counts a dropped blob; it is a store's OnEvict.
func (m *Metrics) Evicted(kind cachestore.Kind, cache string, size int64, reason string) {
	m.evictions.WithLabelValues(kind.String(), cache, reason).Inc()
	m.evicted.WithLabelValues(kind.String(), cache, reason).Add(float64(size))
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// WatchStore adds gauges of a store's size.
func (m *Metrics) WatchStore(s *cachestore.Store, maxBytes int64) {
	m.registry.MustRegister(&storeCollector{
		store: s, maxBytes: float64(maxBytes),
		blobs: prometheus.NewDesc("cached_store_blobs", "Blobs in the store by kind and cache.", []string{"kind", "cache"}, nil),
		bytes: prometheus.NewDesc("cached_store_bytes", "Bytes of content in the store by kind and cache.", []string{"kind", "cache"}, nil),
		disk:  prometheus.NewDesc("cached_store_disk_bytes", "Bytes of the blocks that hold the content on disk by kind and cache.", []string{"kind", "cache"}, nil),
		limit: prometheus.NewDesc("cached_store_max_bytes", "The most bytes on disk that the store keeps.", nil, nil),
	})
}

type storeCollector struct {
	store                     *cachestore.Store
	maxBytes                  float64
	blobs, bytes, disk, limit *prometheus.Desc
}

// Describe implements prometheus.Collector.
func (c *storeCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.blobs
	ch <- c.bytes
	ch <- c.disk
	ch <- c.limit
}

// Collect implements prometheus.Collector.
func (c *storeCollector) Collect(ch chan<- prometheus.Metric) {
	for g, st := range c.store.Stats() {
		ch <- prometheus.MustNewConstMetric(c.blobs, prometheus.GaugeValue, float64(st.Blobs), g.Kind.String(), g.Cache)
		ch <- prometheus.MustNewConstMetric(c.bytes, prometheus.GaugeValue, float64(st.Bytes), g.Kind.String(), g.Cache)
		ch <- prometheus.MustNewConstMetric(c.disk, prometheus.GaugeValue, float64(st.DiskBytes), g.Kind.String(), g.Cache)
	}
	ch <- prometheus.MustNewConstMetric(c.limit, prometheus.GaugeValue, c.maxBytes)
}

// HTTPCode is the label of an HTTP status.
func HTTPCode(code int) string {
	if code == http.StatusOK {
		return "200"
	}
	return strconv.Itoa(code)
}

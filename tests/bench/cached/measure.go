package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/server"
)

// sample is one measurement.
type sample struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu_seconds"`
	Peak    float64 `json:"peak_rss_bytes"`
}

// operation is what is measured: one row of the table.
type operation struct {
	name  string
	count int   // requests; with gRPC, blobs
	bytes int64 // of blobs, altogether
	// against is the row whose own-server figures these are compared with;
	// empty: nginx's of the same row.
	against string
}

// meter collects samples of one server's turn.
type meter struct {
	server  *server.Server
	results *results
	log     io.Writer
	took    time.Duration // altogether
}

// measure times f and what it costs the server.
func (m *meter) measure(ctx context.Context, op operation, f func() error) error {
	if err := settle(m.server.Dir); err != nil {
		return err
	}
	pids, err := family(m.server.PID())
	if err != nil {
		return err
	}
	if err := resetPeak(pids); err != nil {
		return err
	}
	before, err := cpuTime(pids)
	if err != nil {
		return err
	}
	start := time.Now()
	if err := f(); err != nil {
		return fmt.Errorf("%s, %s: %w", op.name, m.server.Name, err)
	}
	took := time.Since(start)
	m.took += took
	after, err := cpuTime(pids)
	if err != nil {
		return err
	}
	peak, err := peakMemory(pids)
	if err != nil {
		return err
	}
	m.results.add(op, m.server.Name, sample{took.Seconds(), (after - before).Seconds(), float64(peak)})
	fmt.Fprintf(m.log, "bench:   %-7s %-26s %8.3f s\n", m.server.Name, op.name, took.Seconds())
	return ctx.Err()
}

// measure runs all rounds of all scenarios that are wanted.
func measure(ctx context.Context, o options, log io.Writer) (r *results, err error) {
	parent, kind, err := workDir(o)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, "flywheel-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for the servers: %w", err)
	}
	defer func() {
		if rerr := os.RemoveAll(dir); err == nil && rerr != nil {
			err = fmt.Errorf("removing the servers' files: %w", rerr)
		}
	}()
	fmt.Fprintf(log, "bench: making blobs; the servers' files are in %s (%s)\n", dir, kind)
	data, err := makeData(o)
	if err != nil {
		return nil, err
	}
	r = newResults(o, kind)
	for round := range o.rounds {
		for _, sc := range scenarios() {
			if !o.wants(sc.name) {
				continue
			}
			fmt.Fprintf(log, "bench: round %d of %d, %s\n", round+1, o.rounds, sc.name)
			for i := range sc.servers {
				// Each is the first in every other round.
				name := sc.servers[(i+round)%len(sc.servers)]
				if err := turn(ctx, o, dir, sc, name, data, r, log); err != nil {
					return nil, err
				}
			}
		}
	}
	return r, nil
}

// turn is one scenario with one fresh server.
func turn(ctx context.Context, o options, dir string, sc scenario, name string, data *data, r *results, log io.Writer) (err error) {
	l := server.LaunchNginx(o.nginx)
	if name == server.Cached {
		l = server.LaunchCached(o.cached)
	}
	s, err := l.Start(ctx, dir)
	if err != nil {
		return err
	}
	m := &meter{server: s, results: r, log: log}
	err = sc.run(ctx, m, data)
	cpu, serr := s.Stop()
	if err != nil {
		return err
	}
	// Its processor time holds what the server does behind its clients' backs
	// and when it is stopped.
	r.add(operation{name: sc.name + " altogether", against: sc.against}, name, sample{Seconds: m.took.Seconds(), CPU: cpu.Seconds()})
	return serr
}

// workDir is where the servers keep their files. Memory takes the disk, which
// is the slower the more it has to do, out of the comparison.
func workDir(o options) (dir, kind string, err error) {
	small := int64(o.small) * (o.smallSize + 4096) * int64(4*o.rounds) // stay until the end
	need := (small + int64(o.large)*o.largeSize) * 5 / 4
	if o.dir == "" {
		o.dir = os.TempDir()
		if free, _, err := room("/dev/shm"); err == nil && free > 2*need {
			o.dir = "/dev/shm"
		}
	}
	free, kind, err := room(o.dir)
	if err == nil && free < need {
		err = fmt.Errorf("%s has %d MiB free, %d are needed: choose another place with --dir, or measure less", o.dir, free>>20, need>>20)
	}
	return o.dir, kind, err
}

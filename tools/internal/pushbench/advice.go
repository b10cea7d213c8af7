package pushbench

import "fmt"

// Advice are the settings that follow from the measurements.
type Advice struct {
	// Jobs is for --jobs.
	Jobs int `json:"jobs"`
	// Compression and Level are for --compression and --compression-level; empty and 0
	// where the server compresses.
	Compression string `json:"compression,omitempty"`
	Level       int    `json:"level,omitempty"`
	// Reasons say why.
	Reasons []string `json:"reasons"`
}

// almost is how close to the best a figure must be to be as good.
const almost = 0.9

// Advise chooses settings; nil where too little was measured. attic says that the server compresses.
func Advise(r *Result, attic bool) *Advice {
	jobs, rate := bestJobs(r.Uploads, smallBlob)
	if jobs == 0 {
		return nil
	}
	a := &Advice{Jobs: jobs, Reasons: []string{fmt.Sprintf("%d uploads at once move %.0f small paths a second; more of them do not move a tenth more", jobs, rate)}}
	network := fastest(r.Uploads)
	switch {
	case attic:
		a.Reasons = append(a.Reasons, "the server compresses: nothing to choose")
	case len(r.Compression) > 0 && network > 0:
		a.compression(r.Compression, network)
	}
	return a
}

// bestJobs is the least number of jobs that is almost as fast as any.
func bestJobs(all []Transfer, size int64) (jobs int, rate float64) {
	best := 0.0
	for _, t := range all {
		if t.Size == size {
			best = max(best, t.BlobsPerSecond)
		}
	}
	for _, t := range all {
		if t.Size == size && best > 0 && t.BlobsPerSecond >= almost*best {
			return t.Jobs, t.BlobsPerSecond
		}
	}
	return 0, 0
}

// fastest is the network's speed.
func fastest(all []Transfer) (rate float64) {
	for _, t := range all {
		rate = max(rate, t.BytesPerSecond)
	}
	return rate
}

// compression chooses what makes a large push shortest: what is compressed while it is
// sent takes as long as the slower of both. Among settings that are almost as short the
// smallest result wins, since everybody downloads it.
func (a *Advice) compression(levels []Compression, network float64) {
	plain := 1 / network
	cost := func(c Compression) float64 { return max(1/c.BytesPerSecond, c.Ratio/network) }
	shortest := plain
	for _, c := range levels {
		shortest = min(shortest, cost(c))
	}
	a.Compression, a.Level = "none", 0
	took, ratio := plain, 1.0
	for _, c := range levels {
		if cost(c)*almost <= shortest && c.Ratio < ratio {
			a.Compression, a.Level, took, ratio = "zstd", c.Level, cost(c), c.Ratio
		}
	}
	a.Reasons = append(a.Reasons, fmt.Sprintf("a GB of programs takes about %.1f s so (%.1f s uncompressed) and becomes %.0f %% of its size", 1e9*took, 1e9*plain, 100*ratio))
}

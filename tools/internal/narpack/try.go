package narpack

import (
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Try compresses data by zstd as an archive of its size would be, on all processors, and
// returns how many bytes that makes.
func Try(level int, data []byte) (int64, error) {
	workers := min(runtime.GOMAXPROCS(0), maxWorkers)
	c, err := newCompressor(Zstd, level, workers)
	if err != nil {
		return 0, err
	}
	var size atomic.Int64
	var group errgroup.Group
	group.SetLimit(workers)
	for block := range slices.Chunk(data, blockSize) {
		group.Go(func() error {
			out, err := c.block(nil, block)
			size.Add(int64(len(out)))
			return err
		})
	}
	err = group.Wait()
	return size.Load(), err
}

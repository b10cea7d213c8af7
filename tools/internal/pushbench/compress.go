package pushbench

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/narpack"
)

// Compression is what one level of zstd does to a sample on this machine.
type Compression struct {
	// Level is zstd's; 0 is no compression.
	Level int `json:"level"`
	// BytesPerSecond is what goes in, on all processors; Ratio is what comes out over that.
	BytesPerSecond float64 `json:"bytes_per_second"`
	Ratio          float64 `json:"ratio"`
}

// sampleBytes bounds the sample.
const sampleBytes = 32 << 20

// compressions measures levels of zstd on a file; nothing where there is none.
func compressions(ctx context.Context, m *meter, sample string) ([]Compression, error) {
	all := []Compression{}
	if sample == "" || m.endpoint.Batches() { // an Attic server compresses by itself
		return all, nil
	}
	data, err := readSample(sample)
	if err != nil {
		return all, err
	}
	for _, level := range []int{1, 3, 7} {
		if ctx.Err() != nil {
			return all, context.Cause(ctx)
		}
		m.say("compressing by zstd of level %d", level)
		begun := time.Now()
		n, err := narpack.Try(level, data)
		if err != nil {
			return all, err
		}
		all = append(all, Compression{Level: level, BytesPerSecond: float64(len(data)) / time.Since(begun).Seconds(), Ratio: float64(n) / float64(len(data))})
	}
	return all, nil
}

func readSample(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading a sample to compress: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, sampleBytes))
	if err != nil {
		return nil, fmt.Errorf("reading a sample to compress: %w", err)
	}
	return data, nil
}

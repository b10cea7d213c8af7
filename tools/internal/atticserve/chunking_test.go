package atticserve_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/nix-community/go-nix/pkg/nar"
)

// Attic's defaults, in bytes.
const (
	chunkThreshold = 64 << 10
	chunkMin       = 16 << 10
	chunkAvg       = 64 << 10
	chunkMax       = 256 << 10
)

// chunks cuts data where its content says: FastCDC with a gear hash and one
// level of normalisation, as atticd does. Only this measurement has it: see
// "Chunking" in tests/bench/README.md for why the server does without.
func chunks(gear *[256]uint64, data []byte) (out [][]byte) {
	const before, after = 1<<17 - 1, 1<<15 - 1 // masks of one bit more and less than log2(chunkAvg)
	for len(data) > chunkMin {
		cut, end, hash := min(len(data), chunkMax), min(len(data), chunkMax), uint64(0)
		for i := chunkMin; i < end; i++ {
			hash = hash<<1 + gear[data[i]]
			mask := uint64(before)
			if i >= chunkAvg {
				mask = after
			}
			if hash>>16&mask == 0 { // not the lowest bits, which few bytes reach
				cut = i
				break
			}
		}
		out = append(out, data[:cut])
		data = data[cut:]
	}
	if len(data) > 0 {
		out = append(out, data)
	}
	return out
}

// stored counts what a store keeps of blobs, each once, compressed.
type stored struct {
	seen  map[[sha256.Size]byte]bool
	bytes int64
	blobs int
	e     *zstd.Encoder
}

func newStored(tb testing.TB) *stored {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(3)), zstd.WithWindowSize(4<<20), zstd.WithEncoderConcurrency(1))
	if err != nil {
		tb.Fatal(err)
	}
	return &stored{seen: map[[sha256.Size]byte]bool{}, e: e}
}

func (s *stored) add(data []byte) {
	sum := sha256.Sum256(data)
	if s.seen[sum] {
		return
	}
	s.seen[sum] = true
	s.blobs++
	s.bytes += int64(len(s.e.EncodeAll(data, nil)))
}

// BenchmarkChunking says what chunks would save: it stores every entry of the
// directories CHUNKING_OLD and then CHUNKING_NEW, as paths of two closures, whole
// and in chunks.
func BenchmarkChunking(b *testing.B) {
	dirs := []string{os.Getenv("CHUNKING_OLD"), os.Getenv("CHUNKING_NEW")}
	if dirs[0] == "" || dirs[1] == "" {
		b.Fatal("set CHUNKING_OLD and CHUNKING_NEW to directories whose entries are the paths of two closures")
	}
	var gear [256]uint64
	r := rand.New(rand.NewPCG(1, 2))
	for i := range gear {
		gear[i] = r.Uint64()
	}
	for b.Loop() {
		whole, parts := newStored(b), newStored(b)
		var took [2]time.Duration
		var total int64
		for _, dir := range dirs {
			paths, err := filepath.Glob(filepath.Join(dir, "*"))
			if err != nil || len(paths) == 0 {
				b.Fatalf("%v: nothing in %s", err, dir)
			}
			for _, path := range paths {
				var archive bytes.Buffer
				if err := nar.DumpPath(&archive, path); err != nil {
					b.Fatal(err)
				}
				data := archive.Bytes()
				total += int64(len(data))
				start := time.Now()
				whole.add(data)
				took[0] += time.Since(start)
				start = time.Now()
				for _, c := range split(&gear, data) {
					parts.add(c)
				}
				took[1] += time.Since(start)
			}
			fmt.Printf("after %s: %.1f MB of NARs; whole %.1f MB in %d files, %.1f s; chunks %.1f MB in %d files, %.1f s\n",
				dir, mb(total), mb(whole.bytes), whole.blobs, took[0].Seconds(), mb(parts.bytes), parts.blobs, took[1].Seconds())
		}
	}
}

func mb(n int64) float64 { return float64(n) / 1e6 }

func split(gear *[256]uint64, data []byte) [][]byte {
	if len(data) < chunkThreshold {
		return [][]byte{data}
	}
	return chunks(gear, data)
}

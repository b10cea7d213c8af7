package pushbench

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Transfer is how fast blobs of one size went up or down, so many at once.
type Transfer struct {
	// Size is of each blob, Jobs how many went at once.
	Size           int64   `json:"size"`
	Jobs           int     `json:"jobs"`
	Blobs          int     `json:"blobs"`
	Seconds        float64 `json:"seconds"`
	BlobsPerSecond float64 `json:"blobs_per_second"`
	BytesPerSecond float64 `json:"bytes_per_second"`
}

// uploads measures one size with each number of jobs.
func (m *meter) uploads(ctx context.Context, size int64, jobs []int) ([]Transfer, error) {
	var all []Transfer
	for _, n := range jobs {
		if m.share() < int64(n)*size {
			break // less than one for each job says nothing
		}
		m.say("uploading blobs of %s, %d at once", sizeText(size), n)
		t, err := m.transfer(ctx, size, n, m.fresh(size), m.endpoint.Put)
		if err != nil {
			return all, err
		}
		all = append(all, t)
	}
	return all, nil
}

// downloads measures downloads of the blobs that were uploaded last.
func (m *meter) downloads(ctx context.Context, jobs []int) ([]Transfer, error) {
	m.mu.Lock()
	blobs := m.uploaded
	m.mu.Unlock()
	if len(blobs) == 0 {
		return nil, nil
	}
	size := blobs[len(blobs)-1].Size
	var all []Transfer
	for _, n := range jobs {
		m.say("downloading blobs of %s, %d at once", sizeText(size), n)
		var next atomic.Int64
		again := func() (Blob, bool) {
			i := len(blobs) - 1 - int(next.Add(1)-1)
			if i < 0 || blobs[i].Size != size {
				return Blob{}, false
			}
			return blobs[i], true
		}
		t, err := m.transfer(ctx, size, n, again, m.get)
		if err != nil {
			return all, err
		}
		all = append(all, t)
	}
	return all, nil
}

func (m *meter) get(ctx context.Context, b Blob) error {
	n, err := m.endpoint.Get(ctx, b)
	if err == nil && n < b.Size {
		err = errWrong
	}
	return err
}

// fresh hands out new blobs, up to a share of the bytes that may be uploaded.
func (m *meter) fresh(size int64) func() (Blob, bool) {
	left := m.share()
	return func() (Blob, bool) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if left < size {
			return Blob{}, false
		}
		left -= size
		m.index++
		b := Blob{Run: m.run, Index: m.index, Size: size}
		m.uploaded = append(m.uploaded, b)
		return b, true
	}
}

// measurements is how many there are that upload, and one to spare.
const measurements = 10

// share is how many bytes each of them may upload.
func (m *meter) share() int64 { return m.options.MaxBytes / measurements }

// transfer moves blobs for a while, and those to their end that were under way then.
func (m *meter) transfer(ctx context.Context, size int64, jobs int, next func() (Blob, bool), move func(context.Context, Blob) error) (Transfer, error) {
	var mu sync.Mutex
	t := Transfer{Size: size, Jobs: jobs}
	begun := time.Now()
	var last time.Time
	group, ctx := errgroup.WithContext(ctx)
	for range jobs {
		group.Go(func() error {
			for time.Since(begun) < m.options.Time {
				b, more := next()
				if !more {
					return nil
				}
				if err := move(ctx, b); err != nil {
					return err
				}
				mu.Lock()
				t.Blobs++
				last = time.Now()
				mu.Unlock()
			}
			return nil
		})
	}
	err := group.Wait()
	if t.Blobs > 0 {
		t.Seconds = last.Sub(begun).Seconds()
		t.BlobsPerSecond = float64(t.Blobs) / t.Seconds
		t.BytesPerSecond = t.BlobsPerSecond * float64(size)
	}
	return t, err
}

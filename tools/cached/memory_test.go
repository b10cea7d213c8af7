package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/zstd"
	bspb "google.golang.org/genproto/googleapis/bytestream"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

const streamed = 192 << 20

// TestMemory streams a large blob through and looks at the most memory that
// the process has ever had.
func TestMemory(t *testing.T) {
	want := sha256.New()
	io.Copy(want, blob()) //nolint:errcheck // cannot fail
	sum := hex.EncodeToString(want.Sum(nil))
	for _, tc := range []struct {
		name     string
		transfer func(c *child, sum string, got hash.Hash) error
	}{
		{"HTTP", overHTTP},
		{"gRPC", overGRPC},
		{"gRPC zstd", overZstd},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := startChild(t, t.TempDir())
			got := sha256.New()
			if err := tc.transfer(c, sum, got); err != nil {
				t.Fatal(err)
			}
			if hex.EncodeToString(got.Sum(nil)) != sum {
				t.Error("other content came back")
			}
			peak := peakMemory(t, c.cmd.Process.Pid)
			t.Logf("at most %d MiB", peak>>20)
			if peak > 100<<20 {
				t.Errorf("the server used %d MiB", peak>>20)
			}
			if err := c.stop(syscall.SIGTERM); err != nil {
				t.Errorf("SIGTERM: %v", err)
			}
		})
	}
}

// blob is content of which zstd leaves about half.
func blob() io.Reader { return io.LimitReader(&halves{random: rand.NewChaCha8([32]byte{})}, streamed) }

// halves has random bytes in turn with zeros.
type halves struct {
	random *rand.ChaCha8
	block  [16 << 10]byte
	rest   []byte
}

// Read implements io.Reader.
func (h *halves) Read(p []byte) (int, error) {
	if len(h.rest) == 0 {
		h.random.Read(h.block[:len(h.block)/2]) //nolint:errcheck // cannot fail
		h.rest = h.block[:]
	}
	n := copy(p, h.rest)
	h.rest = h.rest[n:]
	return n, nil
}

// overHTTP uploads in chunks: the size is not announced.
func overHTTP(c *child, sum string, got hash.Hash) error {
	req, err := http.NewRequest("PUT", c.url+"/cas/"+sum, blob())
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil || resp.StatusCode != 200 {
		return fmt.Errorf("PUT: %v, %w", resp, err)
	}
	resp, err = http.Get(c.url + "/cas/" + sum)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(got, resp.Body)
	return err
}

func overGRPC(c *child, sum string, got hash.Hash) error {
	return c.byteStream(fmt.Sprintf("blobs/%s/%d", sum, streamed), blob(), got)
}

// overZstd compresses and decompresses on this side.
func overZstd(c *child, sum string, got hash.Hash) error {
	up, compressed := io.Pipe()
	go func() {
		e, err := zstd.NewWriter(compressed, zstd.WithEncoderLevel(zstd.SpeedFastest))
		if err == nil {
			_, err = io.Copy(e, blob())
			err = errors.Join(err, e.Close())
		}
		compressed.CloseWithError(err)
	}()
	down, decompress := io.Pipe()
	done := make(chan error)
	go func() {
		d, err := zstd.NewReader(down)
		if err == nil {
			defer d.Close()
			_, err = io.Copy(got, d)
		}
		down.CloseWithError(err)
		done <- err
	}()
	err := c.byteStream(fmt.Sprintf("compressed-blobs/zstd/%s/%d", sum, streamed), up, decompress)
	decompress.CloseWithError(err)
	return errors.Join(err, <-done)
}

// byteStream uploads a resource and downloads it again.
func (c *child) byteStream(resource string, content io.Reader, to io.Writer) error {
	conn, err := grpc.NewClient(c.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer conn.Close()
	client := bspb.NewByteStreamClient(conn)
	if err := upload(client, "uploads/u/"+resource, content); err != nil {
		return fmt.Errorf("uploading: %w", err)
	}
	stream, err := client.Read(context.Background(), &bspb.ReadRequest{ResourceName: resource})
	for err == nil {
		var m *bspb.ReadResponse
		if m, err = stream.Recv(); err == nil {
			_, err = to.Write(m.GetData())
		}
	}
	if err != io.EOF {
		return fmt.Errorf("downloading: %w", err)
	}
	return nil
}

func upload(client bspb.ByteStreamClient, name string, content io.Reader) error {
	stream, err := client.Write(context.Background())
	if err != nil {
		return err
	}
	buf, sent := make([]byte, 64<<10), int64(0)
	for last := false; !last && err == nil; {
		n, rerr := io.ReadFull(content, buf)
		if last = rerr == io.EOF || rerr == io.ErrUnexpectedEOF; rerr != nil && !last {
			return rerr
		}
		err = stream.Send(&bspb.WriteRequest{ResourceName: name, WriteOffset: sent, Data: buf[:n], FinishWrite: last})
		sent += int64(n)
	}
	resp, err := stream.CloseAndRecv() // has the cause if Send failed
	if err == nil && resp.GetCommittedSize() != sent {
		err = fmt.Errorf("%d bytes committed of %d", resp.GetCommittedSize(), sent)
	}
	return err
}

// peakMemory is VmHWM. Only Linux tells it of another process; elsewhere it
// is 0.
func peakMemory(t *testing.T, pid int) int64 {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatalf("measuring memory: %v", err)
	}
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		t.Fatalf("measuring memory: no VmHWM in\n%s", data)
	}
	kib, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil || kib == 0 {
		t.Fatalf("measuring memory: VmHWM %q, %v", fields[0], err)
	}
	return kib << 10
}

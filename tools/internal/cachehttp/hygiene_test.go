package cachehttp_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachestore"
)

// TestTooLargeIsRefusedBeforeItIsSent announces 5 GiB and sends nothing.
func TestTooLargeIsRefusedBeforeItIsSent(t *testing.T) {
	s := start(t, cachestore.Options{MaxBlobBytes: 1 << 20})
	for _, expect := range []string{"", "Expect: 100-continue\r\n"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "PUT /cas/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5368709120\r\n%s\r\n", hash(nil), expect)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || resp.StatusCode != 413 || !resp.Close {
			t.Errorf("with %q: %+v, %v; want 413 and the end of the connection", expect, resp, err)
		}
		conn.Close()
	}
}

// fullDisk is a disk that may be full.
type fullDisk struct{ full atomic.Bool }

type fullFile struct {
	*os.File
	disk *fullDisk
}

func (f *fullFile) Write(p []byte) (int, error) {
	if f.disk.full.Load() {
		return 0, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	return f.File.Write(p)
}

func (d *fullDisk) create(path string) (cachestore.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	return &fullFile{f, d}, err
}

func TestFullDisk(t *testing.T) {
	disk := &fullDisk{}
	s := start(t, cachestore.Options{CreateFile: disk.create})
	before := pattern(100)
	s.want(200, "", "PUT", "/cas/"+hash(before), before)
	disk.full.Store(true)
	for _, size := range []int{1000, 1 << 20} {
		s.want(507, "no space", "PUT", "/cas/"+hash(pattern(size)), pattern(size))
		s.want(404, "", "GET", "/cas/"+hash(pattern(size)), nil)
	}
	s.want(200, string(before), "GET", "/cas/"+hash(before), nil)
	disk.full.Store(false)
	s.want(200, "", "PUT", "/cas/"+hash(pattern(1<<20)), pattern(1<<20))
}

// TestSameBlobAtOnce uploads one blob many times at once, some of them wrong.
func TestSameBlobAtOnce(t *testing.T) {
	s := start(t, cachestore.Options{})
	for _, size := range []int{1000, 1 << 20} {
		data, wrong := pattern(size), bytes.Repeat([]byte("w"), size)
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if i%3 == 0 {
					s.want(422, "digest mismatch", "PUT", "/cas/"+hash(data), wrong)
				} else {
					s.want(200, "", "PUT", "/cas/"+hash(data), data)
				}
			}()
		}
		wg.Wait()
		s.want(200, string(data), "GET", "/cas/"+hash(data), nil)
	}
	if st := s.store.Stats()[cachestore.Group{Kind: cachestore.CAS, Cache: cachestore.BazelCache}]; st.Blobs != 2 || st.Bytes != 1000+1<<20 {
		t.Errorf("the store has %+v, want each blob once", st)
	}
}

func TestRanges(t *testing.T) {
	s := start(t, cachestore.Options{})
	data := pattern(200_000)
	path := "/cas/" + hash(data)
	s.want(200, "", "PUT", path, data)
	for _, tc := range []struct {
		name, value string
		code        int
		want        []byte
		content     string
	}{
		{"the beginning", "bytes=0-99", 206, data[:100], "bytes 0-99/200000"},
		{"the middle", "bytes=100000-100009", 206, data[100_000:100_010], "bytes 100000-100009/200000"},
		{"from somewhere", "bytes=199990-", 206, data[199_990:], "bytes 199990-199999/200000"},
		{"the end", "bytes=-10", 206, data[199_990:], "bytes 199990-199999/200000"},
		{"beyond the end", "bytes=199990-300000", 206, data[199_990:], "bytes 199990-199999/200000"},
		{"outside", "bytes=200000-", 416, nil, "bytes */200000"},
		{"backwards", "bytes=9-0", 416, nil, ""},
		{"no range", "lines=1-2", 416, nil, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			resp, text := s.do("GET", path, nil, "Range", tc.value)
			if resp.StatusCode != tc.code || tc.want != nil && text != string(tc.want) || resp.Header.Get("Content-Range") != tc.content {
				t.Errorf("%d, %d bytes, Content-Range %q; want %d, %d bytes, %q", resp.StatusCode, len(text), resp.Header.Get("Content-Range"), tc.code, len(tc.want), tc.content)
			}
		})
	}
	s.want(404, "not in the cache", "GET", "/cas/"+hash([]byte("x")), nil, "Range", "bytes=0-9")
}

// TestHeadSaysWhatGetSends compares the two for everything that can be read.
func TestHeadSaysWhatGetSends(t *testing.T) {
	s := start(t, cachestore.Options{})
	data, ar := pattern(5000), []byte("\x20\x01") // exit code 1
	nar, log := "/main/nar/"+nixHash(data)+".nar.xz", "/main/log/"+pathHash+"-foo.drv"
	s.want(200, "", "PUT", "/cas/"+hash(data), data)
	s.want(200, "", "PUT", "/ac/"+hash(data), ar)
	s.want(200, "", "PUT", nar, data)
	s.want(200, "", "PUT", "/main/"+pathHash+".narinfo", []byte(info(data)))
	s.want(200, "", "PUT", log, data)
	for _, path := range []string{
		"/cas/" + hash(data), "/cas/" + hash(nil), "/ac/" + hash(data), nar, log, "/main/" + pathHash + ".narinfo", "/main/nix-cache-info",
		"/healthz", "/", "/cas/" + hash([]byte("absent")), "/nope/x", "/cas/short",
	} {
		get, text := s.do("GET", path, nil)
		head, none := s.do("HEAD", path, nil)
		if head.StatusCode != get.StatusCode || head.ContentLength != int64(len(text)) || none != "" || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d, length %d, %v; GET: %d, %d bytes, %v", path, head.StatusCode, head.ContentLength, head.Header, get.StatusCode, len(text), get.Header)
		}
	}
}

// TestBodiesWithoutLength come in chunks, as from Bazel's and curl's streams.
func TestBodiesWithoutLength(t *testing.T) {
	s := start(t, cachestore.Options{MaxBlobBytes: 1 << 20})
	for size, code := range map[int]int{0: 200, 10: 200, 1 << 20: 200, 1<<20 + 1: 413} {
		data := pattern(size)
		req, err := http.NewRequest("PUT", s.url+"/cas/"+hash(data), io.MultiReader(bytes.NewReader(data)))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != code {
			t.Errorf("%d bytes: %d, want %d", size, resp.StatusCode, code)
		}
	}
}

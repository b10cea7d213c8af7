package atticserve_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

func TestBadUploads(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, "content")
	text := func(v string) *string { return &v }
	for _, tc := range []struct {
		name   string
		change func(*atticwire.UploadPathNarInfo)
		body   []byte
		code   int
		want   string
	}{
		{"another content", nil, archive(t, "c0ntent"), 400, "Bad NAR Hash or Size: sha256:"},
		{"cut short", nil, data[:len(data)-8], 400, "are announced"},
		{"nothing", nil, nil, 400, "0 received"},
		{"something behind", nil, append(bytes.Clone(data), 0), 400, "more than the announced"},
		{"another store", func(i *atticwire.UploadPathNarInfo) { i.StorePath = "/gnu" + i.StorePath }, data, 400, "the store of cache"},
		{"climbs out of the store", func(i *atticwire.UploadPathNarInfo) { i.StorePath = "/nix/store/../x/" + pathHash + "-a" }, data, 400, "store object"},
		{"another hash than its path", func(i *atticwire.UploadPathNarInfo) { i.StorePathHash = strings.Repeat("0", 32) }, data, 400, "is not that of"},
		{"hash of another algorithm", func(i *atticwire.UploadPathNarInfo) { i.NarHash = "md5:d41d8cd98f00b204e9800998ecf8427e" }, data, 400, "nar_hash"},
		{"hash without algorithm", func(i *atticwire.UploadPathNarInfo) { i.NarHash = i.NarHash[7:] }, data, 400, "nar_hash"},
		{"no size", func(i *atticwire.UploadPathNarInfo) { i.NarSize = 0 }, data, 400, "nar_size"},
		{"size larger than the server", func(i *atticwire.UploadPathNarInfo) { i.NarSize = 1 << 40 }, data, 400, "are announced"},
		{"reference that is a path", func(i *atticwire.UploadPathNarInfo) { i.References = []string{i.StorePath} }, data, 400, "references"},
		{"reference with a newline", func(i *atticwire.UploadPathNarInfo) { i.References = []string{pathHash + "-a\nSig: x"} }, data, 400, "references"},
		{"reference twice", func(i *atticwire.UploadPathNarInfo) { i.References = []string{pathHash + "-a", pathHash + "-a"} }, data, 400, "twice"},
		{"deriver with a newline", func(i *atticwire.UploadPathNarInfo) { i.Deriver = text(pathHash + "-a\nx") }, data, 400, "deriver"},
		{"content address with a newline", func(i *atticwire.UploadPathNarInfo) { i.CA = text("x\nSig: y") }, data, 400, "ca:"},
		{"unknown cache", func(i *atticwire.UploadPathNarInfo) { i.Cache = "d" }, data, 404, "does not exist"},
	} {
		info := describe("c", data)
		if tc.change != nil {
			tc.change(&info)
		}
		a := s.upload(info, tc.body)
		var e atticwire.Error
		if err := json.Unmarshal([]byte(a.body), &e); err != nil || a.code != tc.code || e.Code != tc.code || !strings.Contains(e.Message, tc.want) {
			t.Errorf("%s: %d %s; want %d with %q", tc.name, a.code, a.body, tc.code, tc.want)
		}
	}
	for _, tc := range []struct {
		name, body, want string
		header           []string
	}{
		{"no description", "x", "X-Attic-Nar-Info must be set", nil},
		{"description is no JSON", "x", "reading JSON", []string{atticwire.HeaderNarInfo, "x"}},
		{"preamble size is no number", "x", "valid unsigned integer", []string{atticwire.HeaderPreambleSize, "-1"}},
		{"preamble too large", "x", "too large", []string{atticwire.HeaderPreambleSize, "99999999999"}},
		{"preamble cut short", "x", "doesn't match", []string{atticwire.HeaderPreambleSize, "1000"}},
	} {
		checkError(t, tc.name, s.do("PUT", atticwire.UploadPath, strings.NewReader(tc.body), tc.header...), 400, "RequestError", tc.want)
	}
	if left := s.leftovers(); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func noise(n int) string {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}

// TestTooLarge stores nothing of a path that does not fit.
func TestTooLarge(t *testing.T) {
	s := serve(t, func(c *cacheconfig.Config) { c.MaxSizeBytes = 4 << 20 })
	s.create("c")
	data := archive(t, noise(6<<20))
	checkError(t, "larger than the store", s.upload(describe("c", data), data), 413, "RequestError", "larger than the server accepts")
	if left := s.leftovers(); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	small := archive(t, noise(1<<20))
	if a := s.upload(describe("c", small), small); a.code != 200 {
		t.Errorf("afterwards: %d %s", a.code, a.body)
	}
}

// TestCancelled cuts uploads off in the middle.
func TestCancelled(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, noise(3<<20))
	text, err := json.Marshal(describe("c", data))
	if err != nil {
		t.Fatal(err)
	}
	for _, framing := range []string{fmt.Sprintf("Content-Length: %d\r\n\r\n", len(data)), fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n", len(data))} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "PUT %s HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\n%s", atticwire.UploadPath, atticwire.HeaderNarInfo, text, framing)
		if _, err := conn.Write(data[:2<<20]); err != nil {
			t.Fatal(err)
		}
		s.until(func() bool { return len(s.leftovers()) == 1 }, "the upload does not arrive")
		if a := s.do("GET", "/c/"+pathHash+".narinfo", nil); a.code != 404 {
			t.Errorf("half an upload can be seen: %d %s", a.code, a.body)
		}
		conn.Close()
		s.until(func() bool { return len(s.leftovers()) == 0 }, "the upload leaves something")
	}
	if a := s.upload(describe("c", data), data); a.code != 200 || !strings.Contains(a.body, "Uploaded") {
		t.Errorf("afterwards: %d %s", a.code, a.body)
	}
}

func (s *server) until(ok func() bool, problem string) {
	s.t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatal(problem)
}

// TestAtOnce uploads the same path many times at once, while its cache is read.
func TestAtOnce(t *testing.T) {
	s := serve(t)
	s.create("c")
	public := publicKey(t, s.must("GET", "/_api/v1/cache-config/c", ""))
	data := archive(t, noise(1<<20)+strings.Repeat("x", 1<<20))
	var all sync.WaitGroup
	kinds := make(chan string, 16)
	for range cap(kinds) {
		all.Add(1)
		go func() {
			defer all.Done()
			a := s.upload(describe("c", data), data)
			var r atticwire.UploadPathResult
			if err := json.Unmarshal([]byte(a.body), &r); err != nil || a.code != 200 {
				t.Errorf("%d %s", a.code, a.body)
			}
			kinds <- r.Kind
		}()
	}
	all.Wait()
	close(kinds)
	count := map[string]int{}
	for k := range kinds {
		count[k]++
	}
	if count["Uploaded"] < 1 || count["Uploaded"]+count["Deduplicated"] != 16 {
		t.Errorf("answers: %v", count)
	}
	s.checkPath("c", public, data)
	if left := s.leftovers(); len(left) != 1 {
		t.Errorf("left %v, want one narinfo", left)
	}
}

// TestDestroyDuringUpload deletes the cache, and makes it anew, under an upload:
// the path is not in the new one.
func TestDestroyDuringUpload(t *testing.T) {
	s := serve(t)
	s.create("c")
	data := archive(t, noise(2<<20))
	text, err := json.Marshal(describe("c", data))
	if err != nil {
		t.Fatal(err)
	}
	r, w := io.Pipe()
	result := make(chan answer, 1)
	go func() { result <- s.do("PUT", atticwire.UploadPath, r, atticwire.HeaderNarInfo, string(text)) }()
	w.Write(data[:1<<20])
	s.until(func() bool { return len(s.leftovers()) == 1 }, "the upload does not arrive")
	s.must("DELETE", "/_api/v1/cache-config/c", "")
	s.create("c")
	w.Write(data[1<<20:])
	w.Close()
	checkError(t, "upload", <-result, 404, "NoSuchCache", "")
	if a := s.do("GET", "/c/"+pathHash+".narinfo", nil); a.code != 404 {
		t.Errorf("GET: %d %s", a.code, a.body)
	}
}

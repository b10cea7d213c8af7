//go:build bazel

package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// certificate writes a certificate for 127.0.0.1, which is its own authority, and its key.
func certificate(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	secretDER, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secretDER}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// startHTTP2 serves a directory by nginx with TLS and HTTP/2. Each request is a line of log:
// number of the connection, protocol, method.
func startHTTP2(t *testing.T) (address, cert, log string) {
	t.Helper()
	place := t.TempDir()
	address, log = testenv.FreeAddresses(t, 1)[0], filepath.Join(place, "access.log")
	if err := os.MkdirAll(filepath.Join(place, "cache"), 0o777); err != nil {
		t.Fatal(err)
	}
	cert, key := certificate(t, place)
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n" // a sandbox may know no other
	}
	conf := fmt.Sprintf(user+`daemon off; master_process off; worker_processes 1; pid %[1]s/pid; error_log stderr;
events { worker_connections 1024; }
http { log_format of "$connection $server_protocol $request_method"; access_log %[3]s of;
 client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
 client_max_body_size 0;
 server { listen %[2]s ssl; http2 on; ssl_certificate %[4]s; ssl_certificate_key %[5]s;
  root %[1]s/cache; dav_methods PUT; create_full_put_path on; } }`, place, address, log, cert, key)
	file := filepath.Join(place, "nginx.conf")
	if err := os.WriteFile(file, []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(testenv.Path(t, "NGINX"), "-p", place, "-c", file, "-e", "stderr")
	cmd.Env = []string{"HOME=" + place}
	start(t, cmd)
	await(t, address)
	return address, cert, log
}

// behind is an address from which each byte takes a while to the server, and back.
func behind(t *testing.T, server string, d time.Duration) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			away, err := net.Dial("tcp", server)
			if err != nil {
				near.Close()
				return
			}
			go late(away, near, d)
			go late(near, away, d)
		}
	}()
	return l.Addr().String()
}

// late copies, everything later by d.
func late(to, from net.Conn, d time.Duration) {
	type piece struct {
		data []byte
		at   time.Time
	}
	pieces := make(chan piece, 1000)
	go func() {
		defer close(pieces)
		for {
			buf := make([]byte, 64<<10)
			n, err := from.Read(buf)
			if err != nil {
				return
			}
			pieces <- piece{buf[:n], time.Now().Add(d)}
		}
	}()
	for p := range pieces {
		time.Sleep(time.Until(p.at))
		if _, err := to.Write(p.data); err != nil {
			break
		}
	}
	to.Close()
	for range pieces {
	}
}

// logged counts the requests of a log by protocol and method, and the connections of each.
func logged(t *testing.T, file string) (requests, connections map[string]int) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	requests, connections = map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^(\d+) (HTTP/\S+ \S+)$`).FindAllStringSubmatch(string(text), -1) {
		requests[m[2]]++
		if !seen[m[0]] {
			seen[m[0]] = true
			connections[m[2]]++
		}
	}
	return requests, connections
}

// Small requests to an HTTPS cache are many at once on one connection, or few; large bodies
// go over HTTP/1.1, where no window holds them up.
func TestHTTP2(t *testing.T) {
	w := newWorld(t)
	address, cert, log := startHTTP2(t)
	t.Setenv("SSL_CERT_FILE", cert)
	large := nixtest.Fixed(nixtest.File("large", strings.Repeat("many blocks of text ", 200_000)))
	paths := w.store.Add(t, append(nixtest.Chain(200), large)...)
	push := func(address string, args ...string) (pushreport.Cache, time.Duration) {
		t.Helper()
		begun := time.Now()
		cmd := w.child(w.args(append([]string{"https://" + address, "--compression", "none", "--presence-ttl", "0", "--json", paths[199], paths[200]}, args...)...)...)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v\n%s", err, &errs)
		}
		var s pushreport.Summary
		if err := json.Unmarshal(out.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		return s.Caches[0], time.Since(begun)
	}
	if c, _ := push(address, "--verify"); c.Paths.Uploaded != 201 || c.Paths.Verified != 201 {
		t.Errorf("%+v", c)
	}
	requests, connections := logged(t, log)
	if requests["HTTP/1.1 PUT"] != 1 {
		t.Errorf("%d large bodies over HTTP/1.1, want one", requests["HTTP/1.1 PUT"])
	}
	for what, want := range map[string]int{"HTTP/2.0 HEAD": 201, "HTTP/2.0 PUT": 400} {
		if requests[what] < want || connections[what] > 4 {
			t.Errorf("%s: %d requests on %d connections, want at least %d on at most 4", what, requests[what], connections[what], want)
		}
	}
	if t.Failed() {
		t.Log(requests, connections)
	}
	// One after another they would take 201 round trips.
	const trip = 60 * time.Millisecond
	before := requests["HTTP/2.0 HEAD"]
	c, took := push(behind(t, address, trip/2))
	if requests, connections = logged(t, log); requests["HTTP/2.0 HEAD"]-before != 201 || connections["HTTP/2.0 HEAD"] > 6 {
		t.Errorf("%d questions more, on %d connections", requests["HTTP/2.0 HEAD"]-before, connections["HTTP/2.0 HEAD"])
	}
	if c.Paths.Present != 201 || took > 201*trip/3 {
		t.Errorf("%+v: took %s, one after another it is %s", c.Paths, took, 201*trip)
	}
}

//go:build bazel

package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// authority signs certificates, and is in a file.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	file string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	a := authority{file: filepath.Join(t.TempDir(), "authority.pem")}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, key := a.sign(t, template, nil)
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	a.key, a.cert = key, cert
	if err := os.WriteFile(a.file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644); err != nil {
		t.Fatal(err)
	}
	return a
}

// sign signs a certificate, or its own.
func (a authority) sign(t *testing.T, template, parent *x509.Certificate) ([]byte, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer := a.key
	if parent == nil {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

// serve serves a cache in a directory, with a certificate.
func (a authority) serve(t *testing.T, dir string, address net.IP, until time.Time) string {
	t.Helper()
	der, key := a.sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: until.Add(-time.Hour), NotAfter: until, IPAddresses: []net.IP{address},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, a.cert)
	s := httptest.NewUnstartedServer(&faulty{dir: dir, trouble: func(int, http.ResponseWriter, *http.Request) bool { return false }})
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

// The program as a process, which knows an authority by SSL_CERT_FILE: a good certificate
// is taken, and of a bad one is said what is bad.
func TestCertificates(t *testing.T) {
	w := newWorld(t)
	paths := w.store.Add(t, nixtest.Chain(20)...)
	a, here, dir := newAuthority(t), net.IPv4(127, 0, 0, 1), t.TempDir()
	for _, tc := range []struct {
		reason, url, file string
		code              int
		want              []string
	}{
		{"well", a.serve(t, dir, here, time.Now().Add(time.Hour)), a.file, 0, []string{"20 verified"}},
		{"expired", a.serve(t, dir, here, time.Now().Add(-time.Minute)), a.file, 3, []string{"certificate has expired or is not yet valid", "renew the server's certificate, or set this machine's clock (it says "}},
		{"not yet valid", a.serve(t, dir, here, time.Now().Add(48*time.Hour)), a.file, 3, []string{"or set this machine's clock"}},
		{"of another host", a.serve(t, dir, net.IPv4(192, 0, 2, 1), time.Now().Add(time.Hour)), a.file, 3, []string{"certificate is valid for 192.0.2.1, not 127.0.0.1; use the name that the certificate is for"}},
		{"of another authority", a.serve(t, dir, here, time.Now().Add(time.Hour)), newAuthority(t).file, 3, []string{"certificate signed by unknown authority", "name its file in SSL_CERT_FILE"}},
	} {
		cmd := w.child(w.args(tc.url, paths[19], "--verify", "--attempts", "2")...)
		cmd.Env = append(cmd.Env, "SSL_CERT_FILE="+tc.file)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		cmd.Run() //nolint:errcheck // its code is looked at
		if code := cmd.ProcessState.ExitCode(); code != tc.code {
			t.Errorf("%s: code %d, want %d", tc.reason, code, tc.code)
		}
		contain(t, tc.reason, stderr.String(), tc.want...)
	}
	complete(t, dir)
}

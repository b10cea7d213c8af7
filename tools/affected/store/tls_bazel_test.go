//go:build bazel

package store_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/affected/store"
)

// authority is a certificate authority of the test's own, with one certificate for both
// ends.
type authority struct {
	pool                   *x509.CertPool
	pair                   tls.Certificate
	file, certificate, key string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	dir := t.TempDir()
	a := authority{pool: x509.NewCertPool(), file: filepath.Join(dir, "ca.pem"), certificate: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem")}
	sign := func(template, parent *x509.Certificate, signer *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if parent == nil {
			parent, signer = template, key
		}
		template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
		der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
		if err != nil {
			t.Fatal(err)
		}
		made, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return made, key
	}
	root, rootKey := sign(&x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, nil, nil)
	leaf, leafKey := sign(&x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, root, rootKey)
	der, err := x509.MarshalECPrivateKey(leafKey)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]pem.Block{
		a.file: {Type: "CERTIFICATE", Bytes: root.Raw}, a.certificate: {Type: "CERTIFICATE", Bytes: leaf.Raw}, a.key: {Type: "EC PRIVATE KEY", Bytes: der},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(&block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a.pool.AddCert(root)
	a.pair = tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: leafKey}
	return a
}

// front speaks TLS before a server that does not; it returns its own address.
func front(t *testing.T, address string, config *tls.Config) string {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				server, err := net.Dial("tcp", address)
				if err != nil {
					return
				}
				defer server.Close()
				go func() {
					io.Copy(server, conn)
					server.(*net.TCPConn).CloseWrite()
				}()
				io.Copy(conn, server)
			}()
		}
	}()
	return listener.Addr().String()
}

// TestTLS asks the real server behind one that speaks TLS.
func TestTLS(t *testing.T) {
	httpAddress, grpcAddress, _ := startCached(t, "{}")
	a := newAuthority(t)
	known, shown := store.TLS{Authority: a.file}, store.TLS{Authority: a.file, Certificate: a.certificate, Key: a.key}
	server := func(scheme string, auth tls.ClientAuthType) string {
		config := &tls.Config{Certificates: []tls.Certificate{a.pair}, ClientAuth: auth, ClientCAs: a.pool, NextProtos: []string{"http/1.1"}}
		if scheme == "grpcs" {
			config.NextProtos = []string{"h2"}
			return scheme + "://" + front(t, grpcAddress, config)
		}
		return scheme + "://" + front(t, httpAddress, config)
	}
	for i, scheme := range []string{"https", "grpcs"} {
		plain, mutual := server(scheme, tls.NoClientCert), server(scheme, tls.RequireAndVerifyClientCert)
		roundTrip(t, open(t, plain, store.Options{TLS: known}), "0"+string(rune('1'+i)))
		roundTrip(t, open(t, mutual, store.Options{TLS: shown}), "1"+string(rune('1'+i)))
		for _, tc := range []struct {
			name, url string
			tls       store.TLS
		}{
			{"an authority that the machine does not trust", plain, store.TLS{}},
			{"no certificate to show", mutual, known},
		} {
			if err := open(t, tc.url, store.Options{TLS: tc.tls}).Put(t.Context(), "aa", []byte("x")); err == nil {
				t.Errorf("%s: %s: it was written", scheme, tc.name)
			}
		}
	}
	for want, o := range map[string]store.TLS{
		"--store-tls-certificate: open /nowhere":   {Authority: "/nowhere"},
		"holds no certificate in PEM form":         {Authority: a.key},
		"give both or none":                        {Certificate: a.certificate},
		"--store-tls-client-certificate: open /no": {Certificate: "/no", Key: a.key},
	} {
		if _, err := store.Open("https://localhost", store.Options{TLS: o}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
}

//go:build bazel

package lock_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf16"
)

// Bazel reads nothing by plain http whose checksum it does not know, so that the servers
// here need certificates, and Bazel and tofu must trust them.

// newCertificate makes a certificate for 127.0.0.1 and registry.test.
func newCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "flywheel test"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"registry.test"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

const storePassword = "changeit"

// trustStore writes what Java trusts, in its JKS format: one certificate.
func trustStore(t *testing.T, certificate tls.Certificate) string {
	t.Helper()
	var b bytes.Buffer
	put := func(v any) { binary.Write(&b, binary.BigEndian, v) }
	text := func(s string) {
		put(uint16(len(s)))
		b.WriteString(s)
	}
	put([]uint32{0xFEEDFEED, 2, 1, 2}) // magic, version, one entry, a trusted certificate
	text("test")
	put(time.Now().UnixMilli())
	text("X.509")
	put(uint32(len(certificate.Certificate[0])))
	b.Write(certificate.Certificate[0])
	sum := sha1.New()
	binary.Write(sum, binary.BigEndian, utf16.Encode([]rune(storePassword)))
	sum.Write([]byte("Mighty Aphrodite"))
	sum.Write(b.Bytes())
	return write(t, "trusted.jks", sum.Sum(b.Bytes()))
}

// certFile writes the certificate as $SSL_CERT_FILE has it.
func certFile(t *testing.T, certificate tls.Certificate) string {
	t.Helper()
	return write(t, "trusted.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]}))
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

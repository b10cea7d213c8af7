package store

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
)

// TLS are files, in PEM form, for servers of https and grpcs; all may be empty.
type TLS struct {
	// Authority has the certificates that a server's may be signed by, instead of those
	// that the machine trusts.
	Authority string
	// Certificate and Key are shown to servers that want to know who asks.
	Certificate, Key string
}

// config is for connections. Errors name the flag of the command.
func (t TLS) config() (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if t.Authority != "" {
		data, err := os.ReadFile(t.Authority)
		if err != nil {
			return nil, fmt.Errorf("--store-tls-certificate: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(data) {
			return nil, fmt.Errorf("--store-tls-certificate: %s holds no certificate in PEM form", t.Authority)
		}
	}
	if (t.Certificate == "") != (t.Key == "") {
		return nil, errors.New("--store-tls-client-certificate and --store-tls-client-key: give both or none")
	}
	if t.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(t.Certificate, t.Key)
		if err != nil {
			return nil, fmt.Errorf("--store-tls-client-certificate: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}

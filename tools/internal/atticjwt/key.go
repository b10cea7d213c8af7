package atticjwt

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
)

// Key signs and checks tokens.
type Key struct {
	hmac    []byte
	private *rsa.PrivateKey
	public  *rsa.PublicKey
}

// leastSecret is how long an HS256 secret must be, in bytes: a shorter one could
// be guessed from any token.
const leastSecret = 16

// ParseKey reads a key in any form that Attic's configuration has: an RSA key as
// PEM (private, PKCS#1 or PKCS#8, or public, which only checks) means RS256; any
// other text is the base64 of such a PEM or of an HS256 secret. Errors never
// have a part of the key in them.
func ParseKey(text string) (*Key, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "-----BEGIN ") {
		return parsePEM([]byte(text))
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	switch {
	case err != nil || len(raw) == 0:
		return nil, errors.New("reading a token key: want an RSA key as PEM, or the base64 of one or of an HS256 secret")
	case strings.HasPrefix(string(raw), "-----BEGIN "):
		return parsePEM(raw)
	case len(raw) < leastSecret:
		return nil, fmt.Errorf("reading a token key: an HS256 secret of %d bytes can be guessed: want at least %d, better 64", len(raw), leastSecret)
	}
	return &Key{hmac: raw}, nil
}

func parsePEM(data []byte) (*Key, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("reading a token key: it begins like PEM, but is not")
	}
	var key any
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	default:
		return nil, fmt.Errorf("reading a token key: PEM of type %q: want an RSA key, private or public, not encrypted", block.Type)
	}
	if err != nil {
		return nil, errors.New("reading a token key: the PEM does not hold a valid RSA key")
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return &Key{private: key, public: &key.PublicKey}, nil
	case *rsa.PublicKey:
		return &Key{public: key}, nil
	}
	return nil, errors.New("reading a token key: the PEM holds a key that is not RSA")
}

// NewSecret makes an HS256 secret in the form that ParseKey reads.
func NewSecret() string {
	var raw [64]byte
	rand.Read(raw[:])
	return base64.StdEncoding.EncodeToString(raw[:])
}

// Algorithm is HS256 or RS256.
func (k *Key) Algorithm() string {
	if k.hmac != nil {
		return "HS256"
	}
	return "RS256"
}

func (k *Key) sign(text string) ([]byte, error) {
	switch {
	case k.hmac != nil:
		return k.mac(text), nil
	case k.private != nil:
		sum := sha256.Sum256([]byte(text))
		return rsa.SignPKCS1v15(rand.Reader, k.private, crypto.SHA256, sum[:])
	}
	return nil, errors.New("a public key checks tokens and cannot sign them: use the private one")
}

func (k *Key) verifies(text string, signature []byte) bool {
	if k.hmac != nil {
		return hmac.Equal(signature, k.mac(text))
	}
	sum := sha256.Sum256([]byte(text))
	return rsa.VerifyPKCS1v15(k.public, crypto.SHA256, sum[:], signature) == nil
}

func (k *Key) mac(text string) []byte {
	h := hmac.New(sha256.New, k.hmac)
	h.Write([]byte(text))
	return h.Sum(nil)
}

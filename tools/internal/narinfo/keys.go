package narinfo

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"
)

// SecretKey signs; its file is one that "nix key generate-secret" writes.
type SecretKey struct{ key signature.SecretKey }

// ReadSecretKey reads a file with a secret key.
func ReadSecretKey(path string) (SecretKey, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return SecretKey{}, fmt.Errorf("reading signing key: %w", err)
	}
	key, err := signature.LoadSecretKey(strings.TrimSpace(string(data)))
	if err != nil { // its text could hold the key
		return SecretKey{}, fmt.Errorf("reading signing key %q: it is no NAME:BASE64 of a secret Ed25519 key; make one with \"nix key generate-secret --key-name NAME\"", path)
	}
	return SecretKey{key}, nil
}

// Public is the public key, NAME:BASE64.
func (k SecretKey) Public() string { return k.key.ToPublicKey().String() }

// Sign adds the key's signature to i.
func (k SecretKey) Sign(i *Info) error {
	sig, err := k.key.Sign(nil, i.Fingerprint())
	if err != nil {
		return fmt.Errorf("signing %s/%s: %w", i.StoreDir, i.Base, err)
	}
	i.Signatures = append(slices.Clip(i.Signatures), sig.String()) // others may have the slice
	return nil
}

// Trust is a set of public keys, by name.
type Trust struct {
	keys map[string]*signature.PublicKey
}

// NewTrust reads public keys: NAME:BASE64, or NAME alone, whose signatures are believed
// without looking at them.
func NewTrust(keys []string) (Trust, error) {
	t := Trust{map[string]*signature.PublicKey{}}
	for _, text := range keys {
		name, digits, full := strings.Cut(text, ":")
		if name == "" || full && digits == "" {
			return t, fmt.Errorf("reading public key %q: want NAME:BASE64, or NAME", text)
		}
		if !full {
			if _, known := t.keys[name]; !known {
				t.keys[name] = nil
			}
			continue
		}
		key, err := signature.ParsePublicKey(text)
		if err != nil {
			return t, fmt.Errorf("reading public key %q: %w", text, err)
		}
		t.keys[name] = &key
	}
	return t, nil
}

// Empty reports whether no key is in it.
func (t Trust) Empty() bool { return len(t.keys) == 0 }

// Signer is the name of a key in t that signed i; empty if there is none.
func (t Trust) Signer(i *Info) string {
	fingerprint := ""
	for _, text := range i.Signatures {
		name, _, _ := strings.Cut(text, ":")
		key, trusted := t.keys[name]
		if !trusted {
			continue
		}
		if key == nil {
			return name
		}
		sig, err := signature.ParseSignature(text)
		if err != nil {
			continue
		}
		if fingerprint == "" {
			fingerprint = i.Fingerprint()
		}
		if key.Verify(fingerprint, sig) {
			return name
		}
	}
	return ""
}

package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
)

func TestMint(t *testing.T) {
	dir := t.TempDir()
	code, token, stderr := cli(t, "", "cached", "token", "mint", "--data-dir", dir, "--subject", "ci", "--validity", "1h", "--pull", "*", "--push", "ci-*,x", "--create-cache", "x")
	if code != 0 {
		t.Fatalf("%d %q", code, stderr)
	}
	path := cacheauth.JWTKeyPath(dir)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key: %v, %v; want mode 0600", info, err)
	}
	secret, _ := os.ReadFile(path)
	if strings.Contains(token+stderr, strings.TrimSpace(string(secret))) {
		t.Error("the key is printed")
	}
	key, err := cacheauth.ReadJWTKey(path)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := key.Verify(strings.TrimSpace(token), time.Now().Add(-30*time.Second), atticjwt.Binding{})
	if err != nil || claims.Subject != "ci" || time.Until(claims.Expires) > time.Hour || time.Until(claims.Expires) < 50*time.Minute {
		t.Errorf("%+v, %v", claims, err)
	}
	for cache, want := range map[string]string{"main": "pull", "ci-a": "pull,push", "x": "pull,push,create-cache"} {
		if got := claims.Access.On(cache).String(); got != want {
			t.Errorf("on %s: %s, want %s", cache, got, want)
		}
	}
	if code, again, _ := cli(t, "", "cached", "token", "mint", "--data-dir", dir, "--subject", "b", "--validity", "1h", "--pull", "*"); code != 0 {
		t.Errorf("again: %d", code)
	} else if _, err := key.Verify(strings.TrimSpace(again), time.Now(), atticjwt.Binding{}); err != nil {
		t.Errorf("the key has changed: %v", err)
	}
}

// TestMintConfigured signs with the key of the configuration.
func TestMintConfigured(t *testing.T) {
	dir := t.TempDir()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keyFile, config := filepath.Join(dir, "rs256.pem"), filepath.Join(dir, "config.json")
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)})
	if err := os.WriteFile(config, []byte(`{"data_dir":"`+dir+`","attic":{"token_key_file":"`+keyFile+`","token_issuer":"me","token_audiences":["a"]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	mint := []string{"cached", "token", "mint", "--config", config, "--subject", "ci", "--validity", "1h", "--pull", "*"}
	if code, _, stderr := cli(t, "", mint...); code != 3 || !strings.Contains(stderr, keyFile) {
		t.Errorf("no key there: %d %q; a configured one is not made", code, stderr)
	}
	if err := os.WriteFile(keyFile, text, 0o600); err != nil {
		t.Fatal(err)
	}
	code, token, stderr := cli(t, "", mint...)
	if code != 0 {
		t.Fatalf("%d %q", code, stderr)
	}
	key, err := cacheauth.ReadJWTKey(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := key.Verify(strings.TrimSpace(token), time.Now(), atticjwt.Binding{Issuer: "me", Audiences: []string{"a"}}); err != nil || key.Algorithm() != "RS256" {
		t.Errorf("%s: %v", key.Algorithm(), err)
	}
}

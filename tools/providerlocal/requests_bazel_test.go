//go:build bazel && linux

package main_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// put stores a blob in the Bazel cache and gives its digest.
func (w *world) put(token string) string {
	w.t.Helper()
	blob := "a blob that must survive"
	sum := sha256.Sum256([]byte(blob))
	digest := hex.EncodeToString(sum[:])
	if code, body := w.request("PUT", "/cas/"+digest, blob, token); code/100 != 2 {
		w.t.Fatalf("storing a blob: %d %s", code, body)
	}
	return digest
}

func (w *world) mustHave(digest string) {
	w.t.Helper()
	if code, body := w.request("GET", "/cas/"+digest, "", ""); code != http.StatusOK {
		w.t.Errorf("the blob is gone: %d %s", code, body)
	}
}

func (w *world) request(method, path, body, token string) (code int, answer string) {
	w.t.Helper()
	req, err := http.NewRequest(method, "http://"+w.http+path, strings.NewReader(body))
	must(w.t, err)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	must(w.t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	must(w.t, err)
	return resp.StatusCode, string(data)
}

// publicKeys are the keys in the state, as JSON.
func (w *world) publicKeys() string {
	w.t.Helper()
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Values map[string]any `json:"values"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	must(w.t, json.Unmarshal([]byte(w.ok("show", "-json")), &state))
	data, err := json.Marshal(state.Values.Root.Resources[0].Values["nix_public_keys"])
	must(w.t, err)
	return string(data)
}

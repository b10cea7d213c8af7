//go:build bazel

package attic_test

import (
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

const kubernetesToken = "kubernetes-token"

// fakeKubernetes is a Kubernetes API with one ConfigMap, attic/attic-public-keys, which one service account may patch.
type fakeKubernetes struct {
	mu     sync.Mutex
	data   map[string]string
	status int // answered instead, if not 0
	calls  int
}

// startKubernetes returns it, its address, and the directory that its pods see: token and ca.crt.
func startKubernetes(t *testing.T) (*fakeKubernetes, string, string) {
	t.Helper()
	k := &fakeKubernetes{data: map[string]string{}}
	server := httptest.NewTLSServer(k)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	writeFile(t, filepath.Join(dir, "ca.crt"), string(certificate))
	writeFile(t, filepath.Join(dir, "token"), kubernetesToken)
	return k, server.URL, dir
}

func (k *fakeKubernetes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.calls++
	switch {
	case k.status != 0:
		w.WriteHeader(k.status)
	case r.Header.Get("Authorization") != "Bearer "+kubernetesToken:
		w.WriteHeader(http.StatusUnauthorized)
	case r.Method != http.MethodPatch || r.URL.Path != "/api/v1/namespaces/attic/configmaps/attic-public-keys":
		w.WriteHeader(http.StatusForbidden)
	case r.Header.Get("Content-Type") != "application/merge-patch+json":
		w.WriteHeader(http.StatusUnsupportedMediaType)
	default:
		k.patch(w, r)
	}
}

func (k *fakeKubernetes) patch(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	var patch struct{ Data map[string]string }
	if err := json.Unmarshal(body, &patch); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	for key, value := range patch.Data {
		k.data[key] = value
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

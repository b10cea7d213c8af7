//go:build bazel

// Package nexus_test tests the bootstrap script of the OpenTofu module.
package nexus_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

const (
	adminPassword = `pass "word\`
	disclaimer    = "Use of Sonatype Nexus Repository - Community Edition is governed by an agreement."
)

// fakeNexus answers as Nexus Repository 3.77.1 does, as far as the script asks: CommunityEulaApiResource, AnonymousAccessApiResource,
// RealmApiResource, S3BlobStoreApiResource and AbstractRepositoriesApiResource of github.com/sonatype/nexus-public.
type fakeNexus struct {
	mu           sync.Mutex
	starting     int // answers of 503 that are left
	accepted     bool
	anonymous    map[string]any
	realms       []string
	blobStores   map[string]map[string]any
	repositories map[string]map[string]any
	requests     []string
	broken       string // beginning of the paths that answer 500
}

func startNexus(t *testing.T) (*fakeNexus, string) {
	t.Helper()
	n := &fakeNexus{anonymous: map[string]any{"enabled": true}, blobStores: map[string]map[string]any{}, repositories: map[string]map[string]any{}}
	server := httptest.NewServer(n)
	t.Cleanup(server.Close)
	return n, server.URL
}

func (n *fakeNexus) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	path, ok := strings.CutPrefix(r.URL.Path, "/service/rest/v1/")
	if !ok {
		http.NotFound(w, r)
		return
	}
	if path == "status/writable" {
		n.status(w)
		return
	}
	n.requests = append(n.requests, r.Method+" "+path)
	if user, password, _ := r.BasicAuth(); user != "admin" || password != adminPassword {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || (len(body) > 0 && r.Header.Get("Content-Type") != "application/json") {
		w.WriteHeader(http.StatusUnsupportedMediaType)
		return
	}
	if n.broken != "" && strings.HasPrefix(path, n.broken) {
		http.Error(w, "broken", http.StatusInternalServerError)
		return
	}
	n.route(w, r.Method, path, body)
}

func (n *fakeNexus) status(w http.ResponseWriter) {
	if n.starting > 0 {
		n.starting--
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func (n *fakeNexus) route(w http.ResponseWriter, method, path string, body []byte) {
	part := strings.Split(path, "/")
	switch {
	case path == "system/eula":
		n.eula(w, method, body)
	case path == "security/anonymous" && method == http.MethodPut:
		decode(w, body, &n.anonymous)
	case path == "security/realms/active" && method == http.MethodPut:
		n.realms = nil
		if decode(w, body, &n.realms) {
			w.WriteHeader(http.StatusNoContent)
		}
	case strings.HasPrefix(path, "blobstores/s3"):
		collection{n.blobStores, "", checkBlobStore}.serve(w, method, strings.Join(part[2:], "/"), body)
	case part[0] == "repositories" && len(part) >= 3:
		collection{n.repositories, part[1] + "/" + part[2] + "/", n.checkRepository(part[2])}.serve(w, method, strings.Join(part[3:], "/"), body)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// eula takes an acceptance only together with the disclaimer's text.
func (n *fakeNexus) eula(w http.ResponseWriter, method string, body []byte) {
	if method == http.MethodGet {
		// As Jackson prints it there.
		fmt.Fprintf(w, "{\n  \"accepted\" : %t,\n  \"disclaimer\" : %q\n}", n.accepted, disclaimer)
		return
	}
	var status struct {
		Accepted   bool   `json:"accepted"`
		Disclaimer string `json:"disclaimer"`
	}
	if !decode(w, body, &status) {
		return
	}
	if status.Disclaimer != disclaimer {
		http.Error(w, "Invalid EULA disclaimer", http.StatusInternalServerError)
		return
	}
	n.accepted = status.Accepted
	w.WriteHeader(http.StatusNoContent)
}

// collection has what is made by POST to it, and read and changed by GET and PUT of one.
type collection struct {
	all    map[string]map[string]any
	prefix string
	check  func(map[string]any) string
}

func (c collection) serve(w http.ResponseWriter, method, name string, body []byte) {
	_, exists := c.all[c.prefix+name]
	switch {
	case method != http.MethodPost && !exists:
		w.WriteHeader(http.StatusNotFound)
		return
	case method == http.MethodGet:
		json.NewEncoder(w).Encode(c.all[c.prefix+name])
		return
	}
	var value map[string]any
	if !decode(w, body, &value) {
		return
	}
	if reason := c.check(value); reason != "" {
		http.Error(w, reason, http.StatusBadRequest)
		return
	}
	if method == http.MethodPost {
		c.all[c.prefix+value["name"].(string)] = value
		w.WriteHeader(http.StatusCreated)
		return
	}
	c.all[c.prefix+name] = value
	w.WriteHeader(http.StatusNoContent)
}

func checkBlobStore(value map[string]any) string {
	return missing(value, "name", "bucketConfiguration.bucket.region", "bucketConfiguration.bucket.name", "bucketConfiguration.bucket.expiration")
}

// missing names the first attribute that is not there: those are marked @NotNull or @NotEmpty in the sources.
func missing(value map[string]any, paths ...string) string {
	for _, path := range paths {
		var at any = value
		for _, name := range strings.Split(path, ".") {
			object, _ := at.(map[string]any)
			at = object[name]
		}
		if at == nil {
			return path + " must not be null"
		}
	}
	return ""
}

func (n *fakeNexus) checkRepository(kind string) func(map[string]any) string {
	paths := []string{"name", "online", "storage.blobStoreName", "storage.strictContentTypeValidation"}
	switch kind {
	case "hosted":
		paths = append(paths, "storage.writePolicy")
	case "proxy":
		paths = append(paths, "proxy.remoteUrl", "proxy.contentMaxAge", "proxy.metadataMaxAge", "negativeCache.enabled", "negativeCache.timeToLive",
			"httpClient.blocked", "httpClient.autoBlock")
	case "group":
		paths = append(paths, "group.memberNames")
	}
	return func(value map[string]any) string {
		if reason := missing(value, paths...); reason != "" {
			return reason
		}
		storage := value["storage"].(map[string]any)
		if n.blobStores[storage["blobStoreName"].(string)] == nil {
			return "blob store not found"
		}
		return n.checkMembers(value)
	}
}

func (n *fakeNexus) checkMembers(value map[string]any) string {
	group, _ := value["group"].(map[string]any)
	members, _ := group["memberNames"].([]any)
	for _, member := range members {
		found := false
		for name := range n.repositories {
			found = found || strings.HasSuffix(name, "/"+member.(string))
		}
		if !found {
			return fmt.Sprintf("member repository does not exist: %v", member)
		}
	}
	return ""
}

func decode(w http.ResponseWriter, body []byte, into any) bool {
	if err := json.Unmarshal(body, into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

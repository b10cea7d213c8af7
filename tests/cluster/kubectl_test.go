//go:build bazel

package cluster_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A cluster is the one that KUBECONFIG leads to.
type cluster struct {
	kubeconfig  string
	kubectl     string
	environment string
	home        string // of the run targets, with ~/.kube/config, which the stacks read
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{
		kubeconfig:  os.Getenv("KUBECONFIG"),
		kubectl:     os.Getenv("KUBECTL"),
		environment: os.Getenv("FLYWHEEL_CLUSTER_ENVIRONMENT"),
		home:        t.TempDir(),
	}
	if c.kubeconfig == "" {
		t.Fatal("KUBECONFIG is not set: this test deploys on the cluster that it leads to. See the README, section Stacks.")
	}
	c.bringKubeconfig(t)
	if c.kubectl == "" {
		path, err := exec.LookPath("kubectl")
		if err != nil {
			t.Fatalf("kubectl is not on the PATH of tests (%s): set KUBECTL to its absolute path", os.Getenv("PATH"))
		}
		c.kubectl = path
	}
	if c.environment == "" {
		c.environment = "dev"
	}
	return c
}

func (c *cluster) bringKubeconfig(t *testing.T) {
	t.Helper()
	content, err := os.ReadFile(c.kubeconfig)
	if err != nil {
		t.Fatalf("KUBECONFIG: %v", err)
	}
	if err := os.Mkdir(filepath.Join(c.home, ".kube"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.home, ".kube", "config"), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// get returns what "kubectl get … --output=json" prints, and whether it could.
func (c *cluster) get(args ...string) ([]byte, string, bool) {
	var out, errs bytes.Buffer
	cmd := exec.Command(c.kubectl, append([]string{"--kubeconfig=" + c.kubeconfig, "get", "--output=json"}, args...)...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	return out.Bytes(), errs.String(), err == nil
}

// refuseUsed ends the test where the stacks seem to be deployed already: it destroys in the end.
func (c *cluster) refuseUsed(t *testing.T) {
	t.Helper()
	if _, errs, ok := c.get("namespace", "default"); !ok {
		t.Fatalf("the cluster of %s does not answer: %s", c.kubeconfig, errs)
	}
	for _, name := range ours {
		if _, _, there := c.get("namespace", name); there {
			t.Fatalf("the cluster has a namespace %s: this test makes and destroys it, and takes only a cluster without", name)
		}
	}
}

// refuseUnready names what a cluster must have before the stacks.
func (c *cluster) refuseUnready(t *testing.T) {
	t.Helper()
	for _, need := range []struct{ kind, name, from string }{
		{"crd", "certificates.cert-manager.io", "cert-manager"},
		{"crd", "servicemonitors.monitoring.coreos.com", "the Prometheus Operator"},
		{"crd", "probes.monitoring.coreos.com", "the Prometheus Operator"},
		{"crd", "grpcroutes.gateway.networking.k8s.io", "the Gateway API"},
		{"namespace", "monitoring", "Prometheus and Grafana, or: kubectl create namespace monitoring"},
	} {
		if _, errs, ok := c.get(need.kind, need.name); !ok {
			t.Errorf("the cluster has no %s %s, which comes with %s: %s", need.kind, need.name, need.from, strings.TrimSpace(errs))
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

// ours are the namespaces that the stacks make.
var ours = []string{"attic", "object-store", "bazel-cache", "packages", "galaxy", "cnpg-system", "minio-operator"}

// nothingLeft sees that a destroyed environment has left none of its namespaces. Those of prod are protected.
func (c *cluster) nothingLeft(t *testing.T) {
	t.Helper()
	for _, name := range ours {
		if _, _, there := c.get("namespace", name); there && c.environment != "prod" {
			t.Errorf("namespace %s is still there", name)
		}
	}
}

// public are the keys of our Secrets that hold no secret.
var public = map[string]bool{
	"access-key": true, "bucket": true, "database": true, "dbname": true, "endpoint": true, "host": true, "region": true,
	"s3-access-key-id": true, "s3-bucket-name": true, "s3-endpoint": true, "user": true, "username": true,
}

// secrets are the values that nobody may see, by namespace/name/key.
func (c *cluster) secrets(t *testing.T) map[string]string {
	t.Helper()
	out, errs, ok := c.get("secrets", "--all-namespaces", "--field-selector=type!=helm.sh/release.v1")
	if !ok {
		t.Fatal(errs)
	}
	var list struct {
		Items []struct {
			Metadata struct{ Namespace, Name string }
			Data     map[string][]byte
		}
	}
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for _, secret := range list.Items {
		for key, value := range secret.Data {
			if text := strings.TrimSpace(string(value)); !public[key] && len(text) >= 12 {
				values[secret.Metadata.Namespace+"/"+secret.Metadata.Name+"/"+key] = text
			}
		}
	}
	return values
}

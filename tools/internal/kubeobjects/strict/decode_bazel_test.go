//go:build bazel

package strict_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
)

// decode decodes an object into its type, and says what the type does not have.
func decode(object map[string]any) error {
	name := fmt.Sprintf("%v %v", object["apiVersion"], object["kind"])
	into := newType(name)
	if into == nil {
		return fmt.Errorf("there is no Go type for %q: add it to newType", name)
	}
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, text)
	}
	return nil
}

func TestDecodeRefuses(t *testing.T) {
	for _, tc := range []struct{ name, reason, object string }{
		{"unknown field", "a misspelt field", `{"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replica": 2}}`},
		{"deep", "at any depth", `{"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {"containers": [{"livenessProbe": {"httpget": 1, "httpGett": {}}}]}}}}`},
		{"wrong type", "text for a number", `{"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": "2"}}`},
		{"quantity", "of what is no quantity", `{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {"resources": {"requests": {"storage": "5 GB"}}}}`},
		{"unknown kind", "of the API", `{"apiVersion": "apps/v2", "kind": "Deployment"}`},
		{"written here", "one whose type is in this test", `{"apiVersion": "minio.min.io/v2", "kind": "Tenant", "spec": {"pools": [{"volumePerServer": 4}]}}`},
		{"custom resource", "of an operator", `{"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "spec": {"endpoint": []}}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var object map[string]any
			if err := json.Unmarshal([]byte(tc.object), &object); err != nil {
				t.Fatal(err)
			}
			if err := decode(object); err == nil {
				t.Errorf("%s: decoded", tc.reason)
			}
		})
	}
}

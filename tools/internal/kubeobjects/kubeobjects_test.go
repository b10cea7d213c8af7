package kubeobjects_test

import (
	"encoding/json"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/kubeobjects"
	"github.com/google/go-cmp/cmp"
)

// find finds the objects of a plan with one resource.
func find(t *testing.T, kind, values string) ([]kubeobjects.Object, []kubeobjects.Problem) {
	t.Helper()
	text := `{"planned_values": {"root_module": {"child_modules": [{"resources": [{"address": "module.m.a", "mode": "managed", "type": "` + kind + `", "values": ` + values + `}]}]}}}`
	var plan map[string]any
	if err := json.Unmarshal([]byte(text), &plan); err != nil {
		t.Fatal(err)
	}
	return kubeobjects.Find(plan)
}

func TestFind(t *testing.T) {
	for _, tc := range []struct{ name, reason, kind, values, want string }{
		{"blocks", "single blocks are objects, repeated ones lists with the API's name; unset ones are nothing", "kubernetes_deployment_v1",
			`{"id": null, "timeouts": null, "wait_for_rollout": true, "metadata": [{"name": "d", "labels": {"a_b": "x"}, "uid": null, "annotations": null}],
			  "spec": [{"replicas": "2", "strategy": [{"rolling_update": [{"max_surge": "1", "max_unavailable": "25%"}]}],
			    "template": [{"spec": [{"host_ipc": false, "security_context": [{"run_as_user": "65532", "seccomp_profile": [{"type": "RuntimeDefault"}]}],
			      "container": [{"name": "c", "args": ["--a"], "env": [{"name": "N", "value": "", "value_from": []}], "port": [{"container_port": 80}],
			        "liveness_probe": [{"http_get": [{"path": "/", "port": "http", "http_header": [{"name": "Host", "value": "h"}]}]}]}],
			      "volume": [{"name": "v", "empty_dir": [{}]}, {"name": "s", "secret": [{"secret_name": "s", "default_mode": "0440"}]}]}]}]}]}`,
			`{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d", "labels": {"a_b": "x"}},
			  "spec": {"replicas": 2, "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": "25%"}},
			    "template": {"spec": {"hostIPC": false, "securityContext": {"runAsUser": 65532, "seccompProfile": {"type": "RuntimeDefault"}},
			      "containers": [{"name": "c", "args": ["--a"], "env": [{"name": "N"}], "ports": [{"containerPort": 80}],
			        "livenessProbe": {"httpGet": {"path": "/", "port": "http", "httpHeaders": [{"name": "Host", "value": "h"}]}}}],
			      "volumes": [{"name": "v", "emptyDir": {}}, {"name": "s", "secret": {"secretName": "s", "defaultMode": 288}}]}}}}`},
		{"empty blocks", "an empty selector, and an empty rule, say all", "kubernetes_network_policy_v1",
			`{"metadata": [{"name": "n"}], "spec": [{"pod_selector": [{}], "ingress": [{"from": [], "ports": []}], "egress": [], "policy_types": ["Ingress"]}]}`,
			`{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "n"}, "spec": {"podSelector": {}, "ingress": [{}], "policyTypes": ["Ingress"]}}`},
		{"metrics of two meanings", "a list in an autoscaler, an identifier inside it", "kubernetes_horizontal_pod_autoscaler_v2",
			`{"metadata": [{"name": "h"}], "spec": [{"max_replicas": 2, "metric": [{"type": "Pods", "pods": [{"metric": [{"name": "m"}]}]}]}]}`,
			`{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "h"}, "spec": {"maxReplicas": 2, "metrics": [{"type": "Pods", "pods": {"metric": {"name": "m"}}}]}}`},
		{"secret", "its text is text, and what is write-only is nowhere", "kubernetes_secret_v1",
			`{"metadata": [{"name": "s"}], "data": {"a": "b"}, "data_wo": null, "data_wo_revision": 1, "type": "Opaque", "wait_for_service_account_token": true}`,
			`{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"a": "b"}, "type": "Opaque"}`},
		{"manifest", "YAML is read as JSON", "kubectl_manifest", `{"yaml_body": "apiVersion: v1\nkind: X\nspec:\n  a: [true, 2]\n", "override_namespace": "n"}`,
			`{"apiVersion": "v1", "kind": "X", "metadata": {"namespace": "n"}, "spec": {"a": [true, 2]}}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			objects, problems := find(t, tc.kind, tc.values)
			if len(objects) != 1 || len(problems) != 0 {
				t.Fatalf("found %v, problems %v; want one object", objects, problems)
			}
			if diff := cmp.Diff(generic(t, tc.want), generic(t, encode(t, objects[0].Object))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.reason, diff)
			}
			if objects[0].Address != "module.m.a" || objects[0].Type != tc.kind {
				t.Errorf("found at %s, of %s", objects[0].Address, objects[0].Type)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	for _, tc := range []struct{ name, reason, kind, values, want string }{
		{"unknown", "what is not known cannot be judged", "kubectl_manifest", `{"validate_schema": true}`,
			"yaml_body is not known in a plan without cluster: make it of variables and locals"},
		{"no object", "YAML may be anything", "kubectl_manifest", `{"yaml_body": "- a"}`, ""},
		{"two documents", "the provider takes only one", "kubectl_manifest", `{"yaml_body": "a: 1\n---\nb: 2\n"}`,
			"yaml_body has more than one document: use a kubectl_manifest for each"},
		{"no conversion", "what is new is not passed over", "kubernetes_lease_v9", `{}`, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			objects, problems := find(t, tc.kind, tc.values)
			if len(objects) != 0 || len(problems) != 1 || problems[0].Address != "module.m.a" || tc.want != "" && problems[0].Message != tc.want {
				t.Errorf("%s: found %v, problems %v", tc.reason, objects, problems)
			}
		})
	}
	if objects, problems := find(t, "random_pet", `{}`); len(objects)+len(problems) != 0 {
		t.Errorf("other providers' resources are no objects: %v, %v", objects, problems)
	}
}

func encode(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func generic(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

# What the tests of policies judge: a service as it should be, and ways to change it.
package lib.fixture

container := {
	"env": [{"name": "BAZEL_REMOTE_S3_BUCKET", "value": "b"}, {"name": "BAZEL_REMOTE_S3_ENDPOINT", "value": "s3:443"}],
	"image": "quay.io/bazel-remote/bazel-remote:v2.6.2",
	"livenessProbe": {"httpGet": {"port": 8080}},
	"name": "cache",
	"ports": [{"containerPort": 8080, "name": "http"}],
	"readinessProbe": {"httpGet": {"port": 8080}},
	"resources": {"limits": {"memory": "2Gi"}, "requests": {"cpu": "1", "memory": "2Gi"}},
	"securityContext": {
		"allowPrivilegeEscalation": false,
		"capabilities": {"drop": ["ALL"]},
		"readOnlyRootFilesystem": true,
	},
	"startupProbe": {"httpGet": {"port": 8080}},
}

pod := {
	"automountServiceAccountToken": false,
	"containers": [container],
	"enableServiceLinks": false,
	"securityContext": {"runAsNonRoot": true, "runAsUser": 65532, "seccompProfile": {"type": "RuntimeDefault"}},
	"serviceAccountName": "cache",
	"topologySpreadConstraints": [{"topologyKey": "kubernetes.io/hostname"}],
}

meta(name) := {"labels": {"app": "cache"}, "name": name, "namespace": "cache"}

deployment(pod_spec) := {"kind": "Deployment", "metadata": meta("cache"), "spec": {"replicas": 2, "template": {"metadata": {"labels": {"app": "cache"}}, "spec": pod_spec}}}

service := {"kind": "Service", "metadata": meta("cache"), "spec": {"ports": [{"port": 80, "targetPort": "http"}], "selector": {"app": "cache"}}}

budget := {"kind": "PodDisruptionBudget", "metadata": meta("cache"), "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "cache"}}}}

dns := {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}], "to": [{"namespaceSelector": {}}]}

policy := {"kind": "NetworkPolicy", "metadata": meta("cache"), "spec": {
	"egress": [dns],
	"ingress": [{"from": [{"namespaceSelector": {"matchLabels": {"name": "ci"}}}], "ports": [{"port": 8080, "protocol": "TCP"}]}],
	"podSelector": {"matchLabels": {"app": "cache"}},
	"policyTypes": ["Ingress", "Egress"],
}}

# Objects as the input of policies, each with an address made of its kind and name.
objects(list) := {"environment": "dev", "objects": [{"address": sprintf("%s.%s", [o.kind, o.metadata.name]), "object": o} | some o in list], "plan": {"resource_changes": []}, "problems": []}

# The service as it should be.
good := objects([deployment(pod), service, budget, policy])

# The service with something set in its container: [[path, value]].
with_container(changes) := with_pod([["/containers", [json.patch(container, [{"op": "add", "path": c[0], "value": c[1]} | some c in changes])]]])

# The service with something taken out of its container.
without_container(path) := with_pod([["/containers", [json.patch(container, [{"op": "remove", "path": path}])]]])

with_pod(changes) := objects([deployment(json.patch(pod, [{"op": "add", "path": c[0], "value": c[1]} | some c in changes])), service, budget, policy])

without_pod(path) := objects([deployment(json.patch(pod, [{"op": "remove", "path": path}])), service, budget, policy])

# The messages of findings.
messages(findings) := concat("\n", sort([f.message | some f in findings]))

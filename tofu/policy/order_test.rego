package policy.order_test

import data.lib.fixture
import data.policy.order

_meta(name) := {"name": name, "namespace": "cache"}

_call(fields) := object.union({"expressions": {}, "module": {"module_calls": {"x": {"depends_on": ["module.store", "module.operator", "module.space", "module.db"]}}}}, fields)

# A module "cache" with a service, and modules that make what it may need.
_found(call, objects, others) := found if {
	calls := object.union({"cache": _call(call), "db": _call({}), "operator": _call({}), "space": _call({}), "store": _call({})}, others)
	found := order.deny with input as {
		"objects": objects,
		"plan": {
			"configuration": {"root_module": {"module_calls": calls, "resources": [{"address": "kubernetes_secret_v1.made", "expressions": {"x": {"references": ["module.space.name", "module.space"]}}}]}},
			"resource_changes": [{"address": "module.operator.helm_release.this", "change": {"after": {"chart": "cloudnative-pg"}}, "type": "helm_release"}],
		},
	}
}

_service(pod) := {"address": "module.cache.kubernetes_deployment_v1.this", "object": {"kind": "Deployment", "metadata": _meta("cache"), "spec": {"template": {"spec": pod}}}}

_by_env := {"containers": [{"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"key": "k", "name": "s3"}}}]}]}

_ways := [
	_by_env,
	{"containers": [{"envFrom": [{"secretRef": {"name": "s3"}}]}]},
	{"initContainers": [{"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"key": "k", "name": "s3"}}}]}]},
	{"volumes": [{"name": "v", "secret": {"secretName": "s3"}}]},
]

_secret(address, meta) := {"address": address, "object": {"kind": "Secret", "metadata": meta}}

_stored := _secret("module.store.kubernetes_secret_v1.this[\"a\"]", _meta("s3"))

test_secret if {
	every pod in _ways {
		contains(fixture.messages(_found({}, [_service(pod), _stored], {})), "its pods read the Secret s3, and does not wait for module.store")
	}
}

test_waits if {
	every call in [
		{"depends_on": ["module.store"]},
		{"expressions": {"storage": {"references": ["module.store.secrets[\"a\"]", "module.store"]}}},
		{"for_each_expression": {"references": ["module.store.secrets"]}},
		{"depends_on": ["module.space"]},
	] {
		count(_found(call, [_service(_by_env), _stored], {"space": _call({"depends_on": ["module.store"]})})) == 0
	}
}

# Of a resource beside the modules, too.
test_root if {
	objects := [_service(_by_env), _secret("kubernetes_secret_v1.made", _meta("s3"))]
	contains(fixture.messages(_found({}, objects, {})), "does not wait for kubernetes_secret_v1.made")
	count(_found({"depends_on": ["kubernetes_secret_v1.made"]}, objects, {})) == 0
}

test_others_secrets if {
	count(_found({}, [_service(_by_env), _secret("module.store.x.y", _meta("other"))], {})) == 0
	count(_found({}, [_service(_by_env), _secret("module.store.x.y", {"name": "s3", "namespace": "other"})], {})) == 0
	count(_found({}, [_service(_by_env), _secret("module.cache.x.y", _meta("s3"))], {})) == 0
}

_cluster := {"address": "module.db.kubectl_manifest.cluster", "object": {"kind": "Cluster", "metadata": _meta("db")}}

test_database if {
	pod := {"containers": [{"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"key": "uri", "name": "db-app"}}}]}]}
	ready := {"db": _call({"depends_on": ["module.operator"]})}
	contains(fixture.messages(_found({}, [_service(pod), _cluster], ready)), "the Secret db-app, and does not wait for module.db")
	count(_found({"depends_on": ["module.db"]}, [_service(pod), _cluster], ready)) == 0
}

test_operator if {
	contains(fixture.messages(_found({}, [_cluster], {})), "the Cluster needs the chart cloudnative-pg, and does not wait for module.operator")
	count(_found({}, [_cluster], {"db": _call({"depends_on": ["module.operator"]})})) == 0
	count(_found({}, [object.union(_cluster, {"object": {"kind": "Tenant"}})], {})) == 0
}

test_namespace if {
	objects := [_service({}), {"address": "module.space.kubernetes_namespace_v1.this", "object": {"kind": "Namespace", "metadata": {"name": "cache"}}}]
	contains(fixture.messages(_found({}, objects, {})), "it is in the namespace cache, and does not wait for module.space")
	count(_found({"expressions": {"namespace": {"references": ["module.space[\"cache\"].name"]}}}, objects, {})) == 0
	count(_found({"depends_on": ["kubernetes_secret_v1.made"]}, objects, {})) == 0
}

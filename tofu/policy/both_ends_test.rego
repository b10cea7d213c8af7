package policy.both_ends_test

import data.lib.fixture
import data.policy.both_ends

_meta(namespace) := {"name": "x", "namespace": namespace}

_in(namespace) := {"matchLabels": {"kubernetes.io/metadata.name": namespace}}

# A service in "cache" that has a way to pods in "db".
_way(port) := json.patch(fixture.policy, [{"op": "add", "path": "/spec/egress/-", "value": {
	"ports": [{"port": port, "protocol": "TCP"}],
	"to": [{"namespaceSelector": _in("db"), "podSelector": {"matchLabels": {"cluster": "db", "role": "instance"}}}],
}}])

# Who gets in there.
_gate := {"kind": "NetworkPolicy", "metadata": _meta("db"), "spec": {
	"ingress": [{"from": [{"namespaceSelector": _in("cache"), "podSelector": {"matchLabels": {"app": "cache"}}}], "ports": [{"port": 5432, "protocol": "TCP"}]}],
	"podSelector": {"matchLabels": {"cluster": "db"}},
	"policyTypes": ["Ingress"],
}}

_deny_all := {"kind": "NetworkPolicy", "metadata": _meta("db"), "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}

_found(objects) := found if {
	found := both_ends.deny with input as fixture.objects(array.concat([fixture.deployment(fixture.pod)], objects))
}

_changed(path, value) := json.patch(_gate, [{"op": "replace", "path": path, "value": value}])

test_good if {
	count(_found([_way(5432), _gate, _deny_all])) == 0
	count(_found([_way(5432), _changed("/spec/podSelector/matchLabels", {"cluster": "db", "role": "instance", "more": "x"})])) == 0
	count(_found([_way(5432), _changed("/spec/ingress/0/from", [{"namespaceSelector": {}}])])) == 0
}

test_the_other_end if {
	every change in [
		["/spec/ingress/0/ports/0/port", 5433],
		["/spec/ingress/0/ports/0/protocol", "UDP"],
		["/spec/ingress/0/from/0/namespaceSelector", _in("other")],
		["/spec/ingress/0/from/0/podSelector", {"matchLabels": {"app": "other"}}],
		["/spec/ingress/0/from", [{"podSelector": {"matchLabels": {"app": "cache"}}}]],
		["/spec/ingress/0/from", [{"ipBlock": {"cidr": "10.0.0.0/8"}}]],
		["/spec/ingress", []],
	] {
		found := _found([_way(5432), _changed(change[0], change[1])])
		contains(fixture.messages(found), "TCP/5432")
		contains(fixture.messages(found), "does not let them in")
	}
}

test_this_end if contains(fixture.messages(_found([_way(9000), _gate])), "TCP/9000")

# A way to all pods of a namespace is one to some of them.
test_all_pods if {
	all := json.patch(_way(5432), [{"op": "remove", "path": "/spec/egress/1/to/0/podSelector"}])
	count(_found([all, _gate])) == 0
	contains(fixture.messages(_found([all, _changed("/spec/ingress/0/ports/0/port", 5433)])), "TCP/5432")
}

_handed(store) := found if {
	found := both_ends.deny with input as object.union(fixture.objects([fixture.deployment(fixture.pod), _way(9000)]), {"plan": {"resource_changes": [], "variables": {"object_store": {"value": store}}}})
}

test_store_of_another_stack if {
	count(_handed({"namespace": "db", "pod_port": 9000})) == 0
	count(_handed({"namespace": "elsewhere", "pod_port": 8333})) == 0
	count(_handed({"backend": "minio-tenant"})) == 0
	contains(fixture.messages(_handed({"namespace": "db", "pod_port": 8333})), "listen on 8333")
}

# Any of several gates will do.
test_gates if count(_found([_way(5432), _changed("/spec/ingress", []), _gate])) == 0

# Pods that an operator makes are known by what selects them.
test_operators_pods if {
	way := json.patch(_way(5432), [{"op": "replace", "path": "/spec/podSelector/matchLabels", "value": {"made": "by an operator"}}])
	contains(fixture.messages(_found([way, _gate])), "by an operator")
}

# Pods that are in no plan, or that nothing restricts, are somebody else's to judge.
test_others if {
	count(_found([_way(5433)])) == 0
	count(_found([_way(5433), _deny_all])) == 0
	every change in [
		["/metadata/namespace", "elsewhere"],
		["/spec/podSelector/matchLabels", {"cluster": "other"}],
		["/spec/policyTypes", ["Egress"]],
	] {
		count(_found([_way(5433), _changed(change[0], change[1])])) == 0
	}
}

_elsewhere(selector) := {"kind": "NetworkPolicy", "metadata": _meta("cache"), "spec": {"podSelector": {"matchLabels": selector}, "policyTypes": ["Egress"]}}

# Who is let in is somebody, as far as the plan knows who is there.
test_nobody_there if {
	gate := _changed("/spec/ingress/0/from/0/podSelector", {"matchLabels": {"app": "client"}})
	contains(fixture.messages(_found([gate, _elsewhere({"app": "other"})])), "no NetworkPolicy there is for such pods")
	count(_found([gate, _elsewhere({"app": "client"})])) == 0
	count(_found([gate, _elsewhere({"app": "client", "part": "x"})])) == 0
	count(_found([gate, json.patch(_elsewhere({"app": "other"}), [{"op": "replace", "path": "/metadata/namespace", "value": "third"}])])) == 0
	count(_found([gate, json.patch(_elsewhere({}), [{"op": "replace", "path": "/spec/podSelector", "value": {}}])])) == 0
	count(_found([_changed("/spec/ingress/0/from/0", {"namespaceSelector": _in("cache")}), _elsewhere({"app": "other"})])) == 0

	# In one namespace several plans may have their pods.
	count(_found([json.patch(gate, [{"op": "replace", "path": "/metadata/namespace", "value": "cache"}]), _elsewhere({"app": "other"})])) == 0
}

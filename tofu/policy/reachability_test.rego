package policy.reachability_test

import data.lib.fixture
import data.policy.reachability

_says(input_, words) if {
	found := reachability.deny with input as input_
	count(found) == 1
	contains(fixture.messages(found), words)
}

_with(changes) := fixture.objects([fixture.deployment(fixture.pod), fixture.service, json.patch(fixture.policy, changes)])

_served(target) := fixture.objects([fixture.deployment(fixture.pod), json.patch(fixture.service, [{"op": "replace", "path": "/spec/ports/0/targetPort", "value": target}]), fixture.policy])

test_good if {
	found := reachability.deny with input as fixture.good
	count(found) == 0
}

test_forgotten_port if _says(_with([{"op": "replace", "path": "/spec/ingress/0/ports/0/port", "value": 9092}]), "offers port 8080")

test_other_protocol if _says(_with([{"op": "replace", "path": "/spec/ingress/0/ports/0/protocol", "value": "UDP"}]), "offers port 8080")

test_number if {
	found := reachability.deny with input as _served(8080)
	count(found) == 0
	_says(_served(8081), "offers port 8081")
}

test_same_port if {
	service := json.patch(fixture.service, [{"op": "replace", "path": "/spec/ports", "value": [{"port": 8080}]}])
	found := reachability.deny with input as fixture.objects([fixture.deployment(fixture.pod), service, fixture.policy])
	count(found) == 0
}

test_unknown_name if _says(_served("htttp"), "is no port of the pods")

test_no_names if {
	_says(_with([{"op": "replace", "path": "/spec/egress/0/ports", "value": [{"port": 53, "protocol": "TCP"}]}]), "port 53 by UDP")
	_says(_with([{"op": "replace", "path": "/spec/egress/0/ports", "value": [{"port": 53, "protocol": "UDP"}]}]), "port 53 by TCP")
}

# Pods that may reach nothing resolve nothing.
test_reaches_nothing if {
	found := reachability.deny with input as _with([{"op": "replace", "path": "/spec/egress", "value": []}])
	count(found) == 0
}

# What is not the Service's, or not in its namespace, it does not offer.
test_others if {
	every changes in [
		[["/metadata/namespace", "other"]],
		[["/spec/selector", {"app": "other"}]],
	] {
		service := json.patch(fixture.service, array.concat([{"op": "replace", "path": c[0], "value": c[1]} | some c in changes], [{"op": "replace", "path": "/spec/ports/0/targetPort", "value": "htttp"}]))
		found := reachability.deny with input as fixture.objects([fixture.deployment(fixture.pod), service, fixture.policy])
		count(found) == 0
		number := json.patch(service, [{"op": "replace", "path": "/spec/ports/0/targetPort", "value": 9}])
		none := reachability.deny with input as fixture.objects([fixture.deployment(fixture.pod), number, fixture.policy])
		count(none) == 0
	}
}

# Without a selector its endpoints are somebody else's to say.
test_no_selector if {
	service := json.patch(fixture.service, [{"op": "remove", "path": "/spec/selector"}, {"op": "replace", "path": "/spec/ports/0/targetPort", "value": 9}])
	found := reachability.deny with input as fixture.objects([fixture.deployment(fixture.pod), service, fixture.policy])
	count(found) == 0
}

# Another's policy, or one of another namespace, opens and needs nothing here.
test_policy_of_others if {
	every change in [["/metadata/namespace", "other"], ["/spec/podSelector/matchLabels/app", "other"]] {
		found := reachability.deny with input as _with([{"op": "replace", "path": change[0], "value": change[1]}])
		contains(fixture.messages(found), "offers port 8080")
		not contains(fixture.messages(found), "cannot resolve names")
	}
}

_route := {"kind": "HTTPRoute", "metadata": fixture.meta("r"), "spec": {"rules": [{"backendRefs": [{"name": "cache"}]}, {"filters": []}]}}

_ingress := {"kind": "Ingress", "metadata": fixture.meta("i"), "spec": {"rules": [{"http": {"paths": [{"backend": {"service": {"name": "cache"}}}]}}]}}

_connecting(namespaces, way) := found if {
	policy := json.patch(fixture.policy, [{"op": "replace", "path": "/spec/ingress/0/from", "value": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ci"}}}]}])
	found := reachability.deny with input as object.union(
		fixture.objects([fixture.deployment(fixture.pod), fixture.service, policy, way]),
		{"plan": {"resource_changes": [], "variables": {"network_policy": {"value": {"ingress_namespaces": namespaces}}}}},
	)
}

test_who_may_connect if {
	every way in [_route, _ingress] {
		count(_connecting(["ci"], way)) == 0
		contains(fixture.messages(_connecting(["ci", "people"], way)), "ingress_namespaces has people")
	}

	# What is not exposed is for those whom a module names.
	every change in [["/metadata/namespace", "other"], ["/spec/rules/0/backendRefs/0/name", "other"]] {
		count(_connecting(["people"], json.patch(_route, [{"op": "replace", "path": change[0], "value": change[1]}]))) == 0
	}
	count(_connecting(["people"], json.patch(_ingress, [{"op": "replace", "path": "/metadata/namespace", "value": "other"}]))) == 0
}

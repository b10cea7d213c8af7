package policy.network_test

import data.lib.fixture
import data.policy.network

_says(input_, words) if {
	found := network.deny with input as input_
	count(found) == 1
	contains(fixture.messages(found), words)
}

_with(changes) := fixture.objects([fixture.deployment(fixture.pod), json.patch(fixture.policy, changes)])

test_good if {
	found := network.deny with input as fixture.good
	count(found) == 0
}

test_none if {
	found := network.deny with input as fixture.objects([fixture.deployment(fixture.pod)])
	count(found) == 2
}

test_ingress_only if _says(_with([{"op": "replace", "path": "/spec/policyTypes", "value": ["Ingress"]}]), "restricts the egress")

test_egress_only if _says(_with([{"op": "replace", "path": "/spec/policyTypes", "value": ["Egress"]}]), "restricts the ingress")

test_of_others if {
	found := network.deny with input as _with([{"op": "replace", "path": "/spec/podSelector/matchLabels/app", "value": "x"}])
	contains(fixture.messages(found), "no NetworkPolicy restricts")
}

# A selector may be written by expressions.
test_expression if {
	found := network.deny with input as _with([{"op": "replace", "path": "/spec/podSelector", "value": {"matchExpressions": [
		{"key": "app", "operator": "In", "values": ["cache"]},
		{"key": "app", "operator": "NotIn", "values": ["x"]},
		{"key": "app", "operator": "Exists"},
		{"key": "b", "operator": "DoesNotExist"},
	]}}])
	count(found) == 0
}

test_every_port if _says(_with([{"op": "remove", "path": "/spec/ingress/0/ports"}]), "ingress rule allows every port")

test_protocol_only if {
	found := network.deny with input as _with([{"op": "replace", "path": "/spec/egress/0/ports", "value": [{"protocol": "TCP"}]}])
	contains(fixture.messages(found), "egress rule allows every port")
}

test_range if _says(_with([{"op": "add", "path": "/spec/ingress/0/ports/0/endPort", "value": 9000}]), "range of ports")

test_named_port if _says(_with([{"op": "replace", "path": "/spec/ingress/0/ports/0/port", "value": "http"}]), "without number")

test_everyone if _says(_with([{"op": "remove", "path": "/spec/ingress/0/from"}]), "allows everyone")

_namespace := {"kind": "Namespace", "metadata": {"name": "cache"}}

_deny_all := {"kind": "NetworkPolicy", "metadata": fixture.meta("deny"), "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}

test_namespace if {
	found := network.deny with input as fixture.objects([_namespace, _deny_all])
	count(found) == 0
	_says(fixture.objects([_namespace]), "pods in the namespace may reach")
	_says(fixture.objects([_namespace, json.patch(_deny_all, [{"op": "replace", "path": "/spec/policyTypes", "value": ["Ingress"]}])]), "pods in the namespace may reach")
	_says(fixture.objects([_namespace, json.patch(_deny_all, [{"op": "add", "path": "/spec/egress", "value": [fixture.dns]}])]), "pods in the namespace may reach")
}

test_elsewhere if {
	found := network.deny with input as _with([{"op": "replace", "path": "/metadata/namespace", "value": "other"}])
	contains(fixture.messages(found), "no NetworkPolicy restricts")
}

# For some pods is not for all.
test_namespace_of_some if _says(fixture.objects([_namespace, json.patch(_deny_all, [{"op": "replace", "path": "/spec/podSelector", "value": {"matchLabels": {"app": "x"}}}])]), "pods in the namespace may reach")

_expression(e) := fixture.messages(found) if {
	found := network.deny with input as _with([{"op": "replace", "path": "/spec/podSelector", "value": {"matchExpressions": [e]}}])
}

# Each operator says what it says, and one that is unknown selects nothing.
test_expressions_that_do_not_hold if {
	every e in [
		{"key": "app", "operator": "In", "values": ["x"]},
		{"key": "app", "operator": "NotIn", "values": ["cache"]},
		{"key": "b", "operator": "Exists"},
		{"key": "app", "operator": "DoesNotExist"},
		{"key": "app", "operator": "NotIn"},
		{"key": "app", "operator": "Unknown", "values": ["cache"]},
		{"key": "b", "operator": "Unknown", "values": ["x"]},
	] {
		contains(_expression(e), "no NetworkPolicy restricts")
	}
}

package policy.availability_test

import data.lib.fixture
import data.policy.availability

_says(input_, words) if {
	found := availability.deny with input as input_
	contains(fixture.messages(found), words)
}

test_good if {
	found := availability.deny with input as fixture.good
	count(found) == 0
}

test_no_budget if _says(fixture.objects([fixture.deployment(fixture.pod)]), "no PodDisruptionBudget")

_of(name, labels) := {"kind": "PodDisruptionBudget", "metadata": fixture.meta(name), "spec": {"selector": {"matchLabels": labels}}}

test_budget_of_others if _says(fixture.objects([fixture.deployment(fixture.pod), _of("x", {"app": "other"})]), "no PodDisruptionBudget")

test_budget_elsewhere if {
	elsewhere := json.patch(fixture.budget, [{"op": "replace", "path": "/metadata/namespace", "value": "other"}])
	_says(fixture.objects([fixture.deployment(fixture.pod), elsewhere]), "no PodDisruptionBudget")
}

test_two_budgets if _says(fixture.objects([fixture.deployment(fixture.pod), fixture.budget, _of("more", {})]), "more than one PodDisruptionBudget")

_single := json.patch(fixture.deployment(fixture.pod), [{"op": "replace", "path": "/spec/replicas", "value": 1}])

test_budget_for_one if _says(fixture.objects([_single, fixture.budget]), "there may be a single pod")

test_one_without_budget if {
	found := availability.deny with input as fixture.objects([_single])
	count(found) == 0
}

_scaler(least) := {"kind": "HorizontalPodAutoscaler", "metadata": fixture.meta("cache"), "spec": {"minReplicas": least, "scaleTargetRef": {"kind": "Deployment", "name": "cache"}}}

# What scales it says how many there are.
test_scaled if {
	_says(fixture.objects([_single, _scaler(2)]), "no PodDisruptionBudget")
	_says(fixture.objects([fixture.deployment(fixture.pod), fixture.budget, _scaler(1)]), "there may be a single pod")
}

test_cnpg if {
	every key in ["cnpg.io/cluster", "cnpg.io/podRole"] {
		_says(fixture.objects([_of("pg", {key: "x"})]), "CloudNativePG")
	}
}

test_spread if _says(fixture.without_pod("/topologySpreadConstraints"), "keeps them from one node")

test_zones_alone if _says(fixture.with_pod([["/topologySpreadConstraints", [{"topologyKey": "topology.kubernetes.io/zone"}]]]), "keeps them from one node")

test_anti_affinity if {
	spread := json.patch(fixture.pod, [{"op": "remove", "path": "/topologySpreadConstraints"}, {"op": "add", "path": "/affinity", "value": {"podAntiAffinity": {}}}])
	found := availability.deny with input as fixture.objects([fixture.deployment(spread), fixture.budget])
	count(found) == 0
}

# One pod cannot be spread.
test_one_without_spread if {
	pod := json.patch(fixture.pod, [{"op": "remove", "path": "/topologySpreadConstraints"}])
	found := availability.deny with input as fixture.objects([json.patch(fixture.deployment(pod), [{"op": "replace", "path": "/spec/replicas", "value": 1}])])
	count(found) == 0
}

# Another workload's scaler says nothing of this one.
test_scaler_of_others if {
	every change in [
		["/metadata/namespace", "other"],
		["/spec/scaleTargetRef/kind", "StatefulSet"],
		["/spec/scaleTargetRef/name", "other"],
	] {
		scaler := json.patch(_scaler(2), [{"op": "replace", "path": change[0], "value": change[1]}])
		found := availability.deny with input as fixture.objects([_single, scaler])
		count(found) == 0
	}
}

_class(name) := found if {
	objects := fixture.with_pod([["/priorityClassName", name]])
	found := availability.deny with input as object.union(objects, {"plan": {"variables": {"platform": {"value": {"priority_classes": {"batch": "b", "cache": "c"}}}}}})
}

test_class_of_batch if {
	contains(fixture.messages(_class("b")), "its pods have the priority b")
	count(_class("c")) == 0
}

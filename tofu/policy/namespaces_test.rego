package policy.namespaces_test

import data.lib.fixture
import data.policy.namespaces

_object(kind, metadata) := found if {
	found := namespaces.deny with input as fixture.objects([{"kind": kind, "metadata": metadata}])
}

_chart(change) := found if {
	found := namespaces.deny with input as {"objects": [], "plan": {"resource_changes": [{"address": "r", "change": change, "type": "helm_release"}]}}
}

test_good if {
	count(namespaces.deny) == 0 with input as fixture.good
	count(_object("Namespace", {"name": "x"})) == 0
	count(_object("PriorityClass", {"name": "x"})) == 0
}

test_object if {
	every metadata in [{"name": "x"}, {"name": "x", "namespace": null}, {"name": "x", "namespace": ""}] {
		contains(fixture.messages(_object("PrometheusRule", metadata)), "the PrometheusRule has no namespace")
	}
}

test_chart if {
	every after in [{}, {"namespace": null}, {"namespace": ""}] {
		contains(fixture.messages(_chart({"after": after})), "the chart has no namespace")
	}
}

test_good_charts if {
	count(_chart({"after": {"namespace": "x"}})) == 0
	count(_chart({"after": {}, "after_unknown": {"namespace": true}})) == 0
	count(_chart({"after": null})) == 0
}

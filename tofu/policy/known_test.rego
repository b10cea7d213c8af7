package policy.known_test

import data.lib.fixture
import data.policy.known

_found(kind, unknown) := found if {
	found := known.deny with input as {"plan": {"resource_changes": [{"address": "r", "change": {"after_unknown": unknown}, "type": kind}]}, "problems": []}
}

test_good if {
	count(_found("kubectl_manifest", {"id": true})) == 0
	count(_found("kubernetes_deployment_v1", {"metadata": [{"uid": true}], "spec": [{"template": [{"spec": [{"container": [{"image": false}], "hostname": true}]}]}]})) == 0
	count(_found("other", {"yaml_body": true})) == 0
}

test_problem if {
	found := known.deny with input as {"plan": {"resource_changes": []}, "problems": [{"address": "a", "message": "m"}]}
	contains(fixture.messages(found), "m")
}

test_manifest if contains(fixture.messages(_found("kubectl_manifest", {"yaml_body": true})), "yaml_body is known only")

test_part if contains(fixture.messages(_found("kubernetes_deployment_v1", {"spec": [{"template": [{"spec": [{"container": [{"image": true}]}]}]}]})), "spec.0.template.0.spec.0.container.0.image is known only")

# What is no text of a workload may be unknown.
test_elsewhere if {
	count(_found("kubernetes_service_v1", {"spec": [{"port": true}]})) == 0
	count(_found("kubernetes_deployment_v1", {"metadata": [{"value": true}]})) == 0
}

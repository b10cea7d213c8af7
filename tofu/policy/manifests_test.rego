package policy.manifests_test

import data.lib.fixture
import data.policy.manifests

_found(kind, after) := found if {
	found := manifests.deny with input as {"plan": {"resource_changes": [{"address": "r", "change": {"after": after}, "type": kind}]}}
}

test_good if count(_found("kubectl_manifest", {"field_manager": "opentofu", "server_side_apply": true})) == 0

test_client if {
	every after in [{"field_manager": "opentofu"}, {"field_manager": "opentofu", "server_side_apply": false}] {
		contains(fixture.messages(_found("kubectl_manifest", after)), "applied by the client")
	}
}

test_manager if {
	every after in [{"server_side_apply": true}, {"field_manager": "kubectl", "server_side_apply": true}] {
		contains(fixture.messages(_found("kubectl_manifest", after)), "another manager")
	}
}

test_others if {
	count(_found("kubernetes_secret_v1", {})) == 0
	count(_found("kubectl_manifest", null)) == 0
}

package policy.named_test

import data.policy.named

_found(name) := found if {
	found := named.deny with input as {"plan": {"resource_changes": [{"address": "a", "name": name}]}}
}

test_named if count(_found("this")) == 0

test_unnamed if count(_found("x")) == 1

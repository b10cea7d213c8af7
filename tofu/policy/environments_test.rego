package policy.environments_test

import data.lib.fixture
import data.policy.environments

_found(environment, variables) := found if {
	found := environments.deny with input as {"environment": environment, "plan": {"variables": {name: {"value": value} | some name, value in variables}}}
}

test_good if {
	count(_found("prod", {"environment": "prod", "kubernetes": {"config_context": "prod"}})) == 0
	count(_found("prod", {"environment": "prod", "kubernetes": {"config_context": "cluster-7"}})) == 0
	count(_found("dev", {"environment": "dev", "kubernetes": {}})) == 0
	count(_found("dev", {"environment": "dev", "kubernetes": {"config_context": "dev"}})) == 0
}

test_environment if {
	contains(fixture.messages(_found("prod", {"environment": "dev"})), "environment is dev")
	contains(fixture.messages(_found("dev", {"environment": "prod"})), "environment is prod")
}

test_context_of_another if {
	contains(fixture.messages(_found("prod", {"kubernetes": {"config_context": "dev"}})), "config_context is dev")
	contains(fixture.messages(_found("dev", {"kubernetes": {"config_context": "prod"}})), "config_context is prod")
}

test_no_context if {
	contains(fixture.messages(_found("prod", {"kubernetes": {}})), "is not set")
	contains(fixture.messages(_found("prod", {"kubernetes": {"config_context": null}})), "is not set")
}

# Examples have one environment, whose name says nothing.
test_others if count(_found("default", {"environment": "prod", "kubernetes": {"config_context": "dev"}})) == 0

package policy.resources_test

import data.lib.fixture
import data.policy.resources

_says(input_, words) if {
	found := resources.deny with input as input_
	count(found) == 1
	contains(fixture.messages(found), words)
}

test_good if {
	found := resources.deny with input as fixture.good
	count(found) == 0
}

test_no_cpu if _says(fixture.without_container("/resources/requests/cpu"), "requests no cpu")

test_no_memory if _says(fixture.without_container("/resources/requests/memory"), "requests no memory")

test_no_limit if _says(fixture.without_container("/resources/limits"), "no limit of memory")

test_limit_below_request if _says(fixture.with_container([["/resources/limits/memory", "1900Mi"]]), "may have only 1900Mi")

# 2048Mi is 2Gi.
test_units if {
	found := resources.deny with input as fixture.with_container([["/resources/limits/memory", "2048Mi"]])
	count(found) == 0
}

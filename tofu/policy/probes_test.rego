package policy.probes_test

import data.lib.fixture
import data.policy.probes

test_good if {
	found := probes.deny with input as fixture.good
	count(found) == 0
}

test_each if {
	every probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
		found := probes.deny with input as fixture.without_container(sprintf("/%s", [probe]))
		count(found) == 1
		contains(fixture.messages(found), probe)
	}
}

# What ends by itself is asked nothing.
test_job if {
	found := probes.deny with input as fixture.objects([{"kind": "Job", "metadata": fixture.meta("once"), "spec": {"template": {"spec": {"containers": [{"name": "c"}]}}}}])
	count(found) == 0
}

package policy.pods_test

import data.lib.fixture
import data.policy.pods

_says(input_, words) if {
	found := pods.deny with input as input_
	count(found) == 1
	contains(fixture.messages(found), words)
}

test_good if {
	found := pods.deny with input as fixture.good
	count(found) == 0
}

test_token if _says(fixture.without_pod("/automountServiceAccountToken"), "gets a token")

test_default_account if _says(fixture.without_pod("/serviceAccountName"), "default service account")

test_account_gives_token if _says(fixture.objects([{"kind": "ServiceAccount", "metadata": fixture.meta("cache")}]), "to every pod")

test_account_without_token if {
	found := pods.deny with input as fixture.objects([{"automountServiceAccountToken": false, "kind": "ServiceAccount", "metadata": fixture.meta("cache")}])
	count(found) == 0
}

test_service_links if _says(fixture.with_pod([["/enableServiceLinks", true]]), "variable for each Service")

test_host if {
	every field in ["hostIPC", "hostNetwork", "hostPID"] {
		_says(fixture.with_pod([[sprintf("/%s", [field]), true]]), field)
	}
}

test_host_path if _says(fixture.with_pod([["/volumes", [{"hostPath": {"path": "/"}, "name": "root"}]]]), "volume root is a directory of the node")

test_namespace if {
	_says(fixture.objects([{"kind": "Namespace", "metadata": {"name": "n"}}]), "not restricted")
	_says(fixture.objects([{"kind": "Namespace", "metadata": {"labels": {"pod-security.kubernetes.io/enforce": "baseline"}, "name": "n"}}]), "not restricted")
	found := pods.deny with input as fixture.objects([{"kind": "Namespace", "metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}, "name": "n"}}])
	count(found) == 0
}

test_other_volumes if {
	found := pods.deny with input as fixture.with_pod([["/volumes", [{"emptyDir": {}, "name": "tmp"}]]])
	count(found) == 0
}

package policy.containers_test

import data.lib.fixture
import data.policy.containers

_says(input_, words) if {
	found := containers.deny with input as input_
	count(found) == 1
	contains(fixture.messages(found), words)
	every f in found { f.address == "Deployment.cache" }
}

test_good if {
	found := containers.deny with input as fixture.good
	count(found) == 0
}

# The container's own context wins over its pod's.
test_own_context_wins if {
	_says(fixture.with_container([["/securityContext/runAsNonRoot", false]]), "may run as root")
}

test_container_may_say_it_alone if {
	found := containers.deny with input as fixture.objects([fixture.deployment(json.patch(fixture.pod, [
		{"op": "remove", "path": "/securityContext"},
		{"op": "replace", "path": "/containers/0/securityContext", "value": object.union(fixture.container.securityContext, fixture.pod.securityContext)},
	]))])
	count(found) == 0
}

test_root if _says(fixture.without_pod("/securityContext/runAsNonRoot"), "may run as root")

test_no_user if _says(fixture.without_pod("/securityContext/runAsUser"), "has no user of its own")

test_user_zero if _says(fixture.with_pod([["/securityContext/runAsUser", 0]]), "has no user of its own")

test_writable_root if _says(fixture.without_container("/securityContext/readOnlyRootFilesystem"), "can write to its root file system")

test_capabilities if _says(fixture.without_container("/securityContext/capabilities"), "keeps Linux capabilities")

test_added_capability if _says(fixture.with_container([["/securityContext/capabilities/add", ["NET_ADMIN"]]]), "adds the capability NET_ADMIN")

test_escalation if _says(fixture.without_container("/securityContext/allowPrivilegeEscalation"), "setuid")

test_privileged if _says(fixture.with_container([["/securityContext/privileged", true]]), "is privileged")

test_seccomp if _says(fixture.without_pod("/securityContext/seccompProfile"), "no seccomp profile")

test_unconfined if _says(fixture.with_pod([["/securityContext/seccompProfile/type", "Unconfined"]]), "no seccomp profile")

# Those that run first count too, and those of jobs.
test_init_container if {
	bad := json.remove(fixture.container, ["securityContext/readOnlyRootFilesystem"])
	_says(fixture.with_pod([["/initContainers", [bad]]]), "can write to its root file system")
}

test_cron_job if {
	bad := json.remove(fixture.pod, ["securityContext/runAsNonRoot"])
	found := containers.deny with input as fixture.objects([{"kind": "CronJob", "metadata": fixture.meta("gc"), "spec": {"jobTemplate": {"spec": {"template": {"spec": bad}}}}}])
	contains(fixture.messages(found), "may run as root")
}

test_bare_pod if {
	bad := json.remove(fixture.pod, ["securityContext/runAsNonRoot"])
	found := containers.deny with input as fixture.objects([{"kind": "Pod", "metadata": fixture.meta("once"), "spec": bad}])
	contains(fixture.messages(found), "may run as root")
}

# A text is no user.
test_user_in_words if {
	found := containers.deny with input as fixture.with_container([["/securityContext/runAsUser", "1000"]])
	contains(fixture.messages(found), "has no user of its own")
}

# A schedule means what its reader thinks.
package policy.schedules

import data.lib.kube

_fields(text) := count([f | some f in regex.split(`\s+`, trim_space(text)); f != ""])

deny contains {"address": s.address, "message": sprintf("the schedule %q of a backup has %d fields: CloudNativePG reads six, seconds first, and a daily one written with five runs every hour", [s.object.spec.schedule, _fields(s.object.spec.schedule)]), "remedy": "Write \"0 0 2 * * *\" for two o'clock."} if {
	some s in kube.of_kind("ScheduledBackup")
	_fields(s.object.spec.schedule) != 6
}

deny contains {"address": s.address, "message": sprintf("the seconds of the schedule %q are no number: it runs many times a minute", [s.object.spec.schedule]), "remedy": "Begin with 0."} if {
	some s in kube.of_kind("ScheduledBackup")
	not regex.match(`^\s*[0-9]+\s`, s.object.spec.schedule)
}

deny contains {"address": c.address, "message": sprintf("the schedule %q of a CronJob has %d fields: Kubernetes reads five, minutes first", [c.object.spec.schedule, _fields(c.object.spec.schedule)]), "remedy": "Write \"17 2 * * *\" for 2:17."} if {
	some c in kube.of_kind("CronJob")
	not startswith(c.object.spec.schedule, "@")
	_fields(c.object.spec.schedule) != 5
}

deny contains {"address": c.address, "message": "a run may begin while the one before is not done", "remedy": "Set concurrency_policy = \"Forbid\"."} if {
	some c in kube.of_kind("CronJob")
	not c.object.spec.concurrencyPolicy == "Forbid"
}

# Kubernetes deletes such a Job, and the next apply makes and runs it again.
deny contains {"address": j.address, "message": "the Job is deleted some time after it ran: the next plan wants to make it again", "remedy": "Take ttl_seconds_after_finished out; name the Job by what it does, so that a change makes a new one."} if {
	some j in kube.of_kind("Job")
	_ = j.object.spec.ttlSecondsAfterFinished
}

deny contains {"address": w.address, "message": "the Job's pods do not say what becomes of them when they fail: API servers refuse that", "remedy": "Set restart_policy = \"Never\", or \"OnFailure\"."} if {
	some w in kube.workloads
	w.kind in {"CronJob", "Job"}
	not object.get(w.pod, "restartPolicy", "Always") in {"Never", "OnFailure"}
}

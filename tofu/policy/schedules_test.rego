package policy.schedules_test

import data.lib.fixture
import data.policy.schedules

_found(object) := found if {
	found := schedules.deny with input as fixture.objects([object])
}

_backup(schedule) := _found({"kind": "ScheduledBackup", "metadata": fixture.meta("b"), "spec": {"schedule": schedule}})

_cron(schedule, concurrency) := _found({"kind": "CronJob", "metadata": fixture.meta("c"), "spec": {"concurrencyPolicy": concurrency, "schedule": schedule}})

test_good if {
	count(_backup("0 0 2 * * *")) == 0
	count(_cron("17 */12 * * *", "Forbid")) == 0
	count(_cron("@daily", "Forbid")) == 0
	count(_found({"kind": "Job", "metadata": fixture.meta("j"), "spec": {"template": {"spec": {"restartPolicy": "Never"}}}})) == 0
}

test_backup if {
	contains(fixture.messages(_backup("0 0 * * *")), "has 5 fields")
	contains(fixture.messages(_backup("* 0 2 * * *")), "no number")
}

test_cron_job if {
	contains(fixture.messages(_cron("0 17 2 * * *", "Forbid")), "has 6 fields")
	contains(fixture.messages(_cron("17 2 * * *", "Allow")), "before is not done")
}

test_job if contains(fixture.messages(_found({"kind": "Job", "metadata": fixture.meta("j"), "spec": {"template": {"spec": {"restartPolicy": "Never"}}, "ttlSecondsAfterFinished": 0}})), "deleted some time")

_job(kind, pod) := fixture.messages(found) if {
	template := {"template": {"spec": pod}}
	spec := {"CronJob": {"concurrencyPolicy": "Forbid", "jobTemplate": {"spec": template}, "schedule": "@daily"}, "Deployment": template, "Job": template}
	found := schedules.deny with input as fixture.objects([{"kind": kind, "metadata": fixture.meta("j"), "spec": spec[kind]}])
}

test_restart if {
	every kind in ["CronJob", "Job"] {
		contains(_job(kind, {}), "what becomes of them")
		contains(_job(kind, {"restartPolicy": "Always"}), "what becomes of them")
		_job(kind, {"restartPolicy": "OnFailure"}) == ""
	}
	_job("Deployment", {}) == ""
}

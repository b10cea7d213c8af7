# What cannot be looked at is not passed over.
package policy.known

deny contains {"address": p.address, "message": p.message, "remedy": "Policies judge the plan alone: what is known only after an apply, they cannot."} if {
	some p in input.problems
}

# Parts that decide whether the other policies hold, and that a plan must know.
deny contains {"address": r.address, "message": sprintf("%s is known only after an apply", [path]), "remedy": "Make it of variables and locals, so that policies can judge it."} if {
	some r in input.plan.resource_changes
	r.type == "kubectl_manifest"
	some path in ["yaml_body"]
	r.change.after_unknown[path] == true
}

deny contains {"address": r.address, "message": sprintf("%s is known only after an apply", [concat(".", [sprintf("%v", [step]) | some step in path])]), "remedy": "Make it of variables and locals, so that policies can judge it."} if {
	some r in input.plan.resource_changes
	r.type in {"kubernetes_cron_job_v1", "kubernetes_daemon_set_v1", "kubernetes_deployment_v1", "kubernetes_job_v1", "kubernetes_network_policy_v1", "kubernetes_pod_disruption_budget_v1", "kubernetes_stateful_set_v1"}
	walk(r.change.after_unknown, [path, true])
	path[count(path) - 1] in {"args", "command", "image", "port", "schedule", "value"}
	path[0] == "spec"
}

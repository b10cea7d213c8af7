# Draining a node leaves a service running, and ends.
package policy.availability

import data.lib.kube

_finding(address, message, remedy) := {"address": address, "message": message, "remedy": remedy}

# The budgets that hold for a workload's pods.
_budgets(w) := [b |
	some b in kube.of_kind("PodDisruptionBudget")
	kube.namespace(b.object) == w.namespace
	kube.selects(b.object.spec.selector, w.labels)
]

deny contains _finding(w.address, sprintf("%d pods at least, and no PodDisruptionBudget", [kube.least(w)]), "Add one with max_unavailable = 1.") if {
	some w in kube.services
	kube.least(w) > 1
	count(_budgets(w)) == 0
}

deny contains _finding(b.address, sprintf("the budget is for %s, of which there may be a single pod: a node that runs it cannot be drained", [w.name]), "Make it only where there are two replicas at least.") if {
	some w in kube.services
	kube.least(w) < 2
	some b in _budgets(w)
}

deny contains _finding(w.address, "its pods have more than one PodDisruptionBudget: none of them can be evicted", "Leave one.") if {
	some w in kube.workloads
	count(_budgets(w)) > 1
}

deny contains _finding(b.address, "the budget is for pods of CloudNativePG, which makes budgets of its own", "Take it out, and set enablePDB in the Cluster.") if {
	some b in kube.of_kind("PodDisruptionBudget")
	some key in ["cnpg.io/cluster", "cnpg.io/instanceName", "cnpg.io/podRole"]
	b.object.spec.selector.matchLabels[key]
}

deny contains _finding(w.address, "several pods, and nothing keeps them from one node", "Add a topology_spread_constraint over kubernetes.io/hostname.") if {
	some w in kube.services
	kube.least(w) > 1
	not _spread(w.pod)
}

_spread(pod) if {
	some constraint in pod.topologySpreadConstraints
	constraint.topologyKey == "kubernetes.io/hostname"
}

_spread(pod) if _ = pod.affinity.podAntiAffinity

deny contains _finding(w.address, sprintf("it serves, and its pods have the priority %s: a full node gives them up first", [w.pod.priorityClassName]), "Take the class cache or database of platform.priority_classes.") if {
	some w in kube.services
	w.pod.priorityClassName == input.plan.variables.platform.value.priority_classes.batch
}

# Nothing is reached, and reaches nothing, but what a policy names with its ports.
package policy.network

import data.lib.kube

_policies(w) := [p |
	some p in kube.of_kind("NetworkPolicy")
	kube.namespace(p.object) == w.namespace
	kube.selects(p.object.spec.podSelector, w.labels)
]

_finding(address, message, remedy) := {"address": address, "message": message, "remedy": remedy}

deny contains _finding(w.address, sprintf("no NetworkPolicy restricts the %s of its pods", [lower(direction)]), sprintf("Add one that selects them and has %s in policy_types.", [direction])) if {
	some w in kube.workloads
	some direction in ["Egress", "Ingress"]
	not _restricted(w, direction)
}

_restricted(w, direction) if {
	some p in _policies(w)
	direction in p.object.spec.policyTypes
}

# By kind of rule: {address, direction, rule}.
_rules contains {"address": p.address, "direction": direction, "rule": rule} if {
	some p in kube.of_kind("NetworkPolicy")
	some direction in ["egress", "ingress"]
	some rule in object.get(p.object.spec, direction, [])
}

deny contains _finding(r.address, sprintf("an %s rule allows every port", [r.direction]), "List the ports.") if {
	some r in _rules
	count([p | some p in object.get(r.rule, "ports", []); p.port]) == 0
}

deny contains _finding(r.address, sprintf("an %s rule allows a port without number, or a range of ports", [r.direction]), "List the ports one by one.") if {
	some r in _rules
	some port in object.get(r.rule, "ports", [])
	not _exact(port)
}

_exact(port) if {
	is_number(port.port)
	not port.endPort
}

deny contains _finding(r.address, "an ingress rule allows everyone", "Name the namespaces and pods in from.") if {
	some r in _rules
	r.direction == "ingress"
	count(object.get(r.rule, "from", [])) == 0
}

# A namespace that a plan makes denies first.
deny contains _finding(o.address, "pods in the namespace may reach, and be reached by, everything that no policy of theirs forbids", "Add a NetworkPolicy with an empty pod selector, both policy types and no rules.") if {
	some o in kube.of_kind("Namespace")
	not _denied(o.object.metadata.name)
}

_denied(namespace) if {
	some p in kube.of_kind("NetworkPolicy")
	kube.namespace(p.object) == namespace
	object.get(p.object.spec, "podSelector", {}) == {}
	{"Egress", "Ingress"} == {t | some t in p.object.spec.policyTypes}
	count(object.get(p.object.spec, "egress", [])) + count(object.get(p.object.spec, "ingress", [])) == 0
}

# A connection needs a rule at both ends: what pods may reach must let them in.
package policy.both_ends

import data.lib.kube

_name := "kubernetes.io/metadata.name"

# Ways out to pods of one namespace, without labels to any of them: {address, namespace, labels, to, ports}. Labels are those of the pods that have the way.
_out contains {"address": p.address, "labels": labels, "namespace": kube.namespace(p.object), "ports": _ports(rule), "to": {"labels": object.get(peer, ["podSelector", "matchLabels"], {}), "namespace": peer.namespaceSelector.matchLabels[_name]}} if {
	some p in kube.of_kind("NetworkPolicy")
	some labels in _sources(p)
	some rule in object.get(p.object.spec, "egress", [])
	some peer in object.get(rule, "to", [])
}

# Of pods that an operator makes there is only what selects them.
_sources(p) := found if {
	found := {w.labels |
		some w in kube.workloads
		w.namespace == kube.namespace(p.object)
		kube.selects(p.object.spec.podSelector, w.labels)
	}
	count(found) > 0
} else := {object.get(p.object.spec.podSelector, "matchLabels", {})}

_ports(rule) := {sprintf("%v/%v", [object.get(port, "protocol", "TCP"), port.port]) | some port in rule.ports}

# Policies of this plan that say who gets in there. One for all pods of a namespace only denies.
_gates(to) := [p |
	some p in kube.of_kind("NetworkPolicy")
	kube.namespace(p.object) == to.namespace
	"Ingress" in p.object.spec.policyTypes
	selector := object.get(p.object.spec.podSelector, "matchLabels", {})
	count(selector) > 0
	_same(selector, to.labels)
]

_same(selector, labels) if kube.selects({"matchLabels": selector}, labels)

_same(selector, labels) if kube.selects({"matchLabels": labels}, selector)

_admits(gate, o) if {
	some rule in object.get(gate.object.spec, "ingress", [])
	count(_ports(rule) & o.ports) > 0
	some peer in rule.from
	not peer.ipBlock
	kube.selects(object.get(peer, "namespaceSelector", {"matchLabels": {_name: kube.namespace(gate.object)}}), {_name: o.namespace})
	kube.selects(object.get(peer, "podSelector", {}), o.labels)
}

deny contains {"address": o.address, "message": sprintf("pods with %v may reach port %s of pods with %v in %s, whose NetworkPolicy does not let them in", [o.labels, concat(", ", sort(o.ports)), o.to.labels, o.to.namespace]), "remedy": "Name the same port, pods and namespace at both ends."} if {
	some o in _out
	gates := _gates(o.to)
	count(gates) > 0
	count([g | some g in gates; _admits(g, o)]) == 0
}

# Ways in from pods of another namespace: {address, from}.
_in contains {"address": p.address, "from": {"labels": peer.podSelector.matchLabels, "namespace": peer.namespaceSelector.matchLabels[_name]}} if {
	some p in kube.of_kind("NetworkPolicy")
	some rule in object.get(p.object.spec, "ingress", [])
	some peer in object.get(rule, "from", [])
	peer.namespaceSelector.matchLabels[_name] != kube.namespace(p.object)
}

# Where a plan has a namespace's policies, it has those of the pods that are let in from there.
deny contains {"address": i.address, "message": sprintf("pods with %v in %s are let in, and no NetworkPolicy there is for such pods", [i.from.labels, i.from.namespace]), "remedy": "Name the namespace and labels of those who connect."} if {
	some i in _in
	some other in kube.of_kind("NetworkPolicy")
	kube.namespace(other.object) == i.from.namespace
	count(object.get(other.object.spec.podSelector, "matchLabels", {})) > 0
	count([p |
		some p in kube.of_kind("NetworkPolicy")
		kube.namespace(p.object) == i.from.namespace
		selector := object.get(p.object.spec.podSelector, "matchLabels", {})
		count(selector) > 0
		_same(selector, i.from.labels)
	]) == 0
}

# The gate of an object store that another stack hands over is in that one's plan; its port is told.
deny contains {"address": o.address, "message": sprintf("pods may reach port %s in %s, and the pods of the object store there listen on %d", [concat(", ", sort(o.ports)), o.to.namespace, store.pod_port]), "remedy": "Pass on object_store.pod_port."} if {
	store := input.plan.variables.object_store.value
	some o in _out
	o.to.namespace == store.namespace
	not sprintf("TCP/%v", [store.pod_port]) in o.ports
}

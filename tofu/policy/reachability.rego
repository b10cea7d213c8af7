# What is offered can be reached, and names can be resolved: a port that a NetworkPolicy forgets is an outage.
package policy.reachability

import data.lib.kube

# The ports of a Service's pods: {address, name, namespace, labels, port}.
_offered contains {"address": s.address, "labels": w.labels, "namespace": w.namespace, "port": _number(port, w.pod), "workload": w.name} if {
	some s in kube.of_kind("Service")
	some w in kube.services
	w.namespace == kube.namespace(s.object)
	s.object.spec.selector
	kube.selects({"matchLabels": s.object.spec.selector}, w.labels)
	some port in s.object.spec.ports
}

_number(port, _) := port.targetPort if is_number(port.targetPort)

_number(port, pod) := number if {
	is_string(port.targetPort)
	some container in pod.containers
	some offered in container.ports
	offered.name == port.targetPort
	number := offered.containerPort
}

_number(port, _) := port.port if not port.targetPort

_allowed(namespace, labels, direction, protocol) := {port.port |
	some p in kube.of_kind("NetworkPolicy")
	kube.namespace(p.object) == namespace
	kube.selects(p.object.spec.podSelector, labels)
	some rule in p.object.spec[direction]
	some port in rule.ports
	object.get(port, "protocol", "TCP") == protocol
}

deny contains {"address": o.address, "message": sprintf("the Service offers port %d of %s, and no NetworkPolicy lets anyone reach it", [o.port, o.workload]), "remedy": "Add the port to the ingress rule of those who use it, or take it out of the Service."} if {
	some o in _offered
	not o.port in _allowed(o.namespace, o.labels, "ingress", "TCP")
}

deny contains {"address": w.address, "message": sprintf("its pods cannot resolve names: no NetworkPolicy lets them reach port 53 by %s", [protocol]), "remedy": "Add an egress rule to kube-system for port 53."} if {
	some w in kube.workloads
	_reaches(w)
	some protocol in ["TCP", "UDP"]
	not 53 in _allowed(w.namespace, w.labels, "egress", protocol)
}

# Pods that may reach nothing need no names.
_reaches(w) if {
	some p in kube.of_kind("NetworkPolicy")
	kube.namespace(p.object) == w.namespace
	kube.selects(p.object.spec.podSelector, w.labels)
	count(object.get(p.object.spec, "egress", [])) > 0
}

# A name that is nobody's leads nowhere.
deny contains {"address": s.address, "message": sprintf("targetPort %q is no port of the pods", [port.targetPort]), "remedy": "Use the name of a container's port."} if {
	some s in kube.of_kind("Service")
	some port in s.object.spec.ports
	is_string(port.targetPort)
	some w in kube.services
	w.namespace == kube.namespace(s.object)
	kube.selects({"matchLabels": s.object.spec.selector}, w.labels)
	not _number(port, w.pod)
}

# Who may connect, by the stack's variable, may connect to what the stack exposes.
deny contains {"address": w.address, "message": sprintf("network_policy.ingress_namespaces has %s, and no NetworkPolicy lets its pods reach %s", [namespace, w.name]), "remedy": "Pass on network_policy.ingress_namespaces."} if {
	some namespace in input.plan.variables.network_policy.value.ingress_namespaces
	some s in kube.of_kind("Service")
	s.object.metadata.name in _exposed(kube.namespace(s.object))
	some w in kube.services
	w.namespace == kube.namespace(s.object)
	kube.selects({"matchLabels": s.object.spec.selector}, w.labels)
	not namespace in _admitted(w)
}

# The Services that routes lead to.
_exposed(namespace) := {ref.name |
	some kind in ["GRPCRoute", "HTTPRoute"]
	some route in kube.of_kind(kind)
	kube.namespace(route.object) == namespace
	some rule in route.object.spec.rules
	some ref in object.get(rule, "backendRefs", [])
} | {path.backend.service.name |
	some ingress in kube.of_kind("Ingress")
	kube.namespace(ingress.object) == namespace
	some rule in ingress.object.spec.rules
	some path in rule.http.paths
}

_admitted(w) := {peer.namespaceSelector.matchLabels["kubernetes.io/metadata.name"] |
	some p in kube.of_kind("NetworkPolicy")
	kube.namespace(p.object) == w.namespace
	kube.selects(p.object.spec.podSelector, w.labels)
	some rule in p.object.spec.ingress
	some peer in rule.from
}

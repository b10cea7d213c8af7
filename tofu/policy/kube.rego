# What the policies know of Kubernetes objects.
package lib.kube

# Objects of one kind, with the address of the resource that makes each.
of_kind(kind) := [o | some o in input.objects; o.object.kind == kind]

# Everything that runs pods: {address, kind, name, namespace, labels, pod}.
workloads := [w |
	some o in input.objects
	template := _template(o.object)
	w := {
		"address": o.address,
		"kind": o.object.kind,
		"labels": object.get(template, ["metadata", "labels"], {}),
		"name": o.object.metadata.name,
		"namespace": namespace(o.object),
		"object": o.object,
		"pod": template.spec,
	}
]

_template(object) := object.spec.template if object.kind in {"DaemonSet", "Deployment", "Job", "StatefulSet"}

_template(object) := object.spec.jobTemplate.spec.template if object.kind == "CronJob"

_template(object) := object if object.kind == "Pod"

# Workloads that serve until they are stopped.
services := [w | some w in workloads; w.kind in {"DaemonSet", "Deployment", "StatefulSet"}]

# Containers, those that run before the others among them: {address, container, name, pod}.
containers := [c |
	some w in workloads
	some field in ["containers", "initContainers"]
	some container in object.get(w.pod, field, [])
	c := {
		"address": w.address,
		"container": container,
		"name": container.name,
		"pod": w.pod,
	}
]

namespace(object) := object.metadata.namespace

namespace(object) := "default" if not object.metadata.namespace

# A setting of a container's security context, or of its pod's where it has none; null for neither.
security(c, field) := value if {
	value := c.container.securityContext[field]
} else := value if {
	value := c.pod.securityContext[field]
} else := null

# Whether labels match a selector; one without terms matches all.
selects(selector, labels) if {
	every key, value in object.get(selector, "matchLabels", {}) {
		labels[key] == value
	}
	every expression in object.get(selector, "matchExpressions", []) {
		_holds(expression, labels)
	}
}

_holds(e, labels) if {
	e.operator == "In"
	labels[e.key] in e.values
}

_holds(e, labels) if {
	e.operator == "NotIn"
	not object.get(labels, e.key, "") in e.values
}

_holds(e, labels) if {
	e.operator == "Exists"
	_ = labels[e.key]
}

_holds(e, labels) if {
	e.operator == "DoesNotExist"
	not labels[e.key]
}

# How many pods of a workload there are at least.
least(w) := count if {
	some scaler in of_kind("HorizontalPodAutoscaler")
	namespace(scaler.object) == w.namespace
	scaler.object.spec.scaleTargetRef.kind == w.kind
	scaler.object.spec.scaleTargetRef.name == w.name
	count := object.get(scaler.object.spec, "minReplicas", 1)
} else := object.get(w.object.spec, "replicas", 1)

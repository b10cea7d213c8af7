# What lives in a namespace says in which: without one it lands in that of whoever applies it, mostly "default".
package policy.namespaces

# Kinds that live in none. One that is missing here is asked for a namespace: the finding tells where to add it.
_of_the_cluster := {
	"ClusterRole",
	"ClusterRoleBinding",
	"CustomResourceDefinition",
	"GatewayClass",
	"IngressClass",
	"MutatingWebhookConfiguration",
	"Namespace",
	"PersistentVolume",
	"PriorityClass",
	"StorageClass",
	"ValidatingWebhookConfiguration",
}

deny contains {"address": o.address, "message": sprintf("the %s has no namespace: it lands in that of whoever applies it", [o.object.kind]), "remedy": "Set metadata.namespace; a kind that lives in none belongs into the list in namespaces.rego."} if {
	some o in input.objects
	not o.object.kind in _of_the_cluster
	object.get(o.object, ["metadata", "namespace"], "") in {"", null}
}

deny contains {"address": r.address, "message": "the chart has no namespace: it lands in that of whoever applies it", "remedy": "Set namespace."} if {
	some r in input.plan.resource_changes
	r.type == "helm_release"
	r.change.after != null
	not object.get(r.change, ["after_unknown", "namespace"], false) == true
	object.get(r.change.after, "namespace", "") in {"", null}
}

# What is needed is made first. A lost depends_on shows when a stack is deployed for the first time, and never again.
package policy.order

import data.lib.kube

_root := input.plan.configuration.root_module

# The parts of a root module, module calls and resources, and what each refers to.
_graph[sprintf("module.%s", [name])] := _needs(call) if some name, call in _root.module_calls

_graph[r.address] := _needs(r) if some r in _root.resources

# What a module itself is made of refers to parts of its own.
_needs(part) := {_part(name) |
	walk(object.remove(part, ["module"]), [path, names])
	path[count(path) - 1] in {"depends_on", "references"}
	some name in names
}

# The part that an address or a reference is in: module.x of module.x["a"].y.z.
_part(name) := regex.find_n(`^(data\.)?\w+\.\w+`, name, 1)[0]

# Once for each part: there are many objects.
_reached[part] := graph.reachable(_graph, {part}) if some part, _ in _graph

_after(later, earlier) if _part(earlier) in _reached[_part(later)]

_finding(later, earlier, what) := {"address": later, "message": sprintf("%s, and does not wait for %s", [what, earlier]), "remedy": sprintf("Add %s to depends_on of %s, or pass on an output of it.", [_part(earlier), _part(later)])}

# Secrets that this plan makes, and those that CloudNativePG makes for a Cluster: {namespace, name, address}.
_secrets contains {"address": s.address, "name": s.object.metadata.name, "namespace": kube.namespace(s.object)} if some s in kube.of_kind("Secret")

_secrets contains {"address": c.address, "name": sprintf("%s-app", [c.object.metadata.name]), "namespace": kube.namespace(c.object)} if some c in kube.of_kind("Cluster")

deny contains _finding(w.address, s.address, sprintf("its pods read the Secret %s", [s.name])) if {
	some w in kube.workloads
	some s in _secrets
	s.namespace == w.namespace
	s.name in _read(w.pod)
	not _after(w.address, s.address)
}

_read(pod) := {name |
	walk(pod, [path, name])
	is_string(name)
	some way in [["secretKeyRef", "name"], ["secretRef", "name"], ["secret", "secretName"]]
	array.slice(path, count(path) - 2, count(path)) == way
}

# Kinds of which the definition comes with a chart, and its operator has the webhook.
_charts := {"Cluster": "cloudnative-pg", "ObjectStore": "plugin-barman-cloud", "Tenant": "operator"}

deny contains _finding(o.address, chart.address, sprintf("the %s needs the chart %s", [kind, name])) if {
	some kind, name in _charts
	some o in kube.of_kind(kind)
	some chart in input.plan.resource_changes
	chart.type == "helm_release"
	chart.change.after.chart == name
	not _after(o.address, chart.address)
}

deny contains _finding(o.address, n.address, sprintf("it is in the namespace %s", [n.object.metadata.name])) if {
	some n in kube.of_kind("Namespace")
	some o in input.objects
	o.object.metadata.namespace == n.object.metadata.name
	not _after(o.address, n.address)
}

# What a container mounts is there, and what is there is mounted.
package policy.volumes

import data.lib.kube

_finding(w, message, remedy) := {"address": w.address, "message": message, "remedy": remedy}

_containers(w) := array.concat(object.get(w.pod, "containers", []), object.get(w.pod, "initContainers", []))

_mounts(w) := {mount.name |
	some container in _containers(w)
	some mount in container.volumeMounts
}

_volumes(w) := {v.name | some v in w.pod.volumes}

_claims(w) := {c.metadata.name | some c in w.object.spec.volumeClaimTemplates}

deny contains _finding(w, sprintf("container %s mounts %s, which is no volume of its pod", [container.name, mount.name]), "Use the name of a volume: API servers refuse such a pod.") if {
	some w in kube.workloads
	some container in _containers(w)
	some mount in container.volumeMounts
	not mount.name in _volumes(w) | _claims(w)
}

deny contains _finding(w, sprintf("volume %s is mounted nowhere", [name]), "Mount it, or take it out: a Secret in reach of a pod is one that it may lose.") if {
	some w in kube.workloads
	some name in (_volumes(w) | _claims(w)) - _mounts(w)
}

deny contains _finding(w, sprintf("volume %s has nothing behind it", [v.name]), "Say what it is: an emptyDir, a claim, a Secret.") if {
	some w in kube.workloads
	some v in w.pod.volumes
	count(v) < 2
}

_sources(v) := array.concat(
	[v[kind] | some kind in ["secret", "configMap", "downwardAPI"]; v[kind]],
	[source[kind] | some source in v.projected.sources; some kind in ["secret", "configMap", "downwardAPI"]; source[kind]],
)

deny contains _finding(w, sprintf("an item of volume %s has no path", [v.name]), "Say what its file is called: API servers refuse such a pod.") if {
	some w in kube.workloads
	some v in w.pod.volumes
	some source in _sources(v)
	some item in source.items
	object.get(item, "path", "") == ""
}

deny contains _finding(w, sprintf("container %s has two mounts at %s", [container.name, path]), "Mount one of them elsewhere: API servers refuse such a pod.") if {
	some w in kube.workloads
	some container in _containers(w)
	paths := [mount.mountPath | some mount in object.get(container, "volumeMounts", [])]
	some path in paths
	count([p | some p in paths; p == path]) > 1
}

# What serves is asked whether it does.
package policy.probes

import data.lib.kube

deny contains {"address": w.address, "message": sprintf("container %s has no %s", [container.name, probe]), "remedy": "Set it: without, a pod that hangs gets requests for ever, or a slow one is killed while it starts."} if {
	some w in kube.services
	some container in w.pod.containers
	some probe in ["livenessProbe", "readinessProbe", "startupProbe"]
	not container[probe]
}

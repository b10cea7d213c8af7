# Every container says what it needs, and where it ends.
package policy.resources

import data.lib.kube

_finding(c, message, remedy) := {"address": c.address, "message": sprintf("container %s %s", [c.name, message]), "remedy": remedy}

deny contains _finding(c, sprintf("requests no %s", [kind]), "Set resources.requests: without, the scheduler counts it as nothing.") if {
	some c in kube.containers
	some kind in ["cpu", "memory"]
	not c.container.resources.requests[kind]
}

deny contains _finding(c, "has no limit of memory", "Set resources.limits.memory: without, it takes the node with it.") if {
	some c in kube.containers
	not c.container.resources.limits.memory
}

deny contains _finding(c, sprintf("requests %s of memory and may have only %s", [requested, limit]), "Set the limit to the request or more.") if {
	some c in kube.containers
	requested := c.container.resources.requests.memory
	limit := c.container.resources.limits.memory
	units.parse_bytes(requested) > units.parse_bytes(limit)
}

# What every container must say of its rights.
package policy.containers

import data.lib.kube

_finding(c, message, remedy) := {"address": c.address, "message": sprintf("container %s %s", [c.name, message]), "remedy": remedy}

deny contains _finding(c, "may run as root", "Set run_as_non_root = true for the container or its pod.") if {
	some c in kube.containers
	not kube.security(c, "runAsNonRoot") == true
}

deny contains _finding(c, "has no user of its own: that of the image may be root, or another one after an update", "Set run_as_user, which is not 0.") if {
	some c in kube.containers
	not _some_user(kube.security(c, "runAsUser"))
}

deny contains _finding(c, "can write to its root file system", "Set read_only_root_filesystem = true, and mount an emptyDir where it must write.") if {
	some c in kube.containers
	not c.container.securityContext.readOnlyRootFilesystem == true
}

deny contains _finding(c, "keeps Linux capabilities", "Set capabilities { drop = [\"ALL\"] }.") if {
	some c in kube.containers
	not "ALL" in object.get(c.container, ["securityContext", "capabilities", "drop"], [])
}

deny contains _finding(c, sprintf("adds the capability %s", [added]), "Take it out: none of these services needs one.") if {
	some c in kube.containers
	some added in object.get(c.container, ["securityContext", "capabilities", "add"], [])
}

deny contains _finding(c, "may gain rights by setuid programs", "Set allow_privilege_escalation = false.") if {
	some c in kube.containers
	not c.container.securityContext.allowPrivilegeEscalation == false
}

deny contains _finding(c, "is privileged", "Take privileged out.") if {
	some c in kube.containers
	c.container.securityContext.privileged == true
}

deny contains _finding(c, "has no seccomp profile", "Set seccomp_profile { type = \"RuntimeDefault\" } for the pod.") if {
	some c in kube.containers
	not _confined(kube.security(c, "seccompProfile"))
}

_some_user(user) if {
	is_number(user)
	user > 0
}

_confined(profile) if profile.type in {"RuntimeDefault", "Localhost"}

# What every pod must say of what it shares, and what it is given.
package policy.pods

import data.lib.kube

_finding(w, message, remedy) := {"address": w.address, "message": message, "remedy": remedy}

deny contains _finding(w, "the pod gets a token for the API server", "Set automount_service_account_token = false; where one is needed, project it into the one container that needs it.") if {
	some w in kube.workloads
	not w.pod.automountServiceAccountToken == false
}

deny contains _finding(w, "the pod runs under the namespace's default service account", "Set service_account_name to one of its own.") if {
	some w in kube.workloads
	object.get(w.pod, "serviceAccountName", "default") == "default"
}

deny contains _finding(o, "the service account gives its token to every pod", "Set automount_service_account_token = false.") if {
	some o in kube.of_kind("ServiceAccount")
	not o.object.automountServiceAccountToken == false
}

deny contains _finding(w, "the pod gets a variable for each Service in its namespace, which programs may take for their settings", "Set enable_service_links = false.") if {
	some w in kube.workloads
	not w.pod.enableServiceLinks == false
}

deny contains _finding(w, sprintf("the pod has %s of its node", [field]), sprintf("Take %s out.", [field])) if {
	some w in kube.workloads
	some field in ["hostIPC", "hostNetwork", "hostPID"]
	w.pod[field] == true
}

deny contains _finding(w, sprintf("volume %s is a directory of the node", [volume.name]), "Use a claim or an emptyDir.") if {
	some w in kube.workloads
	some volume in object.get(w.pod, "volumes", [])
	volume.hostPath
}

deny contains _finding(o, "the namespace lets pods in that are not restricted", "Label it pod-security.kubernetes.io/enforce = restricted.") if {
	some o in kube.of_kind("Namespace")
	not o.object.metadata.labels["pod-security.kubernetes.io/enforce"] == "restricted"
}

# Each service may do with the object store what it needs, and backups go the way that lasts.
package policy.storage

import data.lib.kube

_finding(o, message, remedy) := {"address": o.address, "message": message, "remedy": remedy}

deny contains _finding(o, "it gives the right consoleAdmin: to everything in the object store", "Attach a policy that names the service's own bucket.") if {
	some o in input.objects
	contains(json.marshal(o.object), "consoleAdmin")
}

deny contains _finding(o, "users of a Tenant get the right consoleAdmin from the operator", "Take users out: the module's job makes a user and a policy for each bucket.") if {
	some o in kube.of_kind("Tenant")
	count(object.get(o.object.spec, "users", [])) > 0
}

deny contains _finding(o, "the Cluster is backed up by spec.backup.barmanObjectStore, which CloudNativePG 1.31 removes", "Use an ObjectStore and the plugin barman-cloud.cloudnative-pg.io.") if {
	some o in kube.of_kind("Cluster")
	o.object.spec.backup.barmanObjectStore
}

deny contains _finding(o, "a recovery reads barmanObjectStore, which CloudNativePG 1.31 removes", "Use plugin in externalClusters.") if {
	some o in kube.of_kind("Cluster")
	some external in o.object.spec.externalClusters
	external.barmanObjectStore
}

deny contains _finding(o, "the backup is made by the method barmanObjectStore, which CloudNativePG 1.31 removes", "Set method: plugin.") if {
	some o in kube.of_kind("ScheduledBackup")
	not object.get(o.object.spec, "method", "barmanObjectStore") in {"plugin", "volumeSnapshot"}
}

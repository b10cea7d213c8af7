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

# Names and passwords are two keys of a Secret. Taken for each other they fail at the first request, which may be a backup.
deny contains _finding(o, "access key and secret key are the same key of the Secret", "Name the key of each: object_store.credentials_keys has them.") if {
	some o in kube.of_kind("ObjectStore")
	s3 := o.object.spec.configuration.s3Credentials
	s3.accessKeyId == s3.secretAccessKey
}

deny contains _finding(c, sprintf("container %s has the same key of a Secret for %s and %s", [c.name, a.name, b.name]), "Name the key of each: object_store.credentials_keys has them.") if {
	some c in kube.containers
	some a in object.get(c.container, "env", [])
	endswith(a.name, "ACCESS_KEY_ID")
	some b in c.container.env
	b.name != a.name
	a.valueFrom.secretKeyRef == b.valueFrom.secretKeyRef
}

package policy.storage_test

import data.lib.fixture
import data.policy.storage

_found(kind, spec) := found if {
	found := storage.deny with input as fixture.objects([{"kind": kind, "metadata": fixture.meta("x"), "spec": spec}])
}

test_good if {
	count(_found("Cluster", {"plugins": [{"name": "barman-cloud.cloudnative-pg.io"}]})) == 0
	count(_found("Cluster", {"externalClusters": [{"name": "o", "plugin": {"name": "barman-cloud.cloudnative-pg.io"}}]})) == 0
	count(_found("Tenant", {"users": []})) == 0
	count(_found("ScheduledBackup", {"method": "plugin"})) == 0
}

test_console_admin if {
	found := storage.deny with input as fixture.objects([{"data": {"bootstrap.sh": "mc admin policy attach s consoleAdmin"}, "kind": "ConfigMap", "metadata": fixture.meta("x")}])
	contains(fixture.messages(found), "consoleAdmin")
}

test_users if contains(fixture.messages(_found("Tenant", {"users": [{"name": "u"}]})), "users of a Tenant")

test_in_tree if {
	contains(fixture.messages(_found("Cluster", {"backup": {"barmanObjectStore": {}}})), "spec.backup.barmanObjectStore")
	contains(fixture.messages(_found("Cluster", {"externalClusters": [{"barmanObjectStore": {}, "name": "o"}]})), "a recovery reads")
	contains(fixture.messages(_found("ScheduledBackup", {"method": "barmanObjectStore"})), "the backup is made")
	contains(fixture.messages(_found("ScheduledBackup", {})), "the backup is made")
}

_key(key) := {"key": key, "name": "s3"}

test_same_key if {
	s3 := {"configuration": {"s3Credentials": {"accessKeyId": _key("access-key"), "secretAccessKey": _key("secret-key")}}}
	count(_found("ObjectStore", s3)) == 0
	count(_found("ObjectStore", {"configuration": {}})) == 0
	same := json.patch(s3, [{"op": "replace", "path": "/configuration/s3Credentials/secretAccessKey", "value": _key("access-key")}])
	contains(fixture.messages(_found("ObjectStore", same)), "are the same key")
}

_env(key) := found if {
	found := storage.deny with input as fixture.with_container([["/env", [
		{"name": "AWS_ACCESS_KEY_ID", "valueFrom": {"secretKeyRef": _key("access-key")}},
		{"name": "AWS_SECRET_ACCESS_KEY", "valueFrom": {"secretKeyRef": _key(key)}},
		{"name": "AWS_REGION", "value": "us-east-1"},
	]]])
}

test_same_key_of_a_container if {
	count(_env("secret-key")) == 0
	contains(fixture.messages(_env("access-key")), "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
}

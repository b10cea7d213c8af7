package policy.volumes_test

import data.lib.fixture
import data.policy.volumes

_tmp := {"emptyDir": {}, "name": "tmp"}

_mount(name, path) := {"mountPath": path, "name": name}

_found(volumes_, mounts) := found if {
	container := object.union(fixture.container, {"volumeMounts": mounts})
	found := volumes.deny with input as fixture.with_pod([["/volumes", volumes_], ["/containers", [container]]])
}

test_good if {
	found := volumes.deny with input as fixture.good
	count(found) == 0
	count(_found([_tmp], [_mount("tmp", "/tmp"), _mount("tmp", "/run")])) == 0
}

test_no_volume if contains(fixture.messages(_found([_tmp], [_mount("tmp", "/tmp"), _mount("tmpx", "/run")])), "mounts tmpx, which is no volume")

test_no_mount if contains(fixture.messages(_found([_tmp], [])), "volume tmp is mounted nowhere")

test_nothing_behind if contains(fixture.messages(_found([{"name": "tmp"}], [_mount("tmp", "/tmp")])), "volume tmp has nothing behind it")

test_item_without_path if {
	some v in [{"secret": {"items": [{"key": "k"}], "secretName": "s"}}, {"projected": {"sources": [{"configMap": {"items": [{"key": "k", "path": ""}], "name": "c"}}]}}]
	contains(fixture.messages(_found([object.union(v, {"name": "tmp"})], [_mount("tmp", "/tmp")])), "an item of volume tmp has no path")
}

test_item_with_path if count(_found([{"name": "tmp", "secret": {"items": [{"key": "k", "path": "p"}], "secretName": "s"}}], [_mount("tmp", "/tmp")])) == 0

test_two_at_one_place if contains(fixture.messages(_found([_tmp, {"emptyDir": {}, "name": "run"}], [_mount("tmp", "/tmp"), _mount("run", "/tmp")])), "two mounts at /tmp")

# Those that run before count, too.
test_before if {
	container := object.union(fixture.container, {"name": "before", "volumeMounts": [_mount("tmp", "/tmp")]})
	found := volumes.deny with input as fixture.with_pod([["/volumes", [_tmp]], ["/initContainers", [container]]])
	count(found) == 0
}

# A StatefulSet's claims are volumes.
_set(claim) := {"kind": "StatefulSet", "metadata": fixture.meta("s"), "spec": {
	"template": {"metadata": {}, "spec": {"containers": [object.union(fixture.container, {"volumeMounts": [_mount("data", "/data")]})]}},
	"volumeClaimTemplates": [{"metadata": {"name": claim}}],
}}

test_claim if {
	good := volumes.deny with input as fixture.objects([_set("data")])
	count(good) == 0
	bad := volumes.deny with input as fixture.objects([_set("dat")])
	contains(fixture.messages(bad), "mounts data, which is no volume")
	contains(fixture.messages(bad), "volume dat is mounted nowhere")
}

package policy.bazel_cache_test

import data.lib.fixture
import data.policy.bazel_cache

_says(input_, words) if {
	found := bazel_cache.deny with input as input_
	count(found) == 1
	contains(fixture.messages(found), words)
}

test_good if {
	found := bazel_cache.deny with input as fixture.good
	count(found) == 0
}

test_config_file if {
	_says(fixture.with_container([["/args", ["--config_file=/etc/c.yaml"]]]), "configuration file")
	_says(fixture.with_container([["/env/-", {"name": "BAZEL_REMOTE_CONFIG_FILE", "value": "/etc/c.yaml"}]]), "configuration file")
}

test_no_bucket if _says(fixture.without_container("/env/0"), "no S3 bucket")

test_bucket_by_flag if {
	found := bazel_cache.deny with input as fixture.with_container([["/env", []], ["/args", ["--s3.bucket=b", "--s3.endpoint=e"]]])
	count(found) == 0
}

test_name if {
	every kind in ["DaemonSet", "Deployment", "Service", "StatefulSet"] {
		_says(fixture.objects([{"kind": kind, "metadata": {"name": "bazel-remote"}, "spec": {"template": {"spec": {"containers": []}}}}]), "it is called bazel-remote")
	}
}

# Other programs have configuration files, and no bucket.
test_other_program if {
	found := bazel_cache.deny with input as fixture.with_container([["/image", "docker.io/x:1"], ["/env", []], ["/args", ["--config_file=/etc/c.yaml"]]])
	count(found) == 0
}

# Only what has a port or pods gets such variables.
test_name_of_others if {
	found := bazel_cache.deny with input as fixture.objects([{"kind": "ConfigMap", "metadata": {"name": "bazel-remote"}}])
	count(found) == 0
}

_looking(by, path_style) := found if {
	objects := fixture.with_container([["/env/-", {"name": "BAZEL_REMOTE_S3_BUCKET_LOOKUP_TYPE", "value": by}]])
	found := bazel_cache.deny with input as object.union(objects, {"plan": {"variables": {"object_store": {"value": {"path_style": path_style}}}}})
}

test_lookup if {
	count(_looking("path", true)) == 0
	count(_looking("dns", false)) == 0
	contains(fixture.messages(_looking("dns", true)), "by dns, and the object store that is handed over answers by path")
	contains(fixture.messages(_looking("path", false)), "answers by dns")
}

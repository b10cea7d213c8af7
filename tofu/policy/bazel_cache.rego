# What bazel-remote needs to share what it has.
package policy.bazel_cache

import data.lib.kube

_finding(address, message, remedy) := {"address": address, "message": message, "remedy": remedy}

_bazel_remote(container) if contains(container.image, "bazel-remote")

deny contains _finding(c.address, sprintf("container %s gives bazel-remote a configuration file: it then ignores every flag and variable, those of S3 too", [c.name]), "Say it by flags and variables.") if {
	some c in kube.containers
	_bazel_remote(c.container)
	_config_file(c.container)
}

_config_file(container) if {
	some arg in container.args
	regex.match(`^--?config_file`, arg)
}

_config_file(container) if {
	some variable in container.env
	variable.name == "BAZEL_REMOTE_CONFIG_FILE"
}

deny contains _finding(c.address, sprintf("container %s has no S3 bucket: its copies share nothing", [c.name]), "Set BAZEL_REMOTE_S3_BUCKET and BAZEL_REMOTE_S3_ENDPOINT.") if {
	some c in kube.containers
	_bazel_remote(c.container)
	variables := {v.name | some v in object.get(c.container, "env", [])}
	args := [a | some a in object.get(c.container, "args", []); startswith(a, "--s3.bucket")]
	not {"BAZEL_REMOTE_S3_BUCKET", "BAZEL_REMOTE_S3_ENDPOINT"} - variables == set()
	count(args) == 0
}

# Kubernetes gives pods a variable BAZEL_REMOTE_PORT for such a Service, which bazel-remote takes for its setting.
deny contains _finding(o.address, "it is called bazel-remote: the variables that Kubernetes makes of the name are bazel-remote's settings", "Give it another name.") if {
	some o in input.objects
	o.object.kind in {"DaemonSet", "Deployment", "Service", "StatefulSet"}
	o.object.metadata.name == "bazel-remote"
}

deny contains _finding(c.address, sprintf("container %s looks for the bucket by %s, and the object store that is handed over answers by %s", [c.name, variable.value, want]), "Pass on object_store.path_style.") if {
	want := {false: "dns", true: "path"}[input.plan.variables.object_store.value.path_style]
	some c in kube.containers
	_bazel_remote(c.container)
	some variable in c.container.env
	variable.name == "BAZEL_REMOTE_S3_BUCKET_LOOKUP_TYPE"
	variable.value != want
}

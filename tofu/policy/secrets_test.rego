package policy.secrets_test

import data.lib.fixture
import data.policy.secrets

_says(input_, words) if {
	found := secrets.deny with input as input_
	count(found) == 1
	contains(fixture.messages(found), words)
}

_none(input_) if {
	found := secrets.deny with input as input_
	count(found) == 0
}

test_good if _none(fixture.good)

_secret(fields) := fixture.objects([object.union({"kind": "Secret", "metadata": fixture.meta("s")}, fields)])

test_secret if {
	every field in ["data", "binaryData", "stringData"] {
		_says(_secret({field: {"key": "x"}}), field)
	}
	_none(_secret({}))
	_none(_secret({"data": {}}))
}

_plan(kind, after) := {"objects": [], "plan": {"resource_changes": [{"address": "r", "change": {"after": after}, "mode": "managed", "type": kind}]}}

test_sensitive if {
	_says(_plan("helm_release", {"set_sensitive": [{"value": "(sensitive value)"}]}), "set_sensitive.0.value is sensitive")
	_none(_plan("kubectl_manifest", {"yaml_body": "(sensitive value)"}))
}

# Put together here, so that no scanner takes this file for a leak.
_shapes := [
	concat("", ["-----BEGIN RSA ", "PRIVATE KEY-----"]),
	concat("", ["AKIA", "IOSFODNN7EXAMPLE"]),
	concat("", ["glpat", "-0123456789abcdefghij"]),
	concat("", ["ghp", "_0123456789abcdefghijklmnopqrstuvwxyz"]),
	concat("", ["npm", "_0123456789abcdefghijklmnopqrstuvwxyz"]),
	concat("", ["xoxb", "-0123456789-abc"]),
	concat("", ["eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiJ4In0xyz"]),
	concat("", ["postgres://attic:", "hunter2@db/attic"]),
	concat("", ["$2y$10$", "abcdefghijklmnopqrstuv"]),
]

test_shapes if {
	every shape in _shapes {
		_says(_plan("kubernetes_deployment_v1", {"spec": [{"args": [shape]}]}), "looks like a secret")
	}
}

# Manifests are hidden in the plan, not among the objects.
test_shape_in_manifest if {
	some shape in _shapes
	_says(object.union(fixture.objects([{"kind": "Thing", "metadata": fixture.meta("t"), "spec": {"a": shape}}]), {"plan": {"resource_changes": []}}), "looks like a secret")
}

# Variables and outputs count, too.
test_shape_elsewhere if _says({"objects": [], "plan": {"resource_changes": [], "variables": {"v": {"value": _shapes[1]}}}}, "looks like a secret")

test_no_shape if {
	every text in ["https://s3.example.com:9000/x@y", "postgres://$(USER):$(PASSWORD)@db/attic", "sha256:0000", "user@example.com"] {
		_none(_plan("kubernetes_deployment_v1", {"spec": [{"args": [text]}]}))
	}
}

_config(text) := fixture.objects([{"data": {"server.toml": text}, "kind": "ConfigMap", "metadata": fixture.meta("c")}])

test_config_map if {
	every line in ["db_password = \"hunter22\"", "token: abcdef012345", "\"secret_key\": \"abcdef0\"", "  AWS_SECRET_ACCESS_KEY=abcdef0123"] {
		_says(_config(sprintf("a = 1\n%s\n", [line])), "gives a secret")
	}
	_says(_config("[database]\nurl = \"postgresql://db/attic\"\n"), "address of a database")
}

test_config_map_without if {
	every line in ["token=\"$(cat /run/token)\"", "password = ${PASSWORD}", "token_file = /run/secrets/token", "secret: ''", "require-proof-of-possession = true"] {
		_none(_config(line))
	}
}

test_environment if {
	_says(fixture.with_container([["/env", [{"name": "DB_PASSWORD", "value": "hunter22"}]]]), "has the value of DB_PASSWORD")
	_none(fixture.with_container([["/env", [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"key": "p", "name": "s"}}}]]]))
	_none(fixture.with_container([["/env", [{"name": "TOKEN_FILE", "value": "/run/token"}, {"name": "NEXUS_SECURITY_RANDOMPASSWORD", "value": "false"}]]]))
}

# What is read is not written.
test_sensitive_data if _none({"objects": [], "plan": {"resource_changes": [{"address": "data.r", "change": {"after": {"a": "(sensitive value)"}}, "mode": "data", "type": "x"}]}})

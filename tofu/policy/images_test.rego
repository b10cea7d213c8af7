package policy.images_test

import data.lib.fixture
import data.policy.images

_digest := "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

_found(image) := found if {
	found := images.deny with input as fixture.with_container([["/image", image]])
}

_prod(image) := found if {
	found := images.deny with input as object.union(fixture.with_container([["/image", image]]), {"environment": "prod"})
}

test_tag if count(_found("quay.io/x:v1")) == 0

test_digest if count(_prod(sprintf("quay.io/x:v1@%s", [_digest]))) == 0

# A port is no tag.
test_unpinned if contains(fixture.messages(_found("registry:5000/x")), "pinned by nothing")

test_latest if {
	contains(fixture.messages(_found("x:latest")), "latest")
	contains(fixture.messages(_found(sprintf("x:latest@%s", [_digest]))), "latest")
}

test_no_digest_in_prod if contains(fixture.messages(_prod("quay.io/x:v1")), "in production without digest")

test_short_digest_in_prod if contains(fixture.messages(_prod("quay.io/x@sha256:abc")), "in production without digest")

# Operators run what custom resources name.
test_custom_resource if {
	every field in ["image", "imageName"] {
		found := images.deny with input as fixture.objects([{"kind": "Cluster", "metadata": fixture.meta("pg"), "spec": {field: "ghcr.io/x:latest"}}])
		count(found) == 1
	}
}

_chart(values) := {"environment": "dev", "objects": [], "plan": {"resource_changes": [{"address": "helm_release.o", "change": {"after": {"values": [values]}}, "type": "helm_release"}]}}

test_chart if {
	bad := images.deny with input as _chart("image:\n  tag: latest\n")
	count(bad) == 1
	good := images.deny with input as _chart("image:\n  tag: v1\n")
	count(good) == 0
}

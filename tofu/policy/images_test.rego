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
	every field in ["image", "imageName", "image_web"] {
		found := images.deny with input as fixture.objects([{"kind": "Cluster", "metadata": fixture.meta("pg"), "spec": {field: "ghcr.io/x:latest"}}])
		count(found) == 1
	}
}

# These join image and version by a colon.
_versioned(version) := found if {
	found := images.deny with input as object.union(fixture.objects([{"kind": "Galaxy", "metadata": fixture.meta("g"), "spec": {"image": "quay.io/x@sha256", "image_version": version}}]), {"environment": "prod"})
}

test_version if {
	count(_versioned(trim_prefix(_digest, "sha256:"))) == 0
	contains(fixture.messages(_versioned("main")), "in production without digest")
}

_chart(environment, values) := found if {
	found := images.deny with input as {"environment": environment, "objects": [], "plan": {"resource_changes": [{"address": "helm_release.o", "change": {"after": {"values": [values]}}, "type": "helm_release"}]}}
}

test_chart if {
	contains(fixture.messages(_chart("dev", "operator:\n  image: {repository: quay.io/o, tag: latest}\n")), "operator.image has the image")
	count(_chart("dev", "operator:\n  image: {repository: quay.io/o, tag: v1}\n")) == 0
	count(_chart("dev", "repository: {url: https://example.com}\nreplicaCount: 2\n")) == 0
}

test_chart_in_prod if {
	contains(fixture.messages(_chart("prod", "image: {repository: quay.io/o, tag: v1}\n")), "in production without digest")
	contains(fixture.messages(_chart("prod", "filer:\n  imageOverride: quay.io/o:v1\n")), "in production without digest")
	count(_chart("prod", sprintf("image: {repository: quay.io/o, tag: v1@%s}\n", [_digest]))) == 0
}

_zeros := concat("", ["quay.io/x:v1@sha256:", concat("", ["0" | some _ in numbers.range(1, 64)])])

# Where it is deployed, a placeholder is none.
test_placeholder if {
	contains(fixture.messages(_prod(_zeros)), "placeholder")
	count(_found(_zeros)) == 0
}

# Not every field called image is one, nor every pair of names.
test_no_image if {
	found := images.deny with input as fixture.objects([{"kind": "Thing", "metadata": fixture.meta("t"), "spec": {"image": {"name": "x"}}}])
	count(found) == 0
	count(_chart("prod", "image: {repository: {url: https://example.com}, tag: v1}\n")) == 0
	count(_chart("prod", "image: {repository: quay.io/o, tag: null}\n")) == 0
}

test_no_chart if {
	found := images.deny with input as {"environment": "prod", "objects": [], "plan": {"resource_changes": [{"address": "x.o", "change": {"after": {"values": ["image: quay.io/o:v1\nother: {repository: quay.io/o, tag: v1}\n"]}}, "type": "x"}]}}
	count(found) == 0
}

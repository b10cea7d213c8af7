# Every image is pinned; in production by digest, which nobody can move.
package policy.images

import data.lib.kube

# Where images stand: in containers, and in custom resources whose operators run them.
_images contains {"address": c.address, "image": c.container.image, "what": sprintf("container %s", [c.name])} if {
	some c in kube.containers
}

_images contains {"address": o.address, "image": o.object.spec[field], "what": field} if {
	some o in input.objects
	some field in ["image", "imageName", "api_image", "postgres_image", "redis_image"]
	is_string(o.object.spec[field])
}

_pinned(image) if regex.match(`(:[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$`, image)

_digest(image) if regex.match(`@sha256:[0-9a-f]{64}$`, image)

deny contains {"address": i.address, "message": sprintf("%s has the image %q, which is pinned by nothing", [i.what, i.image]), "remedy": "Set the tag or the digest."} if {
	some i in _images
	not _pinned(i.image)
}

deny contains {"address": i.address, "message": sprintf("%s has the image %q: what latest means changes under it", [i.what, i.image]), "remedy": "Set the tag of a release, or the digest."} if {
	some i in _images
	regex.match(`:latest(@|$)`, i.image)
}

deny contains {"address": i.address, "message": sprintf("%s has the image %q, in production without digest", [i.what, i.image]), "remedy": "Set the digest in env/prod.tfvars."} if {
	input.environment == "prod"
	some i in _images
	not _digest(i.image)
}

# Charts bring their own images, pinned by the chart's version; values may not unpin them.
deny contains {"address": r.address, "message": "the values of the chart have the tag latest", "remedy": "Set the tag of a release."} if {
	some r in input.plan.resource_changes
	r.type == "helm_release"
	some text in object.get(r.change.after, "values", [])
	walk(yaml.unmarshal(text), [path, value])
	path[count(path) - 1] == "tag"
	value == "latest"
}

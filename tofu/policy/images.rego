# Every image is pinned; in production by digest, which nobody can move.
package policy.images

import data.lib.kube

# Where images stand: in containers, and in custom resources whose operators run them.
_images contains {"address": c.address, "image": c.container.image, "what": sprintf("container %s", [c.name])} if {
	some c in kube.containers
}

_images contains {"address": o.address, "image": _whole(o.object.spec, field), "what": field} if {
	some o in input.objects
	some field in ["image", "imageName", "image_web", "postgres_image", "redis_image"]
	is_string(o.object.spec[field])
}

# Operators written in Ansible join image and image_version themselves; of a digest the part before the colon is the image's.
_whole(spec, field) := sprintf("%s:%s", [spec[field], spec[sprintf("%s_version", [field])]])

_whole(spec, field) := spec[field] if not spec[sprintf("%s_version", [field])]

# And in values of charts, as an object or as one text. Where values have none, the chart's version pins its own.
_images contains {"address": r.address, "image": sprintf("%s:%s", [value.repository, value.tag]), "what": concat(".", [sprintf("%v", [step]) | some step in path])} if {
	some r in input.plan.resource_changes
	r.type == "helm_release"
	some text in object.get(r.change.after, "values", [])
	walk(yaml.unmarshal(text), [path, value])
	is_string(value.repository)
	is_string(value.tag)
}

_images contains {"address": r.address, "image": value, "what": concat(".", [sprintf("%v", [step]) | some step in path])} if {
	some r in input.plan.resource_changes
	r.type == "helm_release"
	some text in object.get(r.change.after, "values", [])
	walk(yaml.unmarshal(text), [path, value])
	path[count(path) - 1] in {"image", "imageOverride"}
	is_string(value)
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

# A digest of zeros is a placeholder: well formed, and no image's. Stacks refuse to apply it.
deny contains {"address": i.address, "message": sprintf("%s has the image %q, of which the digest is a placeholder", [i.what, i.image]), "remedy": "Set the digest that the registry tells."} if {
	input.environment == "prod"
	some i in _images
	regex.match(`@sha256:0{64}$`, i.image)
}

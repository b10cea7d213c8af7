# What Attic needs to run in more than one copy.
package policy.attic

import data.lib.kube

deny contains {"address": c.address, "message": sprintf("container %s runs atticd in the mode monolithic: every copy would migrate the database and collect garbage", [c.name]), "remedy": "Use the modes api-server, garbage-collector-once and db-migrations."} if {
	some c in kube.containers
	some arg in array.concat(object.get(c.container, "command", []), object.get(c.container, "args", []))
	regex.match(`\bmonolithic\b`, arg)
}

deny contains {"address": c.address, "message": sprintf("container %s runs atticd without --mode: then it is monolithic", [c.name]), "remedy": "Use the modes api-server, garbage-collector-once and db-migrations."} if {
	some c in kube.containers
	words := array.concat(object.get(c.container, "command", []), object.get(c.container, "args", []))
	_atticd(words, c.container.image)
	count([w | some w in words; startswith(w, "--mode")]) == 0
}

_atticd(words, _) if {
	some word in words
	endswith(word, "/atticd")
}

# The image starts atticd where nothing else is said.
_atticd(words, image) if {
	regex.match(`/attic(:|@|$)`, image)
	count([w | some w in words; not startswith(w, "-")]) == 0
}

deny contains {"address": o.address, "message": sprintf("clients outside are told of %s, and redirected to S3 at %s, where only pods get", [api, s3]), "remedy": "Set storage.public_endpoint: Attic answers with presigned URLs on the endpoint that it uses."} if {
	some o in kube.of_kind("ConfigMap")
	text := o.object.data["server.toml"]
	api := _setting(text, "api-endpoint")
	s3 := _setting(text, "endpoint")
	not _in_cluster(api)
	_in_cluster(s3)
}

_setting(text, name) := regex.find_all_string_submatch_n(sprintf(`(?m)^%s = "([^"]*)"`, [name]), text, 1)[0][1]

_in_cluster(url) if regex.match(`^https?://[^/:]+\.svc([.:/]|$)`, url)

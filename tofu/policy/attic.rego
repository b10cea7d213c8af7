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

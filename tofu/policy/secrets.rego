# No secret is in a plan, and so in none of its files, nor in the state.
package policy.secrets

import data.lib.kube

_finding(address, message, remedy) := {"address": address, "message": message, "remedy": remedy}

deny contains _finding(s.address, sprintf("the Secret's %s is written to the plan and the state", [field]), "Set it by data_wo and data_wo_revision, from an ephemeral resource or variable.") if {
	some s in kube.of_kind("Secret")
	some field in ["data", "binaryData", "stringData"]
	count(object.get(s.object, field, {})) > 0
}

# Sensitive is hidden when it is shown, and in clear text in the state.
deny contains _finding(r.address, sprintf("%s is sensitive, and stored in the state", [concat(".", [sprintf("%v", [step]) | some step in path])]), "Use a write-only argument, or let a Secret in the cluster have it.") if {
	some r in input.plan.resource_changes
	r.mode == "managed"
	walk(r.change.after, [path, "(sensitive value)"])
	not _manifest(r.type, path)
}

# The provider calls every manifest sensitive; what is in it is among the objects.
_manifest("kubectl_manifest", ["yaml_body"])

# Shapes that only secrets have.
_shapes := concat("|", [
	`-----BEGIN [A-Z ]*PRIVATE KEY-----`,
	`\b(AKIA|ASIA)[0-9A-Z]{16}\b`,
	`\bglpat-[0-9A-Za-z_-]{20,}`,
	`\bgh[opsu]_[0-9A-Za-z]{30,}`,
	`\bnpm_[0-9A-Za-z]{30,}`,
	`\bxox[abps]-[0-9A-Za-z-]{10,}`,
	`\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}`,
	`[a-z][a-z0-9+.-]*://[^\s:/@"'{$\\]+:[^\s:/@"'{$\\]+@`,
	`\$(2[aby]|5|6|apr1)\$[0-9A-Za-z./$]{20,}`,
])

# All texts of a plan at once; only then, where it is.
deny contains _finding(where, sprintf("what looks like a secret: %s…", [substring(found, 0, 4)]), "Take it out of the configuration, and change it: whoever has seen the repository has it.") if {
	regex.match(_shapes, json.marshal([input.plan, input.objects]))
	some where in _places
	some found in regex.find_n(_shapes, json.marshal(_place(where)), 1)
}

_places := ({r.address | some r in input.plan.resource_changes} | {o.address | some o in input.objects}) | {"the plan besides its resources"}

_place(where) := [changes, objects] if {
	changes := [r.change | some r in input.plan.resource_changes; r.address == where]
	objects := [o.object | some o in input.objects; o.address == where]
	count(changes) + count(objects) > 0
}

_place("the plan besides its resources") := object.remove(input.plan, ["planned_values", "resource_changes"])

# What is called a secret and has its value beside it.
_word := `(?i)(passw(or)?d|secret|token|access_?key|api_?key|credential)`

_assigned := `(?im)^\s*"?[a-z0-9_.-]*(passw(or)?d|secret|token|access_?key|api_?key)[a-z0-9_.-]*"?\s*[=:]\s*["']?[^\s"'$<{}/(),;]{6,}["']?\s*$`

deny contains _finding(c.address, sprintf("the ConfigMap's %s gives a secret: %s", [key, trim_space(split(found, "=")[0])]), "Let the program read it from a Secret: an environment variable or a file.") if {
	some c in kube.of_kind("ConfigMap")
	some key, text in object.get(c.object, "data", {})
	some found in regex.find_n(_assigned, text, 1)
}

deny contains _finding(c.address, sprintf("the ConfigMap's %s has the address of a database", [key]), "It has a password, or will: take it from a Secret.") if {
	some c in kube.of_kind("ConfigMap")
	some key, text in object.get(c.object, "data", {})
	regex.match(`(?i)\b(postgres(ql)?|mysql|redis|mongodb(\+srv)?|amqp)://`, text)
}

deny contains _finding(c.address, sprintf("container %s has the value of %s", [c.name, variable.name]), "Take it from a Secret by value_from.") if {
	some c in kube.containers
	some variable in object.get(c.container, "env", [])
	regex.match(_word, variable.name)
	not _harmless(object.get(variable, "value", ""))
}

# A path, a switch or nothing is no secret.
_harmless(value) if regex.match(`^(/.*|true|false|[0-9]*)$`, value)

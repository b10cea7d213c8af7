# Manifests are applied so that the API server settles who owns which field.
package policy.manifests

_finding(r, message, remedy) := {"address": r.address, "message": message, "remedy": remedy}

_manifests contains r if {
	some r in input.plan.resource_changes
	r.type == "kubectl_manifest"
	r.change.after != null
}

deny contains _finding(r, "the manifest is applied by the client: fields that operators set would be fought over at every apply", "Set server_side_apply = true.") if {
	some r in _manifests
	not r.change.after.server_side_apply == true
}

deny contains _finding(r, "the manifest's fields belong to another manager than opentofu: under a second name nobody takes the first one's fields back", "Set field_manager = \"opentofu\".") if {
	some r in _manifests
	not r.change.after.field_manager == "opentofu"
}

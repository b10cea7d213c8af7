# A policy as another repository may have it.
package policy.named

deny contains sprintf("%s has no name of its own", [r.address]) if {
	some r in input.plan.resource_changes
	r.name == "x"
}

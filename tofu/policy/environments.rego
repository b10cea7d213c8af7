# An environment's variable files are of that environment, and lead to its cluster.
package policy.environments

_names := {"dev", "staging", "prod"}

_value(name) := input.plan.variables[name].value

_finding(message, remedy) := {"address": "the variable files", "message": message, "remedy": remedy}

deny contains _finding(sprintf("environment is %s: what modules ask of %s they do not ask", [_value("environment"), input.environment]), "Set environment to the environment's name.") if {
	input.environment in _names
	_value("environment") != input.environment
}

deny contains _finding(sprintf("kubernetes.config_context is %s, another environment", [_value("kubernetes").config_context]), "Set it to the context of this environment's cluster.") if {
	input.environment in _names
	_value("kubernetes").config_context in _names - {input.environment}
}

deny contains _finding("kubernetes.config_context is not set: prod goes to whatever cluster was used last", "Set it to the context of prod's cluster.") if {
	input.environment == "prod"
	object.get(_value("kubernetes"), "config_context", null) == null
}

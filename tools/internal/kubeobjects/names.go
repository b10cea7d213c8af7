package kubeobjects

// fieldOf tells how a name in the provider's schema stands in the API. The
// provider names repeated blocks in the singular where the API has a list, with
// exceptions both ways; what is in none of the tables is a single block or an
// attribute. The test of this package holds the tables against the provider's
// schema and the types of the API.
func fieldOf(parent, name string) field {
	f := field{name: camel(name), block: name}
	if plural, ok := plurals()[name]; ok && !single(parent, name) {
		f.name, f.repeated = plural, true
	}
	if other, ok := others()[parent+"."+name]; ok {
		f.name = other
	}
	return f
}

// plurals are the repeated blocks, with their names in the API.
func plurals() map[string]string {
	return map[string]string{
		"allowed_topologies":     "allowedTopologies",
		"cluster_role_selectors": "clusterRoleSelectors",
		"condition":              "conditions",
		"container":              "containers",
		"egress":                 "egress",
		"env":                    "env",
		"env_from":               "envFrom",
		"from":                   "from",
		"host_aliases":           "hostAliases",
		"http_header":            "httpHeaders",
		"image_pull_secret":      "imagePullSecrets",
		"image_pull_secrets":     "imagePullSecrets",
		"ingress":                "ingress",
		"init_container":         "initContainers",
		"items":                  "items",
		"limit":                  "limits",
		"match_expression":       "matchExpressions",
		"match_expressions":      "matchExpressions",
		"match_fields":           "matchFields",
		"metric":                 "metrics",
		"node_selector_term":     "nodeSelectorTerms",
		"on_pod_condition":       "onPodConditions",
		"option":                 "options",
		"path":                   "paths",
		"policy":                 "policies",
		"port":                   "ports",
		"ports":                  "ports",
		"preferred_during_scheduling_ignored_during_execution": "preferredDuringSchedulingIgnoredDuringExecution",
		"readiness_gate": "readinessGates",
		"required_during_scheduling_ignored_during_execution": "requiredDuringSchedulingIgnoredDuringExecution",
		"rule":                       "rules",
		"secret":                     "secrets",
		"sources":                    "sources",
		"subject":                    "subjects",
		"sysctl":                     "sysctls",
		"tls":                        "tls",
		"to":                         "to",
		"toleration":                 "tolerations",
		"topology_spread_constraint": "topologySpreadConstraints",
		"volume":                     "volumes",
		"volume_claim_template":      "volumeClaimTemplates",
		"volume_device":              "volumeDevices",
		"volume_mount":               "volumeMounts",
	}
}

// single says whether a name that elsewhere is a repeated block is none here.
func single(parent, name string) bool {
	switch parent + "." + name {
	case "pods.metric", "object.metric", "external.metric", // metric identifiers of an autoscaler
		"backend.port", "service.port", // of an Ingress: one port
		"http_get.port", "tcp_socket.port", "grpc.port", "port.port", "ports.port", // attributes
		"volume.secret", "sources.secret", // volumes of a Secret
		"ephemeral.volume_claim_template", "container_resource.container",
		"node_affinity.required_during_scheduling_ignored_during_execution": // a node selector
		return true
	}
	switch name {
	case "path":
		return parent != "http" // of an Ingress
	}
	return false
}

// others are names that follow no rule.
func others() map[string]string {
	return map[string]string{
		// The provider takes text, and encodes it, or bytes that are encoded already.
		"Secret.binary_data": "data",
		"Secret.data":        "stringData",

		"spec.timezone":                   "timeZone",
		"volume.ceph_fs":                  "cephfs",
		"windows_options.run_as_username": "runAsUserName",
	}
}

# What is open to the outside is encrypted, by one controller.
package policy.exposure

import data.lib.kube

deny contains {"address": o.address, "message": "the Ingress names its class twice, by annotation and by field: API servers refuse that", "remedy": "Leave ingress_class_name."} if {
	some o in kube.of_kind("Ingress")
	o.object.metadata.annotations["kubernetes.io/ingress.class"]
	o.object.spec.ingressClassName
}

deny contains {"address": o.address, "message": sprintf("host %s of the Ingress is served without TLS", [rule.host]), "remedy": "Add a tls block with the host and a secret_name."} if {
	some o in kube.of_kind("Ingress")
	some rule in o.object.spec.rules
	not rule.host in {host | some tls in o.object.spec.tls; tls.secretName; some host in tls.hosts}
}

deny contains {"address": o.address, "message": sprintf("the Service is a %s", [type]), "remedy": "Make it a ClusterIP behind a Gateway or an Ingress, or a LoadBalancer: a NodePort is open on every node, and what it is not API servers refuse."} if {
	some o in kube.of_kind("Service")
	type := object.get(o.object.spec, "type", "ClusterIP")
	not type in {"ClusterIP", "LoadBalancer"}
}

# Some gateways end requests after 15 seconds unless it is said otherwise: uploads and downloads take longer.
deny contains {"address": o.address, "message": "a rule of the HTTPRoute leaves it to the gateway how long a request may take", "remedy": "Set timeouts.request, \"0s\" for as long as it takes."} if {
	some o in kube.of_kind("HTTPRoute")
	some rule in o.object.spec.rules
	not rule.timeouts.request
}

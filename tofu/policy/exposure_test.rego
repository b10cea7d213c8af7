package policy.exposure_test

import data.lib.fixture
import data.policy.exposure

_found(annotations, tls) := found if {
	found := exposure.deny with input as fixture.objects([{
		"kind": "Ingress",
		"metadata": {"annotations": annotations, "name": "i"},
		"spec": {"ingressClassName": "c", "rules": [{"host": "a.example.com"}], "tls": tls},
	}])
}

_tls := [{"hosts": ["a.example.com"], "secretName": "t"}]

test_good if count(_found({}, _tls)) == 0

test_class_twice if contains(fixture.messages(_found({"kubernetes.io/ingress.class": "c"}, _tls)), "twice")

test_tls if {
	contains(fixture.messages(_found({}, [])), "without TLS")
	contains(fixture.messages(_found({}, [{"hosts": ["b.example.com"], "secretName": "t"}])), "without TLS")
	contains(fixture.messages(_found({}, [{"hosts": ["a.example.com"]}])), "without TLS")
}

# Old, and once.
test_class_once if {
	found := exposure.deny with input as fixture.objects([{"kind": "Ingress", "metadata": {"annotations": {"kubernetes.io/ingress.class": "c"}, "name": "i"}, "spec": {"rules": [], "tls": []}}])
	count(found) == 0
}

_served(spec) := found if {
	found := exposure.deny with input as fixture.objects([{"kind": "Service", "metadata": {"name": "s"}, "spec": spec}])
}

test_service if {
	some good in [{}, {"type": "ClusterIP"}, {"type": "LoadBalancer"}]
	count(_served(good)) == 0
}

test_service_of_another_type if {
	every type in {"NodePort", "ExternalName", "ClusterIPx"} {
		contains(fixture.messages(_served({"type": type})), sprintf("the Service is a %s", [type]))
	}
}

_routed(rule) := found if {
	found := exposure.deny with input as fixture.objects([{"kind": "HTTPRoute", "metadata": {"name": "r"}, "spec": {"rules": [rule]}}])
}

test_timeouts if {
	count(_routed({"timeouts": {"request": "0s"}})) == 0
	contains(fixture.messages(_routed({"backendRefs": []})), "how long a request may take")
}

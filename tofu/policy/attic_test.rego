package policy.attic_test

import data.lib.fixture
import data.policy.attic

_found(container) := found if {
	found := attic.deny with input as fixture.with_container([[sprintf("/%s", [key]), value] | some key, value in container])
}

_image := "ghcr.io/zhaofengli/attic:main"

test_good if count(_found({"args": ["--mode", "api-server"], "image": _image})) == 0

test_monolithic if {
	contains(fixture.messages(_found({"args": ["--mode", "monolithic"], "image": _image})), "monolithic")
	contains(fixture.messages(_found({"args": ["--mode=monolithic"], "image": _image})), "monolithic")
	contains(fixture.messages(_found({"command": ["sh", "-c", "/bin/atticd --mode monolithic"]})), "monolithic")
}

test_default_mode if {
	contains(fixture.messages(_found({"args": ["--listen"], "image": _image})), "without --mode")
	contains(fixture.messages(_found({"command": ["/bin/atticd"], "image": "mirror/x:1"})), "without --mode")
}

# Other programs of the image have no modes.
test_atticadm if count(_found({"args": ["make-token"], "command": ["/bin/atticadm"], "image": _image})) == 0

test_command if count(_found({"command": ["/bin/atticd", "--mode", "garbage-collector-once"], "image": "mirror/x:1"})) == 0

test_command_with_equals if count(_found({"command": ["/bin/atticd", "--mode=db-migrations"], "image": "mirror/x:1"})) == 0

_configured(api, s3) := found if {
	text := sprintf("listen = \"[::]:8080\"\napi-endpoint = %q\n[storage]\nendpoint = %q\n", [api, s3])
	found := attic.deny with input as fixture.objects([{"data": {"server.toml": text}, "kind": "ConfigMap", "metadata": fixture.meta("x")}])
}

# Clients outside follow redirects to S3.
test_endpoints if {
	every s3 in ["http://minio.object-store.svc", "http://minio.object-store.svc:9000", "https://minio.object-store.svc.cluster.local"] {
		contains(fixture.messages(_configured("https://attic.example.com/", s3)), "redirected to S3")
		count(_configured("http://attic.attic.svc/", s3)) == 0
	}
	count(_configured("https://attic.example.com/", "https://s3.example.com")) == 0
	count(_configured("https://attic.example.com/", "https://s3.svc-example.com")) == 0
}

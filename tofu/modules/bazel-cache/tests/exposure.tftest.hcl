mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd" }
}

run "gateway" {
  command = plan

  variables {
    exposure       = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    network_policy = { ingress_namespaces = ["runners"] }
  }

  assert {
    condition     = kubectl_manifest.grpc_route.server_side_apply && kubectl_manifest.grpc_route.field_manager == "opentofu"
    error_message = "Routes are applied by the server."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.grpc_route.yaml_body).apiVersion == "gateway.networking.k8s.io/v1" && yamldecode(kubectl_manifest.grpc_route.yaml_body).kind == "GRPCRoute"
    error_message = "gRPC is routed as gRPC, so that single calls are balanced."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.grpc_route.yaml_body).spec.parentRefs == [{ group = "gateway.networking.k8s.io", kind = "Gateway", name = "public", namespace = "gateway", sectionName = "https" }]
    error_message = "The listener with TLS, and no other."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.grpc_route.yaml_body).spec.hostnames == ["bazel-cache.dev.example.com"]
    error_message = "The public name."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.grpc_route.yaml_body).spec.rules == [{ backendRefs = [{ name = "bazel-cache", port = 9092 }] }]
    error_message = "It leads to the gRPC port."
  }

  assert {
    condition     = kubectl_manifest.http_route == null
    error_message = "HTTP is not exposed unless it has a name."
  }

  assert {
    condition     = output.external_grpc_endpoint == "grpcs://bazel-cache.dev.example.com:443"
    error_message = "Got ${output.external_grpc_endpoint}."
  }

  assert {
    condition     = output.bazelrc.external == "common --remote_cache=grpcs://bazel-cache.dev.example.com:443\ncommon --remote_upload_local_results=false\ncommon --remote_cache_compression\ncommon --remote_timeout=60s\ncommon --remote_local_fallback\n"
    error_message = "People outside read: got ${output.bazelrc.external}"
  }

  assert {
    condition     = [for i in kubernetes_network_policy_v1.this.spec[0].ingress : [for f in i.from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"]]] == [["runners", "gateway"], ["monitoring"]]
    error_message = "The Gateway's namespace may connect, beside the runners'."
  }

  assert {
    condition     = [for p in kubernetes_network_policy_v1.this.spec[0].ingress[0].ports : p.port] == ["9092", "8080"]
    error_message = "Exactly the two ports."
  }
}

run "gateway_with_http" {
  command = plan

  variables {
    exposure  = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    http_host = "bazel-cache-http.dev.example.com"
  }

  assert {
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).kind == "HTTPRoute" && yamldecode(kubectl_manifest.http_route.yaml_body).spec.hostnames == ["bazel-cache-http.dev.example.com"]
    error_message = "HTTP has its own name."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).spec.parentRefs == yamldecode(kubectl_manifest.grpc_route.yaml_body).spec.parentRefs
    error_message = "The same listener."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).spec.rules == [{ timeouts = { request = "0s" }, backendRefs = [{ name = "bazel-cache", port = 8080 }] }]
    error_message = "It leads to the HTTP port."
  }

  assert {
    condition     = kubectl_manifest.http_route.server_side_apply && kubectl_manifest.http_route.field_manager == "opentofu"
    error_message = "Routes are applied by the server."
  }

  assert {
    condition     = output.external_http_endpoint == "https://bazel-cache-http.dev.example.com"
    error_message = "Got ${output.external_http_endpoint}."
  }
}

run "ingress" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "bazel-cache-tls", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy", annotations = { "haproxy.org/server-proto" = "h2" } } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = keys(kubernetes_ingress_v1.this) == ["grpc"]
    error_message = "One Ingress, for gRPC."
  }

  assert {
    condition     = kubernetes_ingress_v1.this["grpc"].spec[0].ingress_class_name == "haproxy"
    error_message = "The class is the caller's."
  }

  assert {
    condition     = kubernetes_ingress_v1.this["grpc"].metadata[0].annotations == tomap({ "haproxy.org/server-proto" = "h2", "cert-manager.io/cluster-issuer" = "letsencrypt" })
    error_message = "The controller's annotations and the issuer's, and never the class as one."
  }

  assert {
    condition     = kubernetes_ingress_v1.this["grpc"].spec[0].tls[0].secret_name == "bazel-cache-tls" && kubernetes_ingress_v1.this["grpc"].spec[0].tls[0].hosts == tolist(["bazel-cache.dev.example.com"])
    error_message = "TLS, always."
  }

  assert {
    condition     = kubernetes_ingress_v1.this["grpc"].spec[0].rule[0].http[0].path[0].backend[0].service[0].port[0].name == "grpc"
    error_message = "It leads to the gRPC port."
  }

  assert {
    condition     = output.external_grpc_endpoint == "grpcs://bazel-cache.dev.example.com:443"
    error_message = "Got ${output.external_grpc_endpoint}."
  }

  assert {
    condition     = kubectl_manifest.grpc_route == null
    error_message = "No Gateway is asked for."
  }
}

run "ingress_with_http_and_namespaced_issuer" {
  command = plan

  variables {
    exposure                 = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "bazel-cache-tls", issuer_kind = "Issuer", issuer_name = "ours" }, ingress = { class_name = "haproxy" } }
    http_host                = "bazel-cache-http.dev.example.com"
    http_ingress_annotations = { "haproxy.org/timeout-server" = "300s" }
    network_policy           = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = keys(kubernetes_ingress_v1.this) == ["grpc", "http"]
    error_message = "One Ingress a protocol."
  }

  assert {
    condition     = kubernetes_ingress_v1.this["http"].metadata[0].annotations == tomap({ "haproxy.org/timeout-server" = "300s", "cert-manager.io/issuer" = "ours" })
    error_message = "HTTP does not get gRPC's annotations."
  }

  assert {
    condition     = kubernetes_ingress_v1.this["http"].spec[0].rule[0].host == "bazel-cache-http.dev.example.com" && kubernetes_ingress_v1.this["http"].spec[0].rule[0].http[0].path[0].backend[0].service[0].port[0].name == "http"
    error_message = "Its own name and port."
  }

  assert {
    condition     = kubernetes_ingress_v1.this["http"].spec[0].tls[0].secret_name == "bazel-cache-tls-http"
    error_message = "Its own certificate."
  }
}

run "load_balancer" {
  command = plan

  variables {
    auth               = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd", tls_secret = "bazel-cache-tls" }
    grpc_load_balancer = { enabled = true, host = "bazel-cache.example.com", source_ranges = ["10.0.0.0/8"] }
  }

  assert {
    condition     = kubernetes_service_v1.load_balancer.spec[0].type == "LoadBalancer" && [for p in kubernetes_service_v1.load_balancer.spec[0].port : p.port] == [9092]
    error_message = "gRPC only."
  }

  assert {
    condition     = kubernetes_service_v1.load_balancer.spec[0].load_balancer_source_ranges == toset(["10.0.0.0/8"])
    error_message = "Nobody else may connect."
  }

  assert {
    condition     = kubernetes_service_v1.load_balancer.spec[0].external_traffic_policy == "Local"
    error_message = "The NetworkPolicy judges by the clients' addresses, which must survive."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[0].from[0].ip_block[0].cidr == "10.0.0.0/8" && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[0].ports : p.port] == ["9092"]
    error_message = "The policy lets in the same ranges, on the same port."
  }

  assert {
    condition     = output.external_grpc_endpoint == "grpcs://bazel-cache.example.com:9092"
    error_message = "Got ${output.external_grpc_endpoint}."
  }
}

run "load_balancer_in_a_private_network" {
  command = plan

  variables {
    grpc_load_balancer = { enabled = true, host = "bazel-cache.example.com", source_ranges = ["10.0.0.0/8"], allow_plaintext = true, annotations = { internal = "true" } }
  }

  assert {
    condition     = output.external_grpc_endpoint == "grpc://bazel-cache.example.com:9092"
    error_message = "The plan's address, got ${output.external_grpc_endpoint}."
  }

  assert {
    condition     = kubernetes_service_v1.load_balancer.metadata[0].annotations == tomap({ internal = "true" })
    error_message = "Annotations are for the cloud's controller."
  }
}

run "egress_is_exact" {
  command = plan

  variables {
    network_policy = { extra_egress_cidrs = [{ cidr = "192.0.2.0/24", ports = [5432] }] }
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.this.spec[0].egress : [for p in e.ports : "${p.port}/${p.protocol}"]] == [["53/UDP", "53/TCP"], ["80/TCP", "9000/TCP"], ["5432/TCP"]]
    error_message = "DNS, S3, and what was asked for."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" })
    error_message = "DNS is in kube-system."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "object-store" })
    error_message = "S3 is in the endpoint's namespace."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[2].to[0].ip_block[0].cidr == "192.0.2.0/24"
    error_message = "And the extra range."
  }
}

run "policy_can_be_left_out" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = kubernetes_network_policy_v1.this == null
    error_message = "Where the cluster's own policies rule."
  }
}

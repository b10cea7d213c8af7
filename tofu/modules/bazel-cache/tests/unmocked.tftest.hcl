# The same without mocks: what providers themselves say of the configuration, and which values are unknown before an apply.
provider "kubernetes" {
  host = "https://127.0.0.1:1"
}

provider "kubectl" {
  host             = "https://127.0.0.1:1"
  load_config_file = false
}

variables {
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { htpasswd_secret = "bazel-cache-htpasswd" }
}

run "empty_dir" {
  command = plan

  variables {
    exposure  = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    http_host = "bazel-cache-http.dev.example.com"
    dashboard = { enabled = true }
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args[0] == "--dir=/data"
    error_message = "What is configured is known before an apply."
  }
  assert {
    condition     = output.external_grpc_endpoint == "grpcs://bazel-cache.dev.example.com:443" && output.resources.replicas == 2
    error_message = "Outputs that other stacks and the capacity table take are known before an apply."
  }
}

run "volume_claims" {
  command = plan

  variables {
    cache_volume = { type = "pvc" }
    auth         = { mode = "mtls", tls_secret = "bazel-cache-tls", client_ca_secret = "clients-ca" }
    grpc_load_balancer = {
      enabled       = true
      host          = "bazel-cache.example.com"
      source_ranges = ["10.0.0.0/8"]
    }
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].service_name == "bazel-cache-headless"
    error_message = "Names do not wait for an apply."
  }
}

run "ingress" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "tls", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy" } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = kubernetes_ingress_v1.this["grpc"].spec[0].rule[0].host == "bazel-cache.dev.example.com"
    error_message = "The host must reach the Ingress."
  }
}

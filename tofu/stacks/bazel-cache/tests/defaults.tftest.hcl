mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  environment = "dev"
  domain      = "dev.example.com"
  object_store = {
    endpoint         = "http://minio.object-store.svc"
    endpoint_host    = "minio.object-store.svc"
    endpoint_port    = 80
    tls              = false
    public_endpoint  = null
    region           = "us-east-1"
    path_style       = true
    namespace        = "object-store"
    pod_port         = 9000
    cidrs            = []
    credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
    buckets = {
      bazel-cache = { bucket = "bazel-cache", quota_gib = 100, expire_days = 30, exposed = false, secrets = { bazel-cache = "bazel-cache-s3" }, credentials_revision = 3 }
    }
    capacity = { raw_gib = 1072, drives = 16, parity = 4, usable_gib = 804, allocated_gib = 600, headroom_gib = 204, fits = true }
  }
}

run "the_plan_s_smallest_stack" {
  command = plan

  assert {
    condition     = output.resource_summary.minimum == { cpu = 2, memory_gib = 4, storage_gib = 0 }
    error_message = "Two pods of 1 CPU and 2Gi, nothing stored: got ${jsonencode(output.resource_summary.minimum)}."
  }

  assert {
    condition     = output.resource_summary.buckets.total_gib == 100
    error_message = "The quota is the one that the object store has: got ${jsonencode(output.resource_summary.buckets)}."
  }

  assert {
    condition     = output.bazel_cache.components.bazel-cache.replicas == 2
    error_message = "Stack packages is told of the pods."
  }

  assert {
    condition     = var.monitoring.enabled && var.monitoring.alerts && var.monitoring.dashboards
    error_message = "Nobody has to ask for scraping, alerts and a dashboard: got ${jsonencode(var.monitoring)}."
  }
}

run "addresses" {
  command = plan

  assert {
    condition     = output.endpoints.grpc == "grpc://bazel-cache.bazel-cache.svc:9092" && output.endpoints.http == "http://bazel-cache.bazel-cache.svc:8080" && output.endpoints.external_grpc == null
    error_message = "gRPC on 9092, HTTP on 8080, no way in from outside unless asked for: got ${jsonencode(output.endpoints)}."
  }

  assert {
    condition     = strcontains(output.client_config[".bazelrc"], "--remote_cache=grpc://bazel-cache.bazel-cache.svc:9092\n")
    error_message = "Clients in the cluster: got ${output.client_config[".bazelrc"]}."
  }
}

run "namespace_of_others" {
  command = plan

  assert {
    condition     = module.namespace == null
    error_message = "The namespace is made by whoever puts the credentials there."
  }
}

run "who_writes_in_a_namespace_of_its_own" {
  command = plan

  variables {
    create_namespace = true
    credentials      = { namespaces = ["ci"], revision = 4 }
  }

  assert {
    condition     = !ephemeral.random_password.writer.special && ephemeral.random_password.writer.length >= 40
    error_message = "Letters and digits alone: what reads it may give others a meaning."
  }

  assert {
    condition     = toset(keys(kubernetes_secret_v1.writer)) == toset(["bazel-cache", "ci"]) && output.writer_secret_name == "bazel-cache-writer"
    error_message = "CI gets the password in its own namespace: got ${jsonencode(keys(kubernetes_secret_v1.writer))}."
  }

  assert {
    condition     = alltrue([for secret in concat([kubernetes_secret_v1.htpasswd], values(kubernetes_secret_v1.writer)) : secret.data_wo_revision == 4 && secret.data_wo == null])
    error_message = "Hash and password are of one revision, and in no plan."
  }

  assert {
    condition     = module.namespace.name == "bazel-cache"
    error_message = "Alone, the stack makes its namespace."
  }
}

run "password_of_yours" {
  command = plan

  variables {
    credentials = { htpasswd_secret = "mine" }
  }

  assert {
    condition     = kubernetes_secret_v1.htpasswd == null && length(kubernetes_secret_v1.writer) == 0 && output.writer_secret_name == null && contains(output.secret_names, "mine")
    error_message = "With a Secret of yours none is made."
  }
}

run "nobody_s_password" {
  command = plan

  variables {
    credentials = { auth = "none" }
  }

  assert {
    condition     = kubernetes_secret_v1.htpasswd == null && output.secret_names == tolist(["bazel-cache-s3"])
    error_message = "Without authentication there is no password: got ${jsonencode(output.secret_names)}."
  }
}

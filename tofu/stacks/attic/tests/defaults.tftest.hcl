mock_provider "helm" {}
mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  environment = "dev"
  domain      = "dev.example.com"
  operators   = { install = true }
  object_store = {
    backend = "minio-tenant"
    minio = {
      acknowledge_minio_state = true
      image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
      client_image            = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
      pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
    }
  }
  postgres = { storage = { size = "5Gi" } }
  attic    = { jwt = { algorithm = "HS256" } }
}

run "the_seed_s_retentions" {
  command = plan

  assert {
    condition     = { for name, cache in output.attic.caches : name => cache.retention_days } == { main = 90, ci = 30, static = 180, devshells = 60 }
    error_message = "Got ${jsonencode(output.attic.caches)}."
  }

  assert {
    condition     = { for name, cache in output.attic.caches : name => cache.retention_seconds } == { main = 7776000, ci = 2592000, static = 15552000, devshells = 5184000 }
    error_message = "Got ${jsonencode(output.attic.caches)}."
  }

  assert {
    condition     = one([for row in output.services : row.detail if row.service == "nix ci"]) == "kept 30 days since the last access"
    error_message = "Got ${jsonencode(output.services)}."
  }
}

run "the_plan_s_buckets" {
  command = plan

  assert {
    condition     = output.resource_summary.buckets.total_gib == 600
    error_message = "300 + 100 + 100 + 50 + 50: got ${jsonencode(output.resource_summary.buckets)}."
  }

  assert {
    condition     = { for service, b in output.buckets : service => b.bucket } == { attic = "attic", bazel-cache = "bazel-cache", nexus = "nexus-blobs", pulp = "pulp-content", pg-backup = "pg-backup" }
    error_message = "Got ${jsonencode(output.buckets)}."
  }

  assert {
    condition     = [for service, b in output.buckets : service if b.expire_days != null] == ["bazel-cache"]
    error_message = "Only the cache may expire: got ${jsonencode(output.buckets)}."
  }

  assert {
    condition     = output.resource_summary.object_store.usable_gib == 804
    error_message = "16 drives of 67Gi with EC:4: got ${jsonencode(output.resource_summary.object_store)}."
  }
}

run "in_the_cluster" {
  command = plan

  assert {
    condition     = output.attic.url == "http://attic.attic.svc/" && output.attic.url == output.attic.internal_url
    error_message = "Nothing is exposed unless asked for: got ${output.attic.url}."
  }
}

run "the_other_stacks_namespaces" {
  command = plan

  assert {
    condition     = toset(keys(module.namespace_of_others)) == toset(["bazel-cache", "packages"])
    error_message = "In its part of the platform the stack makes them."
  }

  assert {
    condition     = output.object_store.buckets["bazel-cache"].secrets == { bazel-cache = "bazel-cache-s3" } && output.object_store.buckets["pg-backup"].secrets == { attic = "pg-backup-s3", packages = "pg-backup-s3" }
    error_message = "Credentials are where the services will be: got ${jsonencode(output.object_store.buckets)}."
  }
}

run "namespaces_of_operators" {
  command = plan

  assert {
    condition     = toset(keys(module.operator_namespace)) == toset(["cnpg-system", "minio-operator"])
    error_message = "Helm makes no namespace unless it is told to, and network policies and alerts would come before it."
  }
}

run "who_uses_buckets_without_a_secret_from_here" {
  command = plan

  assert {
    condition     = contains(local.store_clients, "galaxy")
    error_message = "Galaxy's pods are in a namespace of their own, and stack packages makes their Secret: got ${jsonencode(local.store_clients)}."
  }
}

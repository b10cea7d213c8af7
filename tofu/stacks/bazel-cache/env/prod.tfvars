environment = "prod"
domain      = "prod.example.com"
kubernetes  = { config_context = "prod" }

# A tag can be moved, a digest cannot. This one is a placeholder, and a plan says so: put the digest here that you have looked at,
#   skopeo inspect --format '{{.Digest}}' docker://quay.io/bazel-remote/bazel-remote:v2.6.2
image = {
  repository = "quay.io/bazel-remote/bazel-remote"
  tag        = "v2.6.2"
  digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

# The plan's smallest stack: two pods of 1 CPU and 2Gi.
replicas     = { min = 2, max = 4 }
resources    = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "2Gi" } }
cache_volume = { size_gib = 20 }
budget = {
  minimum     = { cpu = 2, memory_gib = 4, storage_gib = 0 }
  full        = { cpu = 2, memory_gib = 4, storage_gib = 0 }
  buckets_gib = 100
}

exposure = {
  mode    = "gateway"
  host    = "bazel-cache.prod.example.com"
  gateway = { name = "public", namespace = "gateway", section_name = "https" }
}
network_policy = { ingress_namespaces = ["ci", "gateway"] }
credentials    = { namespaces = ["ci"] }

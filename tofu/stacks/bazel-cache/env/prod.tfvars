environment = "prod"
domain      = "prod.example.com"
kubernetes  = { config_context = "prod" }

# A tag can be moved, a digest cannot. This one is as public repositories have it, since no registry was at hand: look at the image
# before you run it,
#   skopeo --override-os linux inspect --format '{{.Digest}}' docker://docker.io/buchgr/bazel-remote-cache:v2.6.2
# renovate: datasource=docker depName=buchgr/bazel-remote-cache
image = {
  repository = "docker.io/buchgr/bazel-remote-cache"
  tag        = "v2.6.2"
  digest     = "sha256:8109f1f39eb17d898cf51e08b41e4eabaaaeb1f584c2f22c1be45b7568fcc512"
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

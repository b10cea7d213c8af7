# The whole plan: its budget, its buckets, and sixteen drives that hold them with a fifth to spare. A stack takes the
# components from its modules' outputs: bazel-cache = module.bazel_cache.resources, and so on.
module "capacity" {
  source = "../.."

  components = {
    bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
    nexus       = { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full", optional = true }
    galaxy      = { replicas = 1, cpu = "2", memory = "3Gi", storage = "20Gi", group = "full", optional = true }

    # What the budget forgot, and the cluster needs all the same.
    attic    = { replicas = 2, cpu = "250m", memory = "512Mi", storage = "0Gi", group = "beside" }
    bagetter = { replicas = 1, cpu = "500m", memory = "512Mi", storage = "0Gi", group = "beside" }
    postgres = { replicas = 3, cpu = "500m", memory = "1Gi", storage = "25Gi", group = "beside" }
    minio    = { replicas = 4, cpu = "500m", memory = "2Gi", storage = "268Gi", group = "beside" }
  }

  buckets = {
    attic       = { quota = "300Gi", purpose = "Nix store paths" }
    bazel-cache = { quota = "100Gi", purpose = "Bazel's remote cache" }
    nexus       = { quota = "100Gi", purpose = "blobs of Nexus" }
    pulp        = { quota = "50Gi", purpose = "content of Galaxy" }
    pg-backup   = { quota = "50Gi", purpose = "backups of PostgreSQL" }
  }

  object_store   = { raw = "1072Gi", drives = 16, parity = 4 }
  headroom_ratio = 0.2

  expected = {
    minimum     = { cpu = 2, memory_gib = 4, storage_gib = 0 }
    full        = { cpu = 6, memory_gib = 13, storage_gib = 70 }
    buckets_gib = 600
  }
}

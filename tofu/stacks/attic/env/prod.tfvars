environment = "prod"
domain      = "prod.example.com"
kubernetes  = { config_context = "prod" }

# A tag can be moved, a digest cannot. The digests in this file are placeholders, and a plan says so: put those here that you have
# looked at, for example
#   skopeo inspect --format '{{.Digest}}' docker://ghcr.io/zhaofengli/attic:main
object_store = {
  backend      = "minio-tenant"
  public_host  = "s3.prod.example.com"
  public_cidrs = ["203.0.113.10/32"]
  minio = {
    acknowledge_minio_state = true
    # renovate: datasource=docker depName=pgsty/silo
    image = {
      repository = "docker.io/pgsty/silo"
      tag        = "RELEASE.2026-09-16T00-00-00Z"
      digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
    }
    # renovate: datasource=docker depName=pgsty/mc
    client_image = {
      repository = "docker.io/pgsty/mc"
      tag        = "RELEASE.2026-09-16T00-00-00Z"
      digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
    }
    # 16 drives of 67Gi are 1072Gi, of which EC:4 leaves 804Gi: 600Gi of quotas and a fifth free. With 16 of 50Gi (800Gi) there
    # would be 600Gi and no room at all.
    pool = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
  }
}

# The plan's buckets: 300 + 100 + 100 + 50 + 50 = 600Gi.
budget = {
  minimum     = { cpu = 0, memory_gib = 0, storage_gib = 0 }
  full        = { cpu = 0, memory_gib = 0, storage_gib = 0 }
  buckets_gib = 600
}

postgres = {
  instances = 3
  # renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql
  image = {
    repository = "ghcr.io/cloudnative-pg/postgresql"
    tag        = "18.6-system-trixie"
    digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }
  storage = { size = "20Gi", wal_size = "5Gi" }
  backup  = { retention = "30d", schedule = "0 0 2 * * *" }
}

attic = {
  image = {
    repository = "ghcr.io/zhaofengli/attic"
    tag        = "main"
    digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }
  # renovate: datasource=docker depName=curlimages/curl
  client_image = {
    repository = "docker.io/curlimages/curl"
    tag        = "8.21.0"
    digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }
  replicas = { min = 2, max = 6 }
  jwt      = { existing_secret = "attic-jwt" }
}

exposure = {
  mode    = "gateway"
  host    = "attic-cache.prod.example.com"
  gateway = { name = "public", namespace = "gateway", section_name = "https" }
}
network_policy = { ingress_namespaces = ["ci", "gateway"] }

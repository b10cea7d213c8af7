environment = "prod"
domain      = "prod.example.com"
kubernetes  = { config_context = "prod" }

# A tag can be moved, a digest cannot. These are as several public repositories have them, since no registry was at hand: look at the
# images before you run them, for example
#   skopeo --override-os linux inspect --format '{{.Digest}}' docker://docker.io/curlimages/curl:8.21.0
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
      digest     = "sha256:635197cb9f36d01bee221d34d1c7d7960f6a95c48b0b6c01d99cd13bdae51a46"
    }
    # renovate: datasource=docker depName=pgsty/mc
    client_image = {
      repository = "docker.io/pgsty/mc"
      tag        = "RELEASE.2026-09-16T00-00-00Z"
      digest     = "sha256:cfc83108c3abb371f8fb84d99c1fdc88f8c237e022409b0081fb7c0a3be634dd"
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
    digest     = "sha256:5a6a677d3fa2bc3fdc61874e0de8324b5a987eb676ddca133e71365a8467d6c1"
  }
  storage = { size = "20Gi", wal_size = "5Gi" }
  backup  = { retention = "30d", schedule = "0 0 2 * * *" }
}

attic = {
  # Attic has no releases: each commit has an image.
  image = {
    repository = "ghcr.io/zhaofengli/attic"
    tag        = "12cbeca141f46e1ade76728bce8adc447f2166c6"
    digest     = "sha256:18574aba70fc89d2b695273fbe2e7b2f8ad7e8e786b4cc535124fbe14bada1d0"
  }
  # renovate: datasource=docker depName=curlimages/curl
  client_image = {
    repository = "docker.io/curlimages/curl"
    tag        = "8.21.0"
    digest     = "sha256:7c12af72ceb38b7432ab85e1a265cff6ae58e06f95539d539b654f2cfa64bb13"
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

# A cluster for one user: kind, k3s, minikube. This stack installs the operators too, and needs cert-manager and a Gateway.
environment = "dev"
domain      = "dev.example.com"
operators   = { install = true }

object_store = {
  backend     = "minio-tenant"
  quota_scale = 0.1
  public_host = "s3.dev.example.com"
  # Where the Gateway is: whatever address s3.dev.example.com leads to.
  public_cidrs = ["0.0.0.0/0"]
  minio = {
    acknowledge_minio_state = true
    # renovate: datasource=docker depName=pgsty/silo
    image = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-09-16T00-00-00Z" }
    # renovate: datasource=docker depName=pgsty/mc
    client_image = { repository = "docker.io/pgsty/mc", tag = "RELEASE.2026-09-16T00-00-00Z" }
    pool         = { servers = 1, volumes_per_server = 1, volume_size = "80Gi" }
  }
}

postgres = {
  instances = 1
  storage   = { size = "5Gi" }
  resources = { requests = { cpu = "250m", memory = "512Mi" }, limits = { memory = "1Gi" } }
  backup    = { retention = "7d" }
}

attic = {
  replicas = { min = 1, max = 2 }
  # A key that the stack makes: in prod it is yours.
  jwt = { algorithm = "HS256" }
}

exposure = {
  mode    = "gateway"
  host    = "attic-cache.dev.example.com"
  gateway = { name = "public", namespace = "gateway", section_name = "https" }
}
network_policy = { ingress_namespaces = ["ci", "gateway"] }

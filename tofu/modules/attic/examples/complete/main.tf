# Everything that can be said, as production says it.
module "attic" {
  source = "../.."

  name        = "attic"
  namespace   = "attic"
  environment = "prod"
  labels      = { team = "platform" }

  image = {
    repository = "ghcr.io/zhaofengli/attic"
    digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }
  client_image = {
    repository = "docker.io/curlimages/curl"
    tag        = "8.21.0"
    digest     = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
  }

  public_url          = "https://attic-cache.prod.example.com/"
  extra_allowed_hosts = ["attic-cache.example.com"]
  exposure = {
    mode    = "gateway"
    host    = "attic-cache.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }

  database = {
    secret_name  = "attic-db-app"
    url_key      = "fqdn-uri"
    namespace    = "attic"
    pod_selector = { "cnpg.io/cluster" = "attic-db" }
    port         = 5432
    revision     = 1
  }

  storage = {
    bucket               = "attic"
    region               = "us-east-1"
    endpoint             = "http://minio.object-store.svc"
    public_endpoint      = "https://s3.prod.example.com"
    credentials_secret   = "attic-s3"
    credentials_keys     = { access_key = "access-key", secret_key = "secret-key" }
    credentials_revision = 1
    cidrs                = ["203.0.113.10/32"]
  }

  jwt = {
    algorithm       = "RS256"
    existing_secret = "attic-jwt"
    secret_key      = "secret-base64"
    revision        = 1
    issuer          = "https://attic-cache.prod.example.com/"
    audiences       = ["attic"]
  }

  caches = {
    main      = { retention_days = 90, signing_key_secret = "attic-main-key" }
    ci        = { retention_days = 30, priority = 42 }
    static    = { retention_days = 180 }
    devshells = { retention_days = 60 }
    internal  = { retention_days = 0, public = false, upstream_cache_key_names = [] }
  }

  chunking           = { nar_size_threshold = 65536, min_size = 16384, avg_size = 65536, max_size = 262144 }
  compression        = { type = "zstd", level = 8 }
  garbage_collection = { schedule = "17 */12 * * *", default_retention = "90 days", alert_after_hours = 26 }

  replicas  = { min = 2, max = 6, cpu_target = 70 }
  resources = { requests = { cpu = "250m", memory = "512Mi" }, limits = { memory = "1Gi" } }
  log_level = "info"

  network_policy = {
    ingress_namespaces   = ["ci"]
    monitoring_namespace = "monitoring"
    extra_egress_cidrs   = [{ cidr = "198.51.100.0/24", ports = [443] }]
  }
  kubernetes_api_cidrs = ["10.0.0.1/32"]

  monitoring = { runbook_base_url = "https://runbooks.example.com/attic" }
  dashboard  = { enabled = true, namespace = "monitoring" }
  probe      = { prober_url = "blackbox-exporter.monitoring.svc:9115" }

  scheduling = {
    node_selector       = { pool = "cache" }
    tolerations         = [{ key = "cache", operator = "Exists", effect = "NoSchedule" }]
    priority_class_name = "infra"
  }
}

locals {
  exposed    = var.exposure.mode != "none"
  public_url = local.exposed ? "https://${var.exposure.host}/" : "http://attic.${local.namespace}.svc/"

  priority_class = { for purpose in ["database", "cache", "batch"] : purpose => lookup(var.platform.priority_classes, purpose, null) }

  monitoring = {
    for module in ["attic", "postgres-cluster", "minio-tenant", "object-store-seaweedfs", "cnpg-operator", "minio-operator"] : module => {
      enabled          = var.monitoring.enabled
      labels           = var.monitoring.labels
      interval         = var.monitoring.interval
      alerts           = var.monitoring.alerts
      runbook_base_url = "${var.monitoring.runbooks}/${module}/runbooks"
    }
  }
  dashboard = { enabled = var.monitoring.enabled && var.monitoring.dashboards, namespace = var.network_policy.monitoring_namespace }

  backups = local.store.buckets["pg-backup"]
}

module "postgres" {
  source = "../../modules/postgres-cluster"

  name        = "attic-db"
  namespace   = module.namespace[local.namespace].name
  environment = var.environment
  image       = var.postgres.image
  instances   = var.postgres.instances
  database    = { name = "attic", owner = "attic" }
  storage     = var.postgres.storage
  resources   = var.postgres.resources
  parameters  = var.postgres.parameters

  backup = {
    enabled            = var.postgres.backup.enabled
    bucket             = local.backups.bucket
    path               = "attic"
    endpoint           = local.store.endpoint
    region             = local.store.region
    credentials_secret = { name = lookup(local.backups.secrets, local.namespace, "pg-backup-s3"), access_key = local.store.credentials_keys.access_key, secret_key = local.store.credentials_keys.secret_key }
    retention          = var.postgres.backup.retention
    schedule           = var.postgres.backup.schedule
    pod_port           = local.store.pod_port
    cidrs              = local.store.cidrs
  }
  recovery = var.postgres.recovery

  # The pods of Attic that connect: its API, its migrations and its garbage collection.
  clients = [
    for component in ["api", "migrations", "gc"] : {
      namespace = local.namespace
      pod_labels = {
        "app.kubernetes.io/name"      = "attic"
        "app.kubernetes.io/component" = component
      }
    }
  ]
  # Two nodes are not there in a cluster for one user.
  anti_affinity        = var.environment == "prod" ? "required" : "preferred"
  operator_namespace   = local.cnpg_namespace
  kubernetes_api_cidrs = var.network_policy.kubernetes_api_cidrs
  network_policy       = { monitoring_namespace = var.network_policy.monitoring_namespace }
  monitoring           = local.monitoring["postgres-cluster"]
  dashboard            = local.dashboard
  scheduling           = { priority_class_name = local.priority_class.database }

  depends_on = [module.cnpg_operator]
}

module "attic" {
  source = "../../modules/attic"

  namespace    = module.namespace[local.namespace].name
  environment  = var.environment
  image        = var.attic.image
  client_image = var.attic.client_image
  replicas     = var.attic.replicas
  resources    = var.attic.resources
  jwt          = var.attic.jwt
  caches       = var.caches
  public_url   = local.public_url
  exposure     = var.exposure

  database = {
    secret_name  = module.postgres.app_secret_name
    url_key      = module.postgres.app_secret_uri_key
    namespace    = local.namespace
    pod_selector = module.postgres.pod_selector
    port         = module.postgres.port
    revision     = var.postgres.app_revision
  }
  storage = {
    bucket               = local.store.buckets["attic"].bucket
    region               = local.store.region
    endpoint             = local.store.endpoint
    public_endpoint      = local.store.public_endpoint
    credentials_secret   = lookup(local.store.buckets["attic"].secrets, local.namespace, "attic-s3")
    credentials_keys     = local.store.credentials_keys
    credentials_revision = local.store.buckets["attic"].credentials_revision
    pod_port             = local.store.pod_port
    cidrs                = local.exposed ? concat(local.store.cidrs, var.object_store.public_cidrs) : local.store.cidrs
  }
  garbage_collection = var.attic.garbage_collection

  network_policy = {
    ingress_namespaces   = var.network_policy.ingress_namespaces
    monitoring_namespace = var.network_policy.monitoring_namespace
  }
  kubernetes_api_cidrs = var.network_policy.kubernetes_api_cidrs
  monitoring           = local.monitoring["attic"]
  probe                = { prober_url = var.monitoring.prober_url }
  dashboard            = local.dashboard
  scheduling           = { priority_class_name = local.priority_class.cache }

  # The database must answer and the bucket be there before the migrations run.
  depends_on = [module.postgres, module.minio_tenant, module.seaweedfs]
}

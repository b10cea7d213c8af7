locals {
  needs_database = var.services.bagetter || var.services.nexus || var.services.galaxy

  # Who connects: name of the service => its pods.
  database_clients = {
    for service, client in {
      bagetter = { namespace = local.namespace, pod_labels = { "app.kubernetes.io/name" = "bagetter" } }
      nexus    = { namespace = local.namespace, pod_labels = { "app.kubernetes.io/name" = "nexus" } }
      galaxy   = { namespace = "galaxy", pod_labels = { "app.kubernetes.io/managed-by" = "galaxy-operator" } }
    } : service => client if var.services[service]
  }

  # Databases besides the first, which the cluster is made with.
  more_databases = [for service in keys(local.database_clients) : service if service != "bagetter"]

  database = {
    host         = local.needs_database ? module.postgres.host_rw : ""
    port         = 5432
    namespace    = local.namespace
    pod_selector = local.needs_database ? module.postgres.pod_selector : {}
    secret_name  = local.needs_database ? module.postgres.app_secret_name : ""
    revision     = var.postgres.app_revision
  }

  backups = var.object_store.buckets["pg-backup"]
}

module "postgres" {
  source = "../../modules/postgres-cluster"

  name        = "packages-db"
  namespace   = local.namespace
  environment = var.environment
  image       = var.postgres.image
  instances   = var.postgres.instances
  database    = { name = "bagetter", owner = "packages" }

  additional_databases = local.more_databases

  storage   = var.postgres.storage
  resources = var.postgres.resources

  backup = {
    enabled            = var.postgres.backup.enabled
    bucket             = local.backups.bucket
    path               = "packages"
    endpoint           = var.object_store.endpoint
    region             = var.object_store.region
    credentials_secret = { name = local.backups.secrets[local.namespace], access_key = var.object_store.credentials_keys.access_key, secret_key = var.object_store.credentials_keys.secret_key }
    retention          = var.postgres.backup.retention
    schedule           = var.postgres.backup.schedule
    pod_port           = var.object_store.pod_port
    cidrs              = var.object_store.cidrs
  }

  clients              = values(local.database_clients)
  anti_affinity        = var.environment == "prod" ? "required" : "preferred"
  operator_namespace   = try(var.platform.operators.cnpg.namespace, "cnpg-system")
  kubernetes_api_cidrs = var.network_policy.kubernetes_api_cidrs
  network_policy       = { monitoring_namespace = var.network_policy.monitoring_namespace }
  monitoring           = local.monitoring["postgres-cluster"]
  dashboard            = local.dashboard
  scheduling           = { priority_class_name = local.priority_class.database }

  depends_on = [terraform_data.images]

  lifecycle {
    enabled = local.needs_database
  }
}

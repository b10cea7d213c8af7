locals {
  namespace = "packages"
  exposed   = var.exposure.mode != "none"

  hosts    = { for service in ["nuget", "rpm", "nexus", "galaxy"] : service => coalesce(var.hosts[service], "${service}.${var.domain}") }
  exposure = { for service, host in local.hosts : service => merge(var.exposure, { host = local.exposed ? host : null }) }

  priority_class = { for purpose in ["database", "cache", "batch"] : purpose => lookup(var.platform.priority_classes, purpose, null) }

  monitoring = {
    for module in ["postgres-cluster", "bagetter", "rpm-repo", "nexus-repository", "galaxy-ng"] : module => {
      enabled          = var.monitoring.enabled
      labels           = var.monitoring.labels
      interval         = var.monitoring.interval
      alerts           = var.monitoring.alerts
      runbook_base_url = "${var.monitoring.runbooks}/${module}/runbooks"
    }
  }
  dashboard = { enabled = var.monitoring.enabled && var.monitoring.dashboards, namespace = var.network_policy.monitoring_namespace }
  network_policy = {
    ingress_namespaces   = var.network_policy.ingress_namespaces
    monitoring_namespace = var.network_policy.monitoring_namespace
  }
}

module "gitlab" {
  source = "../../modules/gitlab-package-registry"

  gitlab_url     = var.gitlab.url
  group_id       = var.gitlab.group_id
  project_id     = var.gitlab.project_id
  formats        = var.gitlab.formats
  npm_scope      = var.gitlab.npm_scope
  nuget_patterns = var.gitlab.nuget_patterns
  token_env      = var.gitlab.token_env

  lifecycle {
    enabled = var.services.gitlab
  }
}

module "bagetter" {
  source = "../../modules/bagetter"

  namespace   = local.namespace
  environment = var.environment
  image       = var.bagetter.image
  resources   = var.bagetter.resources
  storage     = { type = "FileSystem", size = var.bagetter.size, storage_class = var.bagetter.storage_class }
  database    = merge(local.database, { name = "bagetter" })

  api_key_secret               = { name = "bagetter-api-key" }
  read_credentials_secret_name = "bagetter-read"
  auth_revision                = var.bagetter.revision
  nuget_patterns               = var.bagetter.nuget_patterns

  exposure       = local.exposure.nuget
  network_policy = local.network_policy
  monitoring     = local.monitoring["bagetter"]
  dashboard      = local.dashboard
  scheduling     = { priority_class_name = local.priority_class.cache }

  depends_on = [module.postgres, kubernetes_secret_v1.bagetter, terraform_data.images]

  lifecycle {
    enabled = var.services.bagetter
  }
}

# Computed from what feeds the modules, so that a changed default is a changed budget. The plan's full stack is Bazel's cache, Nexus and
# Galaxy: what those two would take is counted although they are off, from the values that would feed them.
locals {
  planned = {
    nexus = {
      replicas = 1
      cpu      = var.nexus.resources.requests.cpu
      memory   = var.nexus.resources.requests.memory
      storage  = var.nexus.data_volume_size
      group    = "full"
      optional = !var.services.nexus
    }
    galaxy = {
      replicas = 1
      cpu      = tostring(var.galaxy.total.cpu)
      memory   = "${var.galaxy.total.memory_gib}Gi"
      storage  = var.galaxy.redis_size
      group    = "full"
      optional = !var.services.galaxy
    }
  }
}

module "capacity" {
  source = "../../modules/capacity"

  components = merge(
    var.bazel_cache.components,
    local.planned,
    var.services.bagetter ? { bagetter = module.bagetter.resources } : {},
    var.services.rpm_repo ? { rpm-repo = module.rpm_repo.resources } : {},
    local.needs_database ? { packages-db = module.postgres.resources } : {},
  )
  buckets = {
    for service, b in var.object_store.buckets : service => {
      quota   = "${b.quota_gib}Gi"
      purpose = service
    } if b.quota_gib != null
  }
  object_store = var.object_store.capacity.raw_gib == null ? null : {
    raw    = "${var.object_store.capacity.raw_gib}Gi"
    drives = var.object_store.capacity.drives
    parity = var.object_store.capacity.parity
  }
  expected = var.budget
}

locals {
  nuget_sources  = merge(var.services.gitlab ? module.gitlab.nuget_sources : {}, var.services.bagetter ? module.bagetter.nuget_sources : {}, var.services.nexus ? module.nexus.nuget_sources : {})
  npm_registries = merge(var.services.gitlab ? module.gitlab.npm_registries : {}, var.services.nexus ? module.nexus.npm_registries : {})
  pypi_indexes   = merge(var.services.gitlab ? module.gitlab.pypi_indexes : {}, var.services.nexus ? module.nexus.pypi_indexes : {})
  rpm_repos      = merge(var.services.rpm_repo ? module.rpm_repo.rpm_repos : {}, var.services.nexus ? module.nexus.rpm_repos : {})
}

module "client_config" {
  source = "../../modules/client-config"

  domain  = local.exposed ? var.domain : null
  nuget   = length(local.nuget_sources) == 0 ? null : { sources = local.nuget_sources }
  npm     = length(local.npm_registries) == 0 ? null : { registries = local.npm_registries }
  pypi    = length(local.pypi_indexes) == 0 ? null : { indexes = local.pypi_indexes, primary = var.pypi.primary, allow_dependency_confusion = var.pypi.allow_dependency_confusion }
  ansible = !var.services.galaxy || !local.exposed ? null : { servers = module.galaxy.ansible_servers }
  rpm     = length(local.rpm_repos) == 0 ? null : { repos = local.rpm_repos }
}

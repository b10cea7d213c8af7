# Computed from what feeds the modules, so that a changed default is a changed budget.
module "capacity" {
  source = "../../modules/capacity"

  components = merge(
    {
      attic    = module.attic.resources
      attic-db = module.postgres.resources
    },
    { for name, tenant in { minio = module.minio_tenant } : name => tenant.resources if var.object_store.backend == "minio-tenant" },
  )
  buckets = { for service, b in local.buckets : service => { quota = b.quota, purpose = b.purpose } }
  object_store = local.store.capacity.raw_gib == null ? null : {
    raw    = "${local.store.capacity.raw_gib}Gi"
    drives = local.store.capacity.drives
    parity = local.store.capacity.parity
  }
  headroom_ratio = var.object_store.headroom_ratio
  expected       = var.budget
}

module "client_config" {
  source = "../../modules/client-config"

  domain = local.exposed ? var.domain : null
  # No key is known before the first apply has made the caches.
  nix = length(module.attic.nix.substituters) == 0 ? null : { substituters = module.attic.nix.substituters }
}

locals {
  buckets = {
    for service, b in var.buckets : service => merge(b, {
      quota = "${max(1, floor(tonumber(trimsuffix(b.quota, "Gi")) * var.object_store.quota_scale))}Gi"
      # Credentials go where a namespace is; a stack that comes later says what is missing.
      targets = [for namespace in b.namespaces : { namespace = namespace, name = "${service}-s3" } if contains(local.existing, namespace)]
    })
  }

  # Only Attic's bucket is for clients outside: it redirects them to it.
  made_buckets = {
    for service, b in local.buckets : service => {
      bucket               = b.bucket
      quota                = b.quota
      purpose              = b.purpose
      expire_days          = b.expire_days
      exposed              = service == "attic" && local.public_s3
      secret_targets       = b.targets
      credentials_revision = b.credentials_revision
    }
  }

  # Namespaces with credentials may connect anyway.
  store_clients = distinct(concat(var.network_policy.ingress_namespaces, flatten([for b in values(var.buckets) : b.clients])))

  public_s3 = var.object_store.public_host != null
}

module "minio_tenant" {
  source = "../../modules/minio-tenant"

  name                    = "minio"
  namespace               = module.namespace[local.store_namespace].name
  environment             = var.environment
  acknowledge_minio_state = var.object_store.minio.acknowledge_minio_state
  image                   = var.object_store.minio.image
  client_image            = var.object_store.minio.client_image
  pool                    = var.object_store.minio.pool
  parity                  = var.object_store.minio.parity
  headroom_ratio          = var.object_store.headroom_ratio
  buckets                 = local.made_buckets
  operator_namespace      = local.minio_namespace

  # A for expression, since both arms of a condition must have one type.
  exposure = { for name, value in merge(var.exposure, { host = var.object_store.public_host }) : name => value if local.public_s3 }
  network_policy = {
    ingress_namespaces   = local.store_clients
    monitoring_namespace = var.network_policy.monitoring_namespace
  }
  monitoring = local.monitoring["minio-tenant"]
  dashboard  = local.dashboard
  scheduling = { priority_class_name = local.priority_class.database }

  depends_on = [module.minio_operator, module.namespace_of_others]

  lifecycle {
    enabled = var.object_store.backend == "minio-tenant"
  }
}

module "seaweedfs" {
  source = "../../modules/object-store-seaweedfs"

  namespace      = module.namespace[local.store_namespace].name
  environment    = var.environment
  image          = var.object_store.seaweedfs.image
  volume         = var.object_store.seaweedfs.volume
  headroom_ratio = var.object_store.headroom_ratio
  # Its users are in one file: one revision for all, which any bucket's raises.
  credentials_revision = sum([for b in values(local.buckets) : b.credentials_revision])
  buckets = {
    for service, b in local.made_buckets : service => { for name, value in b : name => value if name != "credentials_revision" }
  }

  # A for expression, since both arms of a condition must have one type.
  exposure = { for name, value in merge(var.exposure, { host = var.object_store.public_host }) : name => value if local.public_s3 }
  network_policy = {
    ingress_namespaces   = local.store_clients
    monitoring_namespace = var.network_policy.monitoring_namespace
  }
  monitoring = local.monitoring["object-store-seaweedfs"]
  dashboard  = local.dashboard

  depends_on = [module.namespace_of_others]

  lifecycle {
    enabled = var.object_store.backend == "seaweedfs"
  }
}

module "external" {
  source = "../../modules/object-store-external"

  endpoint        = var.object_store.external.endpoint
  region          = var.object_store.external.region
  path_style      = var.object_store.external.path_style
  public_endpoint = var.object_store.external.public_endpoint
  cidrs           = var.object_store.external.cidrs
  buckets = {
    for service, b in local.buckets : service => {
      bucket               = b.bucket
      quota                = b.quota
      expire_days          = b.expire_days
      exposed              = service == "attic" && local.exposed
      secrets              = lookup(var.object_store.external.secrets, service, {})
      credentials_revision = b.credentials_revision
    }
  }

  lifecycle {
    enabled = var.object_store.backend == "external"
  }
}

locals {
  store = (
    var.object_store.backend == "minio-tenant" ? module.minio_tenant.object_store :
    var.object_store.backend == "seaweedfs" ? module.seaweedfs.object_store :
    module.external.object_store
  )
}

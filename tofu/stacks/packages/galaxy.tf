# A namespace of its own: the operator makes the pods, and their security context is its affair.
module "galaxy_namespace" {
  source = "../../modules/namespace"

  name         = "galaxy"
  environment  = var.environment
  pod_security = { enforce = "baseline", reason = "galaxy-operator makes the pods, and not all of them meet the restricted standard." }

  lifecycle {
    enabled = var.services.galaxy
  }
}

# The operator wants the credentials under names of its own. They are read where CloudNativePG and the object store wrote them, once these
# have, and written on: they are in no plan and no state.
ephemeral "kubectl_manifest" "galaxy_source" {
  for_each = var.services.galaxy ? {
    database = { secret = local.database.secret_name, fields = { username = "data.username", password = "data.password" } }
    storage = {
      secret = lookup(var.object_store.buckets["pulp"].secrets, local.namespace, "pulp-s3")
      fields = { access_key = "data.${var.object_store.credentials_keys.access_key}", secret_key = "data.${var.object_store.credentials_keys.secret_key}" }
    }
  } : {}

  api_version = "v1"
  kind        = "Secret"
  name        = each.value.secret
  namespace   = local.namespace
  fields      = each.value.fields

  depends_on = [module.postgres]
}

ephemeral "random_password" "galaxy_admin" {
  length  = 40
  special = false

  lifecycle {
    enabled = var.services.galaxy
  }
}

# As Fernet makes its keys: 32 bytes, in base64 for URLs.
ephemeral "random_bytes" "galaxy_fields_key" {
  length = 32

  lifecycle {
    enabled = local.galaxy_fields_key_made
  }
}

locals {
  galaxy_fields_key_made = var.services.galaxy && var.galaxy.fields_key_secret == null

  # Raised by hand, or by what changes the credentials that are copied: the number has a hash of that behind it.
  galaxy_revision = var.galaxy.revision * 1000000000 + parseint(substr(sha256(jsonencode([var.postgres.app_revision, var.object_store.endpoint, try(var.object_store.buckets["pulp"], null)])), 0, 7), 16)

  galaxy_found = {
    for source, object in ephemeral.kubectl_manifest.galaxy_source :
    source => { for name in ["username", "password", "access_key", "secret_key"] : name => base64decode(lookup(object.results, name, "")) }
  }
}

resource "kubernetes_secret_v1" "galaxy" {
  for_each = var.services.galaxy ? toset(["admin", "postgres", "s3"]) : []

  metadata {
    name      = "galaxy-${each.key}"
    namespace = module.galaxy_namespace.name
  }

  data_wo = {
    admin = { password = ephemeral.random_password.galaxy_admin.result }
    postgres = {
      type     = "unmanaged"
      host     = local.database.host
      port     = tostring(local.database.port)
      database = "galaxy"
      sslmode  = "require"
      username = local.galaxy_found.database.username
      password = local.galaxy_found.database.password
    }
    s3 = {
      "s3-access-key-id"     = local.galaxy_found.storage.access_key
      "s3-secret-access-key" = local.galaxy_found.storage.secret_key
      "s3-bucket-name"       = var.object_store.buckets["pulp"].bucket
      "s3-region"            = var.object_store.region
      "s3-endpoint"          = var.object_store.endpoint
    }
  }[each.key]
  # The administrator's is taken at the first start only.
  data_wo_revision = each.key == "admin" ? 1 : local.galaxy_revision
}

# Once, and never another: what it has encrypted would be lost. Without a copy of it a backup of the database cannot be read.
resource "kubernetes_secret_v1" "galaxy_fields_key" {
  metadata {
    name      = "galaxy-fields-key"
    namespace = module.galaxy_namespace.name
  }

  data_wo = {
    "database_fields.symmetric.key" = replace(replace(ephemeral.random_bytes.galaxy_fields_key.base64, "+", "-"), "/", "_")
  }
  data_wo_revision = 1

  lifecycle {
    enabled = local.galaxy_fields_key_made
  }
}

module "galaxy" {
  source = "../../modules/galaxy-ng"

  namespace         = module.galaxy_namespace.name
  environment       = var.environment
  image             = var.galaxy.image
  web_image         = var.galaxy.web_image
  operator_manifest = var.galaxy.operator_manifest

  database = {
    secret_name  = "galaxy-postgres"
    namespace    = local.namespace
    pod_selector = local.database.pod_selector
    port         = local.database.port
  }
  storage = {
    s3_secret = "galaxy-s3"
    endpoint  = var.object_store.endpoint
    pod_port  = var.object_store.pod_port
    cidrs     = var.object_store.cidrs
  }
  admin_password_secret_name       = "galaxy-admin"
  db_fields_encryption_secret_name = coalesce(var.galaxy.fields_key_secret, "galaxy-fields-key")
  container_token_secret_name      = var.galaxy.container_token_secret

  api          = var.galaxy.api
  content      = var.galaxy.content
  worker       = var.galaxy.worker
  web          = var.galaxy.web
  redis        = { size = var.galaxy.redis_size, storage_class = var.galaxy.redis_storage_class }
  total        = var.galaxy.total
  remote_cidrs = var.galaxy.remote_cidrs

  kubernetes_api_cidrs = var.network_policy.kubernetes_api_cidrs

  exposure       = local.exposure.galaxy
  network_policy = local.network_policy
  monitoring     = local.monitoring["galaxy-ng"]
  dashboard      = local.dashboard

  depends_on = [module.postgres, kubernetes_secret_v1.galaxy, kubernetes_secret_v1.galaxy_fields_key]

  lifecycle {
    enabled = var.services.galaxy
  }
}

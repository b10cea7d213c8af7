# What atticd is told: a file without secrets, and environment variables that refer to Secrets.
locals {
  server_toml = templatefile("${path.module}/files/server.toml.tftpl", {
    port              = local.ports.container
    allowed_hosts     = distinct(concat([local.public_host], local.internal_hosts, var.extra_allowed_hosts))
    api_endpoint      = var.public_url
    region            = var.storage.region
    bucket            = var.storage.bucket
    endpoint          = local.s3_endpoint
    chunking          = var.chunking
    compression       = var.compression
    default_retention = var.garbage_collection.default_retention
    issuer            = var.jwt.issuer
    audiences         = var.jwt.audiences
  })

  # atticd reads all of its configuration before it looks at its mode: each of its programs needs these two.
  config_env = [
    { name = "ATTIC_SERVER_DATABASE_URL", secret = var.database.secret_name, key = var.database.url_key },
    { name = local.jwt_variable, secret = local.jwt_secret, key = var.jwt.secret_key },
  ]

  storage_env = [
    { name = "AWS_ACCESS_KEY_ID", secret = var.storage.credentials_secret, key = var.storage.credentials_keys.access_key },
    { name = "AWS_SECRET_ACCESS_KEY", secret = var.storage.credentials_secret, key = var.storage.credentials_keys.secret_key },
  ]

  plain_env = merge(
    {
      # At info, every SQL statement would be a line.
      RUST_LOG = var.log_level == "info" ? "info,sqlx::query=warn" : var.log_level
      # Without these the AWS library asks the cloud's metadata service for its region, and waits.
      AWS_REGION                = var.storage.region
      AWS_EC2_METADATA_DISABLED = "true"
    },
    var.storage.checksum_when_required ? {
      AWS_REQUEST_CHECKSUM_CALCULATION = "when_required"
      AWS_RESPONSE_CHECKSUM_VALIDATION = "when_required"
    } : {},
  )

  limits = var.resources.limits == null ? {} : { for name, quantity in var.resources.limits : name => quantity if quantity != null }

  # A change restarts the pods. Content of Secrets is not seen here: their revisions are.
  config_annotations = {
    "flywheel.dev/config-sha256"    = sha256(local.server_toml)
    "flywheel.dev/secrets-revision" = "database=${var.database.revision},jwt=${var.jwt.revision},storage=${var.storage.credentials_revision}"
  }
}

resource "kubernetes_config_map_v1" "server" {
  metadata {
    name      = "${var.name}-server"
    namespace = var.namespace
    labels    = local.labels
  }

  data = {
    "server.toml" = local.server_toml
  }
}

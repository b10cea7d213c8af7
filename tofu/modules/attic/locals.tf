locals {
  # Of the container, and of the Service: 80, so that names of the Service need no port in allowed-hosts.
  ports = { container = 8080, service = 80 }

  exposed     = var.exposure.mode != "none"
  public_host = regex("^https?://([^/]+)/", var.public_url)[0]

  internal_hosts = [
    var.name,
    "${var.name}.${var.namespace}",
    "${var.name}.${var.namespace}.svc",
    "${var.name}.${var.namespace}.svc.cluster.local",
  ]
  internal_url = "http://${local.internal_hosts[2]}/"

  # Attic uses one endpoint for its own requests and for the presigned URLs that it redirects clients to.
  s3_endpoint  = !local.exposed || var.storage.allow_internal_redirects ? var.storage.endpoint : try(coalesce(var.storage.public_endpoint, var.storage.endpoint), null)
  s3_scheme    = try(regex("^(https?)://", local.s3_endpoint)[0], "https")
  s3_namespace = try(regex("^https?://[^.]+\\.([^.]+)\\.svc(?:[.:]|$)", local.s3_endpoint)[0], null)
  s3_port      = try(tonumber(regex(":([0-9]+)$", local.s3_endpoint)[0]), local.s3_scheme == "https" ? 443 : 80)

  jwt_generated = var.jwt.existing_secret == null
  jwt_secret    = local.jwt_generated ? "${var.name}-jwt" : var.jwt.existing_secret
  # atticd reads the key from the variable of its algorithm.
  jwt_variable = "ATTIC_SERVER_TOKEN_${var.jwt.algorithm}_SECRET_BASE64"

  caches = {
    for name, cache in var.caches : name => {
      url               = "${var.public_url}${name}"
      retention_days    = cache.retention_days
      retention_seconds = cache.retention_days * 86400
      public            = cache.public
    }
  }
}

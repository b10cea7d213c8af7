# Pure: buckets and Secrets are there, this only says where.
locals {
  tls  = startswith(var.endpoint, "https://")
  host = regex("^https?://([^:/]+)", var.endpoint)[0]
  port = tonumber(try(regex(":([0-9]+)$", var.endpoint)[0], local.tls ? "443" : "80"))

  public_endpoint = var.public_endpoint != null ? var.public_endpoint : local.tls ? var.endpoint : null

  gib    = { Gi = 1, Ti = 1024 }
  quotas = { for service, b in var.buckets : service => b.quota == null ? null : tonumber(regex("^[0-9]+", b.quota)) * local.gib[regex("[GT]i$", b.quota)] }

  allocated_gib = sum(concat([0], [for quota in values(local.quotas) : quota if quota != null]))
}

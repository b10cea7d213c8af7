locals {
  port = 8080

  on_volume = var.storage.type == "FileSystem"
  sqlite    = var.database == null

  # An upload is buffered in /tmp, twice while it is taken in.
  tmp_gib = 2 * var.max_package_gib + 1

  # One pod at a time may have such a volume: the old one goes before the new one comes.
  exclusive = local.on_volume && var.storage.access_mode == "ReadWriteOnce"

  internal_url = "http://${var.name}.${var.namespace}.svc"
  url          = var.exposure.mode == "none" ? local.internal_url : "https://${var.exposure.host}"

  s3_host      = try(regex("^https?://([^/:]+)", var.storage.endpoint)[0], null)
  s3_scheme    = try(regex("^(https?)://", var.storage.endpoint)[0], "https")
  s3_port      = try(tonumber(regex("^https?://[^/:]+:([0-9]+)", var.storage.endpoint)[0]), local.s3_scheme == "https" ? 443 : 80)
  s3_namespace = try(regex("^[^.]+\\.([^.]+)\\.svc(?:\\.|$)", local.s3_host)[0], null)

  mirror_port = try(tonumber(regex("^https?://[^/:]+:([0-9]+)", var.mirror.source)[0]), startswith(var.mirror.source, "http://") ? 80 : 443)
}

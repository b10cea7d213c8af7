# Every object is kept in as many copies as asked for, on different servers: that is what parity is to MinIO.
locals {
  volume_gib    = tonumber(regex("^[0-9]+", var.volume.size)) * local.gib[regex("[MGT]i$", var.volume.size)]
  raw_gib       = var.volume.servers * local.volume_gib
  usable_gib    = local.raw_gib / var.volume.copies
  quotas_mib    = { for key, b in var.buckets : key => floor(tonumber(regex("^[0-9]+", b.quota)) * local.gib[regex("[MGT]i$", b.quota)] * var.quota_scale * 1024) }
  allocated_gib = sum(concat([0], values(local.quotas_mib))) / 1024

  capacity = {
    raw_gib       = local.raw_gib
    drives        = var.volume.copies
    parity        = var.volume.copies - 1
    usable_gib    = local.usable_gib
    allocated_gib = local.allocated_gib
    headroom_gib  = local.usable_gib - local.allocated_gib
    fits          = local.usable_gib * (1 - var.headroom_ratio) >= local.allocated_gib
  }
}

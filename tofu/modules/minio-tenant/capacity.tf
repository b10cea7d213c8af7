# What disks hold after parity: MinIO divides drives into erasure sets, and each set gives some of its drives to parity.
locals {
  drives = var.pool.servers * var.pool.volumes_per_server

  # The largest set that all drives divide into, and that spreads evenly over the servers. It is told to MinIO, so that the
  # sums here are MinIO's, too.
  set_sizes  = local.drives == 1 ? [1] : [for size in range(4, 17) : size if local.drives % size == 0 && (size % var.pool.servers == 0 || var.pool.servers % size == 0)]
  set_drives = length(local.set_sizes) == 0 ? 0 : max(local.set_sizes...)

  # MinIO's own defaults (DefaultParityBlocks, internal/config/storageclass/storage-class.go at 7aac2a2).
  default_parity = local.set_drives < 4 ? 0 : local.set_drives < 6 ? 2 : local.set_drives < 8 ? 3 : 4
  parity         = coalesce(var.parity, local.default_parity)

  volume_gib = tonumber(regex("^[0-9]+", var.pool.volume_size)) * local.gib[regex("[MGT]i$", var.pool.volume_size)]
  raw_gib    = local.drives * local.volume_gib
  usable_gib = local.set_drives == 0 ? 0 : local.raw_gib * (local.set_drives - local.parity) / local.set_drives

  quotas_mib    = { for key, b in var.buckets : key => floor(tonumber(regex("^[0-9]+", b.quota)) * local.gib[regex("[MGT]i$", b.quota)] * var.quota_scale * 1024) }
  allocated_gib = sum(concat([0], values(local.quotas_mib))) / 1024

  capacity = {
    raw_gib       = local.raw_gib
    drives        = local.set_drives
    parity        = local.parity
    usable_gib    = local.usable_gib
    allocated_gib = local.allocated_gib
    headroom_gib  = local.usable_gib - local.allocated_gib
    fits          = local.usable_gib * (1 - var.headroom_ratio) >= local.allocated_gib
  }
}

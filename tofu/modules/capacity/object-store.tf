# Disks are not capacity: parity takes its part first.
locals {
  raw_gib    = var.object_store == null ? 0 : tonumber(regex("^[0-9]+", var.object_store.raw)) * local.gib[regex("[KMGT]i$", var.object_store.raw)]
  data_ratio = var.object_store == null ? 0 : (var.object_store.drives - var.object_store.parity) / var.object_store.drives
  usable_gib = local.raw_gib * local.data_ratio

  headroom_gib = local.usable_gib - local.buckets_gib

  object_store = var.object_store == null ? null : {
    raw_gib        = local.raw_gib
    usable_gib     = local.usable_gib
    allocated_gib  = local.buckets_gib
    headroom_gib   = local.headroom_gib
    headroom_ratio = local.usable_gib == 0 ? 0 : floor(local.headroom_gib / local.usable_gib * 1000 + 0.5) / 1000
  }
}

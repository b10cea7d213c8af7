locals {
  measured = {
    minimum     = local.totals.minimum
    full        = local.totals.full
    buckets_gib = local.buckets_gib
  }
}

output "resource_summary" {
  description = <<-EOT
    Object: rows (list of name, group, optional, replicas, cpu, memory_gib, storage_gib, the sums of a component's pods),
    minimum, full, not_in_seed, grand_total and required (the last without what is optional): objects of cpu, memory_gib, storage_gib,
    buckets (rows, total_gib), object_store (raw_gib, usable_gib, allocated_gib, headroom_gib, headroom_ratio; null without one).
  EOT
  value = {
    rows         = local.rows
    minimum      = local.totals.minimum
    full         = local.totals.full
    not_in_seed  = local.totals.not_in_seed
    grand_total  = local.totals.grand_total
    required     = local.totals.required
    buckets      = { rows = local.bucket_rows, total_gib = local.buckets_gib }
    object_store = local.object_store
  }

  precondition {
    condition     = var.expected == null || jsonencode(local.measured) == jsonencode(var.expected)
    error_message = "The stack no longer has the planned budget. Planned: ${jsonencode(var.expected)}. Computed from its modules: ${jsonencode(local.measured)}. Change the module's input that moved, or the plan (expected)."
  }
  precondition {
    condition     = var.object_store == null || local.usable_gib * (1 - var.headroom_ratio) >= local.buckets_gib
    error_message = "The buckets' quotas, ${local.buckets_gib}Gi, exceed what may be promised: ${local.raw_gib}Gi of disks are ${local.usable_gib}Gi usable, of which headroom_ratio ${var.headroom_ratio} stays free. Larger volumes, smaller quotas, or less parity."
  }
}

output "markdown" {
  description = "The summary as Markdown tables, for a README, a merge request or the preview."
  value = templatefile("${path.module}/files/summary.md.tftpl", {
    rows         = local.rows
    totals       = local.totals
    shown        = local.shown
    bucket_rows  = local.bucket_rows
    buckets_gib  = local.buckets_gib
    object_store = local.object_store
  })
}

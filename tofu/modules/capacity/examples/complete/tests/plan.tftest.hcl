run "seed_totals_add_up" {
  command = plan

  assert {
    condition     = output.resource_summary.minimum == { cpu = 2, memory_gib = 4, storage_gib = 0 }
    error_message = "The smallest stack is 2 CPU, 4Gi and no storage, got ${jsonencode(output.resource_summary.minimum)}."
  }
  assert {
    condition     = output.resource_summary.full == { cpu = 6, memory_gib = 13, storage_gib = 70 }
    error_message = "The full stack is 6 CPU, 13Gi and 70Gi, got ${jsonencode(output.resource_summary.full)}."
  }
  assert {
    condition     = output.resource_summary.buckets.total_gib == 600
    error_message = "300 + 100 + 100 + 50 + 50, got ${output.resource_summary.buckets.total_gib}."
  }
  assert {
    condition     = output.resource_summary.not_in_seed == { cpu = 4.5, memory_gib = 12.5, storage_gib = 1147 }
    error_message = "What the budget forgot is told, got ${jsonencode(output.resource_summary.not_in_seed)}."
  }
  assert {
    condition     = output.resource_summary.grand_total == { cpu = 10.5, memory_gib = 25.5, storage_gib = 1217 }
    error_message = "Got ${jsonencode(output.resource_summary.grand_total)}."
  }
  assert {
    condition     = output.resource_summary.object_store == { raw_gib = 1072, usable_gib = 804, allocated_gib = 600, headroom_gib = 204, headroom_ratio = 0.254 }
    error_message = "Got ${jsonencode(output.resource_summary.object_store)}."
  }
}

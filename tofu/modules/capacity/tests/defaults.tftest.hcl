variables {
  components = {
    bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
  }
}

run "one_component" {
  command = plan

  assert {
    condition     = output.resource_summary.rows == [{ name = "bazel-cache", group = "minimum", optional = false, replicas = 2, cpu = 2, memory_gib = 4, storage_gib = 0 }]
    error_message = "Got ${jsonencode(output.resource_summary.rows)}."
  }
  assert {
    condition     = output.resource_summary.minimum == output.resource_summary.full && output.resource_summary.full == output.resource_summary.grand_total
    error_message = "The full stack includes the smallest, and all includes both."
  }
  assert {
    condition     = output.resource_summary.not_in_seed == { cpu = 0, memory_gib = 0, storage_gib = 0 }
    error_message = "Got ${jsonencode(output.resource_summary.not_in_seed)}."
  }
  assert {
    condition     = output.resource_summary.buckets == { rows = [], total_gib = 0 } && output.resource_summary.object_store == null
    error_message = "No buckets, no store."
  }
}

run "quantities" {
  command = plan

  variables {
    components = {
      a = { replicas = 1, cpu = "500m", memory = "512Mi", storage = "1Ti", group = "minimum" }
      b = { replicas = 1, cpu = "1", memory = "1048576Ki", storage = "512Mi", group = "minimum" }
      c = { replicas = 2, cpu = "0.25", memory = "1Gi", storage = "10Gi", group = "minimum" }
    }
    buckets = { x = { quota = "1Ti", purpose = "big" }, y = { quota = "512Mi", purpose = "small" } }
  }

  assert {
    condition     = output.resource_summary.minimum == { cpu = 2, memory_gib = 3.5, storage_gib = 1044.5 }
    error_message = "500m + 1 + 2 × 0.25 CPU; 512Mi is half a GiB; got ${jsonencode(output.resource_summary.minimum)}."
  }
  assert {
    condition     = output.resource_summary.buckets.total_gib == 1024.5
    error_message = "Got ${output.resource_summary.buckets.total_gib}."
  }
}

# Ten times a tenth is not one in binary.
run "fractions_add_up" {
  command = plan

  variables {
    components = { for i in range(10) : "c${i}" => { replicas = 1, cpu = "100m", memory = "1Gi", storage = "0Gi", group = "full" } }
    expected = {
      minimum     = { cpu = 0, memory_gib = 0, storage_gib = 0 }
      full        = { cpu = 1, memory_gib = 10, storage_gib = 0 }
      buckets_gib = 0
    }
  }

  assert {
    condition     = output.resource_summary.full.cpu == 1
    error_message = "Got ${output.resource_summary.full.cpu}."
  }
}

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

run "groups" {
  command = plan

  variables {
    components = {
      a = { replicas = 1, cpu = "1", memory = "1Gi", storage = "1Gi", group = "minimum", optional = true }
      b = { replicas = 1, cpu = "2", memory = "2Gi", storage = "2Gi", group = "full" }
      c = { replicas = 1, cpu = "4", memory = "4Gi", storage = "4Gi", group = "platform" }
    }
  }

  assert {
    condition     = { for name in ["minimum", "full", "not_in_seed", "grand_total", "required"] : name => output.resource_summary[name].cpu } == { minimum = 1, full = 3, not_in_seed = 4, grand_total = 7, required = 6 }
    error_message = "Got ${jsonencode(output.resource_summary)}."
  }
}

run "markdown" {
  command = plan

  variables {
    components = {
      bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
      nexus       = { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full", optional = true }
    }
    buckets      = { attic = { quota = "300Gi", purpose = "Nix store paths" } }
    object_store = { raw = "800Gi", drives = 16, parity = 4 }
  }

  assert {
    condition     = output.markdown == file("tests/golden/summary.md")
    error_message = "Got:\n${output.markdown}"
  }
}

run "markdown_of_what_is_in_no_plan" {
  command = plan

  variables {
    components = { attic = { replicas = 2, cpu = "250m", memory = "512Mi", storage = "0Gi", group = "attic" } }
  }

  assert {
    condition     = regexall("\\*\\*[a-z ,]+\\*\\*", output.markdown) == tolist(["**all**"])
    error_message = "Sums of nothing are left out, got:\n${output.markdown}"
  }
}

run "markdown_without_store" {
  command = plan

  assert {
    condition     = !strcontains(output.markdown, "bucket") && !strcontains(output.markdown, "Object store")
    error_message = "Tables without rows are left out, got:\n${output.markdown}"
  }
}

variables {
  components = {
    bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
  }
}

run "components_none" {
  command = plan

  variables {
    components = {}
  }

  expect_failures = [var.components]
}

run "replicas_none" {
  command = plan

  variables {
    components = { a = { replicas = 0, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" } }
  }

  expect_failures = [var.components]
}

run "replicas_fraction" {
  command = plan

  variables {
    components = { a = { replicas = 1.5, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" } }
  }

  expect_failures = [var.components]
}

run "cpu_with_unit" {
  command = plan

  variables {
    components = { a = { replicas = 1, cpu = "1 core", memory = "2Gi", storage = "0Gi", group = "minimum" } }
  }

  expect_failures = [var.components]
}

run "memory_decimal_unit" {
  command = plan

  variables {
    components = { a = { replicas = 1, cpu = "1", memory = "2G", storage = "0Gi", group = "minimum" } }
  }

  expect_failures = [var.components]
}

run "storage_without_unit" {
  command = plan

  variables {
    components = { a = { replicas = 1, cpu = "1", memory = "2Gi", storage = "0", group = "minimum" } }
  }

  expect_failures = [var.components]
}

run "group_empty" {
  command = plan

  variables {
    components = { a = { replicas = 1, cpu = "1", memory = "2Gi", storage = "0Gi", group = "" } }
  }

  expect_failures = [var.components]
}

run "quota_none" {
  command = plan

  variables {
    buckets = { a = { quota = "0Gi", purpose = "x" } }
  }

  expect_failures = [var.buckets]
}

run "quota_decimal_unit" {
  command = plan

  variables {
    buckets = { a = { quota = "300G", purpose = "x" } }
  }

  expect_failures = [var.buckets]
}

run "raw_without_unit" {
  command = plan

  variables {
    object_store = { raw = "800", drives = 16, parity = 4 }
  }

  expect_failures = [var.object_store]
}

run "drives_too_many" {
  command = plan

  variables {
    object_store = { raw = "800Gi", drives = 17, parity = 4 }
  }

  expect_failures = [var.object_store]
}

run "parity_above_half" {
  command = plan

  variables {
    object_store = { raw = "800Gi", drives = 4, parity = 3 }
  }

  expect_failures = [var.object_store]
}

run "headroom_everything" {
  command = plan

  variables {
    headroom_ratio = 1
  }

  expect_failures = [var.headroom_ratio]
}

# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
variables {
  components = {
    bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
  }
}

run "refused_01" {
  command = plan

  variables {
    # components none
    components = {}
    # quota none
    buckets = { a = { quota = "0Gi", purpose = "x" } }
    # raw without unit
    object_store = { raw = "800", drives = 16, parity = 4 }
    # headroom everything
    headroom_ratio = 1
  }

  expect_failures = [
    var.components,
    var.buckets,
    var.object_store,
    var.headroom_ratio,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # replicas none
    components = { a = { replicas = 0, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" } }
    # quota decimal unit
    buckets = { a = { quota = "300G", purpose = "x" } }
    # drives too many
    object_store = { raw = "800Gi", drives = 17, parity = 4 }
  }

  expect_failures = [
    var.components,
    var.buckets,
    var.object_store,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # replicas fraction
    components = { a = { replicas = 1.5, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" } }
    # parity above half
    object_store = { raw = "800Gi", drives = 4, parity = 3 }
  }

  expect_failures = [
    var.components,
    var.object_store,
  ]
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

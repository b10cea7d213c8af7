# The plan no longer holds: nothing is deployed.
variables {
  components = {
    bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
    nexus       = { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full" }
    galaxy      = { replicas = 1, cpu = "2", memory = "3Gi", storage = "20Gi", group = "full" }
  }
  buckets = {
    attic       = { quota = "300Gi", purpose = "nix" }
    bazel-cache = { quota = "100Gi", purpose = "bazel" }
    nexus       = { quota = "100Gi", purpose = "blobs" }
    pulp        = { quota = "50Gi", purpose = "content" }
    pg-backup   = { quota = "50Gi", purpose = "backups" }
  }
  expected = {
    minimum     = { cpu = 2, memory_gib = 4, storage_gib = 0 }
    full        = { cpu = 6, memory_gib = 13, storage_gib = 70 }
    buckets_gib = 600
  }
}

run "the_seed_holds" {
  command = plan

  assert {
    condition     = output.resource_summary.full.memory_gib == 13
    error_message = "Got ${jsonencode(output.resource_summary.full)}."
  }
}

run "one_replica_more" {
  command = plan

  variables {
    components = {
      bazel-cache = { replicas = 3, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
      nexus       = { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full" }
      galaxy      = { replicas = 1, cpu = "2", memory = "3Gi", storage = "20Gi", group = "full" }
    }
  }

  expect_failures = [output.resource_summary]
}

run "less_than_planned_is_told_too" {
  command = plan

  variables {
    components = {
      bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
      nexus       = { replicas = 1, cpu = "2", memory = "4Gi", storage = "50Gi", group = "full" }
      galaxy      = { replicas = 1, cpu = "2", memory = "3Gi", storage = "20Gi", group = "full" }
    }
  }

  expect_failures = [output.resource_summary]
}

run "another_bucket" {
  command = plan

  variables {
    buckets = { attic = { quota = "600Gi", purpose = "nix" }, extra = { quota = "1Gi", purpose = "new" } }
  }

  expect_failures = [output.resource_summary]
}

run "raw_800_is_not_usable_800" {
  command = plan

  variables {
    object_store = { raw = "800Gi", drives = 16, parity = 4 }
  }

  assert {
    condition     = output.resource_summary.object_store == { raw_gib = 800, usable_gib = 600, allocated_gib = 600, headroom_gib = 0, headroom_ratio = 0 }
    error_message = "Parity 4 of 16 keeps three quarters, and the quotas take all of it: ${jsonencode(output.resource_summary.object_store)}."
  }
}

run "usable_800_has_headroom" {
  command = plan

  variables {
    object_store   = { raw = "800Gi", drives = 1, parity = 0 }
    headroom_ratio = 0.25
  }

  assert {
    condition     = output.resource_summary.object_store.headroom_gib == 200 && output.resource_summary.object_store.headroom_ratio == 0.25
    error_message = "Got ${jsonencode(output.resource_summary.object_store)}."
  }
}

run "quotas_above_usable_capacity" {
  command = plan

  variables {
    object_store = { raw = "799Gi", drives = 16, parity = 4 }
  }

  expect_failures = [output.resource_summary]
}

run "quotas_take_the_headroom" {
  command = plan

  variables {
    object_store   = { raw = "800Gi", drives = 16, parity = 4 }
    headroom_ratio = 0.2
  }

  expect_failures = [output.resource_summary]
}

mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z" }
  pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
}

run "raw_800_holds_600" {
  command = plan

  variables {
    pool = { servers = 4, volumes_per_server = 4, volume_size = "50Gi" }
  }

  expect_failures = [kubectl_manifest.tenant]
}

run "raw_1072_has_a_fifth_to_spare" {
  command = plan

  assert {
    condition     = output.object_store.capacity.fits
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

run "no_headroom_is_said_aloud" {
  command = plan

  variables {
    pool           = { servers = 4, volumes_per_server = 4, volume_size = "50Gi" }
    headroom_ratio = 0
  }

  assert {
    condition     = output.object_store.capacity == { raw_gib = 800, drives = 16, parity = 4, usable_gib = 600, allocated_gib = 600, headroom_gib = 0, fits = true }
    error_message = "Parity 4 of 16 keeps three quarters: ${jsonencode(output.object_store.capacity)}."
  }
}

run "parity_takes_its_part" {
  command = plan

  variables {
    parity = 8
  }

  expect_failures = [kubectl_manifest.tenant]
}

run "sets_of_many_drives" {
  command = plan

  variables {
    pool = { servers = 8, volumes_per_server = 4, volume_size = "50Gi" }
  }

  assert {
    condition     = output.object_store.capacity.drives == 16 && output.object_store.capacity.parity == 4 && output.object_store.capacity.usable_gib == 32 * 50 * 0.75
    error_message = "32 drives are two sets of 16: ${jsonencode(output.object_store.capacity)}."
  }
}

run "small_sets" {
  command = plan

  variables {
    pool = { servers = 3, volumes_per_server = 2, volume_size = "300Gi" }
  }

  assert {
    condition     = output.object_store.capacity.drives == 6 && output.object_store.capacity.parity == 3
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

run "sets_of_four" {
  command = plan

  variables {
    pool = { servers = 4, volume_size = "400Gi" }
  }

  assert {
    condition     = output.object_store.capacity.drives == 4 && output.object_store.capacity.parity == 2 && output.object_store.capacity.usable_gib == 800
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

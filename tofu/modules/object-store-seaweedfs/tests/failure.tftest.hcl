mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "quotas_above_the_disks" {
  command = plan

  variables {
    volume = { servers = 2, size = "599Gi", copies = 2 }
  }

  expect_failures = [helm_release.this]
}

run "quotas_take_the_headroom" {
  command = plan

  variables {
    volume = { servers = 2, size = "700Gi", copies = 2 }
  }

  expect_failures = [helm_release.this]
}

run "no_headroom_is_said_aloud" {
  command = plan

  variables {
    volume         = { servers = 2, size = "600Gi", copies = 2 }
    headroom_ratio = 0
  }

  assert {
    condition     = output.object_store.capacity.headroom_gib == 0 && output.object_store.capacity.fits
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

run "a_tenth_for_development" {
  command = plan

  variables {
    quota_scale = 0.1
  }

  assert {
    condition     = output.object_store.capacity.allocated_gib == 60
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

run "in_prod_it_stays" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    masters     = 3
    gateways    = 2

  }

  assert {
    condition     = output.protected
    error_message = "All objects go with it."
  }
}

run "in_dev_it_may_go" {
  command = plan

  assert {
    condition     = !output.protected
    error_message = "Nothing is protected that nobody asked for."
  }
}


variables {
  endpoint = "https://s3.eu-central-1.amazonaws.com"
  cidrs    = ["0.0.0.0/0"]
  buckets = {
    attic       = { bucket = "example-attic", quota = "300Gi", exposed = true, secrets = { attic = "attic-s3" } }
    bazel-cache = { bucket = "example-bazel", quota = "1Ti", expire_days = 30, secrets = { bazel-cache = "bazel-s3" }, credentials_revision = 2 }
  }
}

run "where_it_is" {
  command = plan

  assert {
    condition     = output.object_store.endpoint_host == "s3.eu-central-1.amazonaws.com" && output.object_store.endpoint_port == 443 && output.object_store.tls && output.object_store.pod_port == 443
    error_message = "Got ${jsonencode(output.object_store)}."
  }

  assert {
    condition     = output.object_store.public_endpoint == "https://s3.eu-central-1.amazonaws.com" && output.object_store.namespace == null && output.object_store.path_style
    error_message = "Everybody reaches it by one name."
  }
}

run "buckets" {
  command = plan

  assert {
    condition     = output.object_store.buckets["bazel-cache"].quota_gib == 1024 && output.object_store.buckets["bazel-cache"].expire_days == 30 && output.object_store.buckets["bazel-cache"].credentials_revision == 2
    error_message = "Got ${jsonencode(output.object_store.buckets)}."
  }

  assert {
    condition     = output.object_store.capacity.allocated_gib == 1324 && output.object_store.capacity.fits && output.object_store.capacity.raw_gib == null
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

run "capacity_that_is_known" {
  command = plan

  variables {
    capacity_gib = 1500
  }

  assert {
    condition     = output.object_store.capacity.usable_gib == 1500 && output.object_store.capacity.headroom_gib == 176
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

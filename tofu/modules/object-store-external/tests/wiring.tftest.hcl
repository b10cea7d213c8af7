
variables {
  endpoint = "https://s3.eu-central-1.amazonaws.com"
  cidrs    = ["0.0.0.0/0"]
  buckets = {
    attic       = { bucket = "example-attic", quota = "300Gi", exposed = true, secrets = { attic = "attic-s3" } }
    bazel-cache = { bucket = "example-bazel", quota = "1Ti", expire_days = 30, secrets = { bazel-cache = "bazel-s3" }, credentials_revision = 2 }
  }
}

run "made" {
  command = plan

  assert {
    condition     = output.object_store.endpoint != ""
    error_message = "There is one."
  }
}

run "private_store" {
  command = plan

  variables {
    endpoint        = "http://ceph.example.com:7480"
    allow_plaintext = true
    public_endpoint = "https://s3.example.com"
  }

  assert {
    condition     = output.object_store.endpoint_port == 7480 && !output.object_store.tls && output.object_store.public_endpoint == "https://s3.example.com"
    error_message = "Got ${jsonencode(output.object_store)}."
  }
}


variables {
  endpoint = "https://s3.eu-central-1.amazonaws.com"
  cidrs    = ["0.0.0.0/0"]
  buckets = {
    attic       = { bucket = "example-attic", quota = "300Gi", exposed = true, secrets = { attic = "attic-s3" } }
    bazel-cache = { bucket = "example-bazel", quota = "1Ti", expire_days = 30, secrets = { bazel-cache = "bazel-s3" }, credentials_revision = 2 }
  }
}

run "names_only" {
  command = plan

  assert {
    condition     = !can(regex("(?i)AKIA|secret_access_key|password", jsonencode(output.object_store)))
    error_message = "Names of Secrets, never what is in them."
  }
}

run "plaintext_is_private" {
  command = plan

  variables {
    endpoint        = "http://ceph.example.com"
    allow_plaintext = true
    buckets         = { attic = { bucket = "attic", secrets = { attic = "attic-s3" } } }
  }

  assert {
    condition     = output.object_store.public_endpoint == null
    error_message = "Nobody outside is sent to a plain address."
  }
}

# What the container is told. Never by a file: with --config_file bazel-remote ignores every other flag and
# every variable, S3 among them.
locals {
  args = [
    "--dir=/data",
    "--max_size=${local.max_size_gib}",
    "--max_size_hard_limit=${local.hard_limit_gib}",
    "--storage_mode=zstd",
    "--http_address=0.0.0.0:${local.ports.http}",
    "--grpc_address=0.0.0.0:${local.ports.grpc}",
    # The image's own command line opens the profiler to everyone on port 6060.
    "--profile_address=none",
    "--enable_endpoint_metrics",
    "--http_metrics_prefix",
    "--access_log_level=none",
    "--min_tls_version=1.2",
  ]

  env = merge(
    {
      BAZEL_REMOTE_S3_ENDPOINT           = local.s3_endpoint
      BAZEL_REMOTE_S3_BUCKET             = var.s3.bucket
      BAZEL_REMOTE_S3_BUCKET_LOOKUP_TYPE = var.s3.bucket_lookup
      BAZEL_REMOTE_S3_REGION             = var.s3.region
      BAZEL_REMOTE_S3_AUTH_METHOD        = var.s3.auth_method
      BAZEL_REMOTE_S3_DISABLE_SSL        = tostring(!var.s3.tls)
      BAZEL_REMOTE_S3_UPDATE_TIMESTAMPS  = tostring(var.s3.update_timestamps)
      BAZEL_REMOTE_NUM_UPLOADERS         = tostring(var.s3.num_uploaders)
      BAZEL_REMOTE_MAX_QUEUED_UPLOADS    = tostring(var.s3.max_queued_uploads)
      BAZEL_REMOTE_MAX_BLOB_SIZE         = tostring(local.max_blob_bytes)
      BAZEL_REMOTE_MAX_PROXY_BLOB_SIZE   = tostring(local.max_blob_bytes)
    },
    var.s3.prefix == "" ? {} : { BAZEL_REMOTE_S3_PREFIX = var.s3.prefix },
    # Without authentication bazel-remote refuses this setting.
    var.auth.mode == "none" ? {} : { BAZEL_REMOTE_UNAUTHENTICATED_READS = tostring(var.auth.allow_unauthenticated_reads) },
    local.files,
  )

  # Secrets reach the container by reference only: their content is in no plan and no state.
  secret_env = var.s3.auth_method != "access_key" ? {} : {
    BAZEL_REMOTE_S3_ACCESS_KEY_ID     = { secret = var.s3.credentials_secret, key = var.s3.credentials_keys.access_key }
    BAZEL_REMOTE_S3_SECRET_ACCESS_KEY = { secret = var.s3.credentials_secret, key = var.s3.credentials_keys.secret_key }
  }

  # Volume name => the Secret behind it, mounted at /etc/bazel-remote/<volume name>.
  secret_volumes = merge(
    var.auth.mode == "htpasswd" ? { htpasswd = var.auth.htpasswd_secret } : {},
    local.tls ? { tls = var.auth.tls_secret } : {},
    var.auth.mode == "mtls" ? { client-ca = var.auth.client_ca_secret } : {},
    var.s3.auth_method == "aws_credentials_file" ? { s3 = var.s3.credentials_secret } : {},
    var.s3.ca_secret == null ? {} : { s3-ca = var.s3.ca_secret },
  )

  files = merge(
    var.auth.mode == "htpasswd" ? { BAZEL_REMOTE_HTPASSWD_FILE = "/etc/bazel-remote/htpasswd/htpasswd" } : {},
    local.tls ? {
      BAZEL_REMOTE_TLS_CERT_FILE = "/etc/bazel-remote/tls/tls.crt"
      BAZEL_REMOTE_TLS_KEY_FILE  = "/etc/bazel-remote/tls/tls.key"
    } : {},
    var.auth.mode == "mtls" ? { BAZEL_REMOTE_TLS_CA_FILE = "/etc/bazel-remote/client-ca/ca.crt" } : {},
    var.s3.auth_method == "aws_credentials_file" ? {
      BAZEL_REMOTE_S3_AWS_SHARED_CREDENTIALS_FILE = "/etc/bazel-remote/s3/${var.s3.credentials_keys.file}"
    } : {},
    # Go reads this directory beside the image's own bundle of public authorities.
    var.s3.ca_secret == null ? {} : { SSL_CERT_DIR = "/etc/bazel-remote/s3-ca" },
  )

  # Time for the pod to leave the Services and for queued uploads to reach S3: bazel-remote drops its queue at SIGTERM. The
  # image has no shell and no sleep, but a second bazel-remote ends itself after a while without requests. /proc/1/exe is
  # the program, whatever the processor it was built for.
  pre_stop = [
    "/proc/1/exe",
    "--idle_timeout=${local.drain_seconds}s",
    "--dir=/tmp/drain",
    "--max_size=1",
    "--http_address=unix:///tmp/drain.sock",
    "--grpc_address=none",
    "--profile_address=none",
    "--access_log_level=none",
  ]
  drain_seconds = 15

  # kubelet's gRPC probe cannot speak TLS.
  grpc_probe = !local.tls

  # A change restarts the pods.
  pod_annotations = {
    "flywheel.dev/secrets-revision" = "s3=${var.s3.credentials_revision},auth=${var.auth.revision}"
  }

  resource_requests = merge(
    var.resources.requests,
    # The scheduler must know of a local disk, or it puts the pod onto a node without room.
    local.persistent ? {} : { ephemeral-storage = "${var.cache_volume.size_gib}Gi" },
  )
  resource_limits = var.resources.limits == null ? {} : { for name, quantity in var.resources.limits : name => quantity if quantity != null }
}

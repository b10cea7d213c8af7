mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd" }
}

run "s3_backend_is_really_configured" {
  command = plan

  assert {
    condition     = alltrue([for a in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args : !startswith(a, "--config_file")])
    error_message = "bazel-remote ignores every other flag and variable when it is given a configuration file."
  }

  assert {
    condition     = !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "BAZEL_REMOTE_CONFIG_FILE")
    error_message = "The variable is the same mistake as the flag."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_ENDPOINT"]) == "minio.object-store.svc:80"
    error_message = "The endpoint must reach the container."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_BUCKET"]) == "bazel-cache"
    error_message = "Without a bucket there is no S3 at all."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_BUCKET_LOOKUP_TYPE"]) == "path"
    error_message = "MinIO wants the bucket in the path."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_UPDATE_TIMESTAMPS"]) == "true"
    error_message = "What is read must not expire."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_DISABLE_SSL"]) == "true"
    error_message = "tls = false must reach the container."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_REGION"]) == "us-east-1" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_AUTH_METHOD"]) == "access_key"
    error_message = "Region and method have defaults."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_NUM_UPLOADERS"]) == "100" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_MAX_QUEUED_UPLOADS"]) == "100000"
    error_message = "The queue is bounded."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_MAX_BLOB_SIZE"]) == "4294967296" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_MAX_PROXY_BLOB_SIZE"]) == "4294967296"
    error_message = "4 GiB, both ways."
  }

  assert {
    condition     = !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "BAZEL_REMOTE_S3_PREFIX")
    error_message = "No prefix by default."
  }
}

run "arguments" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args == tolist(["--dir=/data", "--max_size=17", "--max_size_hard_limit=19", "--storage_mode=zstd", "--http_address=0.0.0.0:8080", "--grpc_address=0.0.0.0:9092", "--profile_address=none", "--enable_endpoint_metrics", "--http_metrics_prefix", "--access_log_level=none", "--min_tls_version=1.2"])
    error_message = "Got ${jsonencode(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args)}."
  }

  assert {
    condition     = length(distinct([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name])) == length(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env)
    error_message = "No variable is set twice."
  }

  assert {
    condition     = { for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.name => m.mount_path } == { data = "/data", tmp = "/tmp", htpasswd = "/etc/bazel-remote/htpasswd" }
    error_message = "Volumes are mounted where arguments and variables say."
  }

  assert {
    condition     = toset([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.name]) == toset([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.name])
    error_message = "Every mount has its volume."
  }
}

run "prefix_and_url" {
  command = plan

  variables {
    s3 = { endpoint = "https://s3.example.com/", bucket = "bazel-cache", prefix = "team/v2", credentials_secret = "bazel-cache-s3", cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_PREFIX"]) == "team/v2"
    error_message = "Another prefix is an empty cache: the way out of a poisoned one."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_ENDPOINT"]) == "s3.example.com"
    error_message = "A scheme is taken off: bazel-remote wants host and port."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_DISABLE_SSL"]) == "false"
    error_message = "https is TLS."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].ip_block[0].cidr == "203.0.113.0/24" && [for p in kubernetes_network_policy_v1.this.spec[0].egress[1].ports : p.port] == ["443"]
    error_message = "S3 outside is reached by its addresses, on the port of https."
  }
}

run "credentials_file" {
  command = plan

  variables {
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, auth_method = "aws_credentials_file", credentials_secret = "aws" }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_AWS_SHARED_CREDENTIALS_FILE"]) == "/etc/bazel-remote/s3/credentials"
    error_message = "The file's path must reach the container."
  }

  assert {
    condition     = [for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if v.name == "s3"] == ["aws"]
    error_message = "The Secret is mounted."
  }

  assert {
    condition     = alltrue([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : length(e.value_from) == 0])
    error_message = "No access key is asked for."
  }
}

run "private_authority" {
  command = plan

  variables {
    s3 = { endpoint = "minio.object-store.svc:443", bucket = "bazel-cache", credentials_secret = "bazel-cache-s3", ca_secret = "object-store-ca" }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "SSL_CERT_DIR"]) == "/etc/bazel-remote/s3-ca"
    error_message = "The store's certificate must be believed."
  }
  assert {
    condition     = [for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if v.name == "s3-ca"] == ["object-store-ca"]
    error_message = "The authority must be mounted."
  }
}

run "password_file" {
  command = plan

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_HTPASSWD_FILE"]) == "/etc/bazel-remote/htpasswd/htpasswd"
    error_message = "Authentication must be on."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_UNAUTHENTICATED_READS"]) == "true"
    error_message = "Everyone in the cluster may read, as documented."
  }
}

run "no_authentication_inside" {
  command = plan

  variables {
    auth = { mode = "none" }
  }

  assert {
    condition     = !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "BAZEL_REMOTE_UNAUTHENTICATED_READS")
    error_message = "bazel-remote does not start with this setting and no authentication."
  }

  assert {
    condition     = !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "BAZEL_REMOTE_HTPASSWD_FILE")
    error_message = "There is no password file."
  }
}

run "grpc_probe_without_tls" {
  command = plan

  assert {
    condition     = alltrue([for p in [kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe, kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].readiness_probe, kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe] : p[0].grpc[0].port == 9092 && p[0].grpc[0].service == "/grpc.health.v1.Health/Check" && length(p[0].tcp_socket) == 0])
    error_message = "The health service that bazel-remote serves, by its odd name."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].period_seconds * kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].failure_threshold == 60
    error_message = "A minute to read the disk's index."
  }
}

run "tcp_probe_with_tls" {
  command = plan

  variables {
    auth = { mode = "mtls", tls_secret = "bazel-cache-tls", client_ca_secret = "clients-ca" }
  }

  assert {
    condition     = alltrue([for p in [kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe, kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].readiness_probe, kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe] : p[0].tcp_socket[0].port == "9092" && length(p[0].grpc) == 0])
    error_message = "kubelet's gRPC probe cannot speak TLS."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_TLS_CERT_FILE"]) == "/etc/bazel-remote/tls/tls.crt" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_TLS_KEY_FILE"]) == "/etc/bazel-remote/tls/tls.key"
    error_message = "The certificate must reach the container."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_TLS_CA_FILE"]) == "/etc/bazel-remote/client-ca/ca.crt"
    error_message = "Client certificates must be asked for."
  }

  assert {
    condition     = toset([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if length(v.secret) > 0]) == toset(["bazel-cache-tls", "clients-ca"])
    error_message = "Both Secrets are mounted."
  }

  assert {
    condition     = kubernetes_service_v1.this.spec[0].port[0].app_protocol == null && kubernetes_service_v1.this.spec[0].port[1].app_protocol == "https"
    error_message = "h2c is HTTP/2 without TLS."
  }

  assert {
    condition     = output.grpc_endpoint == "grpcs://bazel-cache.bazel-cache.svc:9092" && output.http_endpoint == "https://bazel-cache.bazel-cache.svc:8080"
    error_message = "Got ${output.grpc_endpoint}, ${output.http_endpoint}."
  }
}

run "volume_claim_makes_a_stateful_set" {
  command = plan

  variables {
    cache_volume = { type = "pvc", size_gib = 100, storage_class = "fast" }
  }

  assert {
    condition     = kubernetes_deployment_v1.this == null
    error_message = "There must be one workload, the StatefulSet."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].volume_claim_template[0].spec[0].resources[0].requests == tomap({ storage = "100Gi" }) && kubernetes_stateful_set_v1.this.spec[0].volume_claim_template[0].spec[0].storage_class_name == "fast"
    error_message = "Size and class reach the claim."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].persistent_volume_claim_retention_policy[0].when_scaled == "Delete"
    error_message = "A scaled-down pod's disk is given back."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].service_name == kubernetes_service_v1.headless.metadata[0].name
    error_message = "A StatefulSet needs its headless Service."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].replicas == "2"
    error_message = "Two pods."
  }

  assert {
    condition     = kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].scale_target_ref[0].kind == "StatefulSet"
    error_message = "The autoscaler follows."
  }

  assert {
    condition     = contains(kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].args, "--max_size=85") && contains(kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].args, "--max_size_hard_limit=99")
    error_message = "85 % of 100 GiB."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].resources[0].requests == tomap({ cpu = "1", memory = "2Gi" })
    error_message = "The claim is the disk: no ephemeral storage."
  }

  assert {
    condition     = !contains([for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : v.name], "data") && contains([for m in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.name], "data")
    error_message = "The claim is what is mounted at /data."
  }

  assert {
    condition     = setunion([for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : "${v.name} ${try(v.secret[0].secret_name, "")}"], ["data "]) == toset([for m in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.name == "htpasswd" ? "htpasswd ${var.auth.htpasswd_secret}" : "${m.name} "])
    error_message = "Every mount has its volume, here as in the Deployment."
  }

  assert {
    condition     = one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_BUCKET"]) == "bazel-cache" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].lifecycle[0].pre_stop[0].exec[0].command[0] == "/proc/1/exe" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe[0].grpc[0].port == 9092 && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].readiness_probe[0].grpc[0].port == 9092 && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].startup_probe[0].grpc[0].port == 9092
    error_message = "The container is the Deployment's."
  }

  assert {
    condition     = output.resources.storage == "100Gi" && output.max_size_gib == 85
    error_message = "The capacity table counts the claim."
  }
}

run "smallest_volume" {
  command = plan

  variables {
    cache_volume = { size_gib = 2 }
  }

  assert {
    condition     = output.max_size_gib == 1 && output.max_size_gib < var.cache_volume.size_gib
    error_message = "bazel-remote stays below the volume."
  }

  assert {
    condition     = contains(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args, "--max_size_hard_limit=-1")
    error_message = "A hard limit equal to max_size would refuse uploads whenever the disk is full, which is always."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_MAX_BLOB_SIZE"]) == "1073741824"
    error_message = "No blob is larger than the disk."
  }
}

run "changed_secret_restarts_pods" {
  command = plan

  variables {
    s3   = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", credentials_revision = 2 }
    auth = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd", revision = 3 }
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].metadata[0].annotations == tomap({ "flywheel.dev/secrets-revision" = "s3=2,auth=3" })
    error_message = "Pods read Secrets when they start."
  }
}

run "scheduling" {
  command = plan

  variables {
    labels     = { team = "build" }
    image      = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2", pull_secrets = ["registry"] }
    scheduling = { node_selector = { disk = "nvme" }, priority_class_name = "infra", tolerations = [{ key = "dedicated", value = "cache", effect = "NoSchedule" }] }
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].node_selector == tomap({ disk = "nvme" }) && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].priority_class_name == "infra"
    error_message = "Node selector and priority reach the pod."
  }

  assert {
    condition     = [for t in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].toleration : "${t.key} ${t.operator} ${t.value} ${t.effect}"] == ["dedicated Equal cache NoSchedule"]
    error_message = "Tolerations reach the pod."
  }

  assert {
    condition     = [for s in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].image_pull_secrets : s.name] == ["registry"]
    error_message = "Pull secrets reach the pod."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.metadata[0].labels.team == "build" && kubernetes_service_v1.this.metadata[0].labels.team == "build"
    error_message = "Labels reach the objects."
  }

  assert {
    condition     = !contains(keys(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels), "team")
    error_message = "Labels never reach selectors."
  }
}

# Each run gives wrong values to variables that do not depend on each other, one to a variable: a run costs as much as
# ten values. The last runs are of values that are wrong together only.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd" }
}

run "refused_01" {
  command = plan

  variables {
    # name of the program itself
    name = "bazel-remote"
    # namespace with underscore
    namespace = "bazel_cache"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # cpu malformed
    resources = { requests = { cpu = "1 core", memory = "2Gi" } }
    # exposure mode unknown
    exposure = { mode = "public", host = "cache.example.com" }
    # toleration without value
    scheduling = { tolerations = [{ key = "dedicated" }] }
    # volume type unknown
    cache_volume = { type = "hostPath" }
    # s3 endpoint with path
    s3 = { endpoint = "minio.object-store.svc/bucket", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
    # load balancer in clear text
    grpc_load_balancer = { enabled = true, host = "cache.example.com", source_ranges = ["10.0.0.0/8"] }
    # dashboard namespace malformed
    dashboard = { enabled = true, namespace = "Grafana" }
  }

  expect_failures = [
    var.name,
    var.namespace,
    var.environment,
    var.labels,
    var.resources,
    var.exposure,
    var.scheduling,
    var.cache_volume,
    var.s3,
    var.grpc_load_balancer,
    var.dashboard,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # name that begins so
    name = "bazel-remote-grpc"
    # image repository with tag
    image = { repository = "quay.io/bazel-remote/bazel-remote:v2", tag = "v2" }
    # cpu limit malformed
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { cpu = "two", memory = "2Gi" } }
    # exposure without host
    exposure = { mode = "gateway", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # toleration exists with value
    scheduling = { tolerations = [{ key = "dedicated", operator = "Exists", value = "cache" }] }
    # replicas none
    replicas = { min = 0 }
    # volume too small
    cache_volume = { size_gib = 1 }
    # s3 endpoint scheme unknown
    s3 = { endpoint = "s3://minio.object-store.svc", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
    # load balancer without host
    grpc_load_balancer = { enabled = true, source_ranges = ["10.0.0.0/8"], allow_plaintext = true }
  }

  expect_failures = [
    var.name,
    var.image,
    var.resources,
    var.exposure,
    var.scheduling,
    var.replicas,
    var.cache_volume,
    var.s3,
    var.grpc_load_balancer,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # name with capitals
    name = "Cache"
    # image repository with capitals
    image = { repository = "quay.io/Bazel", tag = "v2" }
    # memory without unit
    resources = { requests = { cpu = "1", memory = "2048" } }
    # exposure host without dot
    exposure = { mode = "gateway", host = "cache", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # toleration operator unknown
    scheduling = { tolerations = [{ key = "dedicated", operator = "Like", value = "cache" }] }
    # replicas fraction
    replicas = { min = 1.5 }
    # volume fraction
    cache_volume = { size_gib = 2.5 }
    # s3 https without tls
    s3 = { endpoint = "https://minio.object-store.svc", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
    # load balancer for everyone
    grpc_load_balancer = { enabled = true, host = "cache.example.com", allow_plaintext = true }
  }

  expect_failures = [
    var.name,
    var.image,
    var.resources,
    var.exposure,
    var.scheduling,
    var.replicas,
    var.cache_volume,
    var.s3,
    var.grpc_load_balancer,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # name too long
    name = "a23456789012345678901234567890123456789012345678901"
    # image without version
    image = { repository = "quay.io/bazel-remote/bazel-remote" }
    # memory in powers of ten
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "3G" } }
    # exposure host is an url
    exposure = { mode = "gateway", host = "https://cache.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # toleration effect unknown
    scheduling = { tolerations = [{ key = "dedicated", value = "cache", effect = "Never" }] }
    # replicas min above max
    replicas = { min = 3, max = 2 }
    # volume filled to the brim
    cache_volume = { fill_ratio = 1 }
    # s3 http with tls
    s3 = { endpoint = "http://minio.object-store.svc:80", bucket = "bazel-cache", credentials_secret = "bazel-cache-s3" }
    # load balancer range malformed
    grpc_load_balancer = { enabled = true, host = "cache.example.com", source_ranges = ["office"], allow_plaintext = true }
  }

  expect_failures = [
    var.name,
    var.image,
    var.resources,
    var.exposure,
    var.scheduling,
    var.replicas,
    var.cache_volume,
    var.s3,
    var.grpc_load_balancer,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # image latest
    image = { repository = "quay.io/bazel-remote/bazel-remote", tag = "latest" }
    # memory limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "2047Mi" } }
    # exposure ingress in mode gateway
    exposure = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" }, ingress = { class_name = "haproxy" } }
    # replicas cpu target zero
    replicas = { cpu_target = 0 }
    # volume nearly unused
    cache_volume = { fill_ratio = 0.1 }
    # s3 bucket malformed
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "Bazel_Cache", tls = false, credentials_secret = "bazel-cache-s3" }
  }

  expect_failures = [
    var.image,
    var.resources,
    var.exposure,
    var.replicas,
    var.cache_volume,
    var.s3,
  ]
}

run "refused_06" {
  command = plan

  variables {
    # image tag malformed
    image = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2 6" }
    # exposure gateway missing
    exposure = { mode = "gateway", host = "bazel-cache.dev.example.com" }
    # replicas cpu target above request
    replicas = { cpu_target = 100 }
    # volume class of empty dir
    cache_volume = { storage_class = "fast" }
    # s3 prefix with slash
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", prefix = "/team" }
  }

  expect_failures = [
    var.image,
    var.exposure,
    var.replicas,
    var.cache_volume,
    var.s3,
  ]
}

run "refused_07" {
  command = plan

  variables {
    # image digest malformed
    image = { repository = "quay.io/bazel-remote/bazel-remote", digest = "sha256:abc" }
    # exposure gateway in mode none
    exposure = { gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    # s3 region empty
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", region = "" }
  }

  expect_failures = [
    var.image,
    var.exposure,
    var.s3,
  ]
}

run "refused_08" {
  command = plan

  variables {
    # image pull policy unknown
    image = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2", pull_policy = "Sometimes" }
    # exposure gateway without listener
    exposure = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway" } }
    # s3 lookup unknown
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", bucket_lookup = "virtual" }
  }

  expect_failures = [
    var.image,
    var.exposure,
    var.s3,
  ]
}

run "refused_09" {
  command = plan

  variables {
    # exposure tls in mode gateway
    exposure = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" }, tls = { secret_name = "tls" } }
    # s3 auth method unknown
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", auth_method = "anonymous" }
  }

  expect_failures = [
    var.exposure,
    var.s3,
  ]
}

run "refused_10" {
  command = plan

  variables {
    # exposure issuer in mode gateway
    exposure = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" }, tls = { issuer_name = "letsencrypt" } }
    # s3 without credentials
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false }
  }

  expect_failures = [
    var.exposure,
    var.s3,
  ]
}

run "refused_11" {
  command = plan

  variables {
    # exposure ingress of nobody
    exposure = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "haproxy" } }
    # s3 credentials file without credentials
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, auth_method = "aws_credentials_file" }
  }

  expect_failures = [
    var.exposure,
    var.s3,
  ]
}

run "refused_12" {
  command = plan

  variables {
    # network namespace malformed
    network_policy = { ingress_namespaces = ["CI"] }
    # monitoring interval without unit
    monitoring = { interval = "30" }
  }

  expect_failures = [
    var.network_policy,
    var.monitoring,
  ]
}

run "refused_13" {
  command = plan

  variables {
    # network monitoring namespace malformed
    network_policy = { monitoring_namespace = "" }
    # monitoring runbooks without tls
    monitoring = { runbook_base_url = "http://example.com/runbooks" }
  }

  expect_failures = [
    var.network_policy,
    var.monitoring,
  ]
}

run "refused_14" {
  command = plan

  variables {
    # network cidr malformed
    network_policy = { extra_egress_cidrs = [{ cidr = "10.0.0.0", ports = [443] }] }
    # monitoring runbooks with slash
    monitoring = { runbook_base_url = "https://example.com/runbooks/" }
  }

  expect_failures = [
    var.network_policy,
    var.monitoring,
  ]
}

run "refused_15" {
  command = plan

  variables {
    # network without ports
    network_policy = { extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [] }] }
    # auth mode unknown
    auth = { mode = "ldap" }
  }

  expect_failures = [
    var.network_policy,
    var.auth,
  ]
}

run "refused_16" {
  command = plan

  variables {
    # network port out of range
    network_policy = { extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [70000] }] }
    # auth password without secret
    auth = { mode = "htpasswd" }
  }

  expect_failures = [
    var.network_policy,
    var.auth,
  ]
}

run "refused_17" {
  command = plan

  variables {
    # s3 role with credentials
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", auth_method = "iam_role" }
    # auth by default needs a secret
    auth = {}
  }

  expect_failures = [
    var.s3,
    var.auth,
  ]
}

run "refused_18" {
  command = plan

  variables {
    # s3 without uploaders
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", num_uploaders = 0 }
    # auth none with password secret
    auth = { mode = "none", htpasswd_secret = "h" }
  }

  expect_failures = [
    var.s3,
    var.auth,
  ]
}

run "refused_19" {
  command = plan

  variables {
    # s3 without queue
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", max_queued_uploads = 0 }
    # auth mtls without certificate
    auth = { mode = "mtls", client_ca_secret = "ca" }
  }

  expect_failures = [
    var.s3,
    var.auth,
  ]
}

run "refused_20" {
  command = plan

  variables {
    # s3 blobs of no size
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", max_blob_gib = 0 }
    # auth mtls without authority
    auth = { mode = "mtls", tls_secret = "tls" }
  }

  expect_failures = [
    var.s3,
    var.auth,
  ]
}

run "refused_21" {
  command = plan

  variables {
    # s3 blobs of half a gib
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", max_blob_gib = 0.5 }
    # auth authority without mtls
    auth = { mode = "htpasswd", htpasswd_secret = "h", tls_secret = "tls", client_ca_secret = "ca" }
  }

  expect_failures = [
    var.s3,
    var.auth,
  ]
}

run "refused_22" {
  command = plan

  variables {
    # s3 pod port out of range
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", pod_port = 0 }
    # auth metrics without credentials
    auth = { mode = "htpasswd", htpasswd_secret = "h", allow_unauthenticated_reads = false }
  }

  expect_failures = [
    var.s3,
    var.auth,
  ]
}

run "refused_23" {
  command = plan

  variables {
    # s3 cidr malformed
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", cidrs = ["everywhere"] }
    # http host without exposure
    http_host = "cache-http.example.com"
  }

  expect_failures = [
    var.s3,
    var.http_host,
  ]
}

run "refused_24" {
  command = plan

  variables {
    # s3 outside without addresses
    s3 = { endpoint = "s3.example.com", bucket = "bazel-cache", credentials_secret = "bazel-cache-s3" }
    # http annotations without host
    http_ingress_annotations = { a = "b" }
  }

  expect_failures = [
    var.s3,
    var.http_ingress_annotations,
  ]
}

run "image_by_tag_in_prod" {
  command = plan

  variables {
    environment = "prod"
  }

  expect_failures = [var.image]
}

run "exposure_ingress_without_class" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "tls" } }
    network_policy = { ingress_namespaces = ["proxy"] }
  }

  expect_failures = [var.exposure]
}

run "exposure_ingress_without_tls" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = {}, ingress = { class_name = "haproxy" } }
    network_policy = { ingress_namespaces = ["proxy"] }
  }

  expect_failures = [var.exposure]
}

run "exposure_issuer_kind_unknown" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "tls", issuer_kind = "Authority", issuer_name = "a" }, ingress = { class_name = "haproxy" } }
    network_policy = { ingress_namespaces = ["proxy"] }
  }

  expect_failures = [var.exposure]
}

run "exposure_class_as_annotation" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "haproxy", annotations = { "kubernetes.io/ingress.class" = "haproxy" } } }
    network_policy = { ingress_namespaces = ["proxy"] }
  }

  expect_failures = [var.exposure]
}

run "exposure_gateway_without_authentication" {
  command = plan

  variables {
    auth     = { mode = "none" }
    exposure = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [var.exposure]
}

run "exposure_ingress_without_authentication" {
  command = plan

  variables {
    auth           = { mode = "none" }
    exposure       = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "haproxy" } }
    network_policy = { ingress_namespaces = ["proxy"] }
  }

  expect_failures = [var.exposure]
}

run "exposure_of_pods_that_speak_tls" {
  command = plan

  variables {
    auth     = { mode = "htpasswd", htpasswd_secret = "h", tls_secret = "t" }
    exposure = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [var.exposure]
}

run "replicas_one_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "quay.io/bazel-remote/bazel-remote", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    replicas    = { min = 1 }
  }

  expect_failures = [var.replicas]
}

run "load_balancer_without_authentication" {
  command = plan

  variables {
    auth               = { mode = "none" }
    grpc_load_balancer = { enabled = true, host = "cache.example.com", source_ranges = ["10.0.0.0/8"], allow_plaintext = true }
  }

  expect_failures = [var.grpc_load_balancer]
}

run "http_host_malformed" {
  command = plan

  variables {
    exposure  = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    http_host = "cache"
  }

  expect_failures = [var.http_host]
}

run "http_host_same_as_grpc" {
  command = plan

  variables {
    exposure  = { mode = "gateway", host = "bazel-cache.dev.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    http_host = "bazel-cache.dev.example.com"
  }

  expect_failures = [var.http_host]
}

run "http_class_as_annotation" {
  command = plan

  variables {
    exposure                 = { mode = "ingress", host = "bazel-cache.dev.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "haproxy" } }
    network_policy           = { ingress_namespaces = ["proxy"] }
    http_host                = "cache-http.example.com"
    http_ingress_annotations = { "kubernetes.io/ingress.class" = "haproxy" }
  }

  expect_failures = [var.http_ingress_annotations]
}

run "authority_without_tls" {
  command = plan

  variables {
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", ca_secret = "object-store-ca" }
  }

  expect_failures = [var.s3]
}

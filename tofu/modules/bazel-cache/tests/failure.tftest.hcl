mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd" }
}

run "uploads_are_drained_before_the_end" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].lifecycle[0].pre_stop[0].exec[0].command[0] == "/proc/1/exe"
    error_message = "The image has no shell and no sleep: the program itself waits."
  }

  assert {
    condition     = contains(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].lifecycle[0].pre_stop[0].exec[0].command, "--idle_timeout=15s")
    error_message = "bazel-remote drops its queue at SIGTERM: it gets 15 s before."
  }

  assert {
    condition     = alltrue([for a in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].lifecycle[0].pre_stop[0].exec[0].command : !strcontains(a, "/data")])
    error_message = "The wait must not touch the cache."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].termination_grace_period_seconds >= 60 + 15
    error_message = "What is under way has a minute to end."
  }
}

run "volume_never_overflows" {
  command = plan

  variables {
    cache_volume = { size_gib = 50, fill_ratio = 0.9 }
  }

  assert {
    condition     = output.max_size_gib < var.cache_volume.size_gib
    error_message = "A full emptyDir gets its pod evicted."
  }

  assert {
    condition     = tonumber(one([for a in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].args : trimprefix(a, "--max_size_hard_limit=") if startswith(a, "--max_size_hard_limit=")])) < var.cache_volume.size_gib
    error_message = "Nor may files that wait for removal fill it."
  }
}

run "one_node_may_go" {
  command = plan

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this.spec[0].selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "The budget counts these pods."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].strategy[0].rolling_update[0].max_surge == "1"
    error_message = "A rollout adds before it takes away."
  }
}

run "objects_shared_with_the_store_keep_their_age" {
  command = plan

  variables {
    s3 = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3", update_timestamps = false }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BAZEL_REMOTE_S3_UPDATE_TIMESTAMPS"]) == "false"
    error_message = "The price can be declined."
  }
}

run "clients_go_on_without_the_cache" {
  command = plan

  assert {
    condition     = strcontains(output.bazelrc.ci_internal, "--remote_local_fallback")
    error_message = "A build must not fail with the cache."
  }
}

run "services_select_the_pods" {
  command = plan

  assert {
    condition     = alltrue([for s in [kubernetes_service_v1.this, kubernetes_service_v1.headless] : s.spec[0].selector == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)])
    error_message = "A Service that selects nothing is a cache that is down."
  }

  assert {
    condition     = alltrue([for k, v in kubernetes_deployment_v1.this.spec[0].selector[0].match_labels : kubernetes_deployment_v1.this.spec[0].template[0].metadata[0].labels[k] == v])
    error_message = "The pods must have the labels that everything selects by."
  }
}

mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

# What happens when something breaks, as far as the configuration decides it.

run "one_migration_at_a_time_then_the_api" {
  command = plan

  assert {
    condition     = kubernetes_job_v1.migrations.spec[0].backoff_limit == 3 && kubernetes_job_v1.migrations.spec[0].active_deadline_seconds == 900
    error_message = "A database that is just starting gets some tries; one that is not there fails the apply."
  }
  assert {
    condition     = alltrue([for spec in [kubernetes_job_v1.migrations.spec[0], kubernetes_job_v1.bootstrap.spec[0]] : spec.template[0].spec[0].restart_policy == "Never"])
    error_message = "Each try is a pod of its own: its log stays."
  }
}

run "bootstrap_tries_again_with_a_new_token" {
  command = plan

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].backoff_limit == 4 && kubernetes_job_v1.bootstrap.spec[0].active_deadline_seconds == 900
    error_message = "Five pods within a quarter of an hour."
  }
}

run "rolling_update_keeps_the_api_up" {
  command = plan

  assert {
    condition = alltrue([
      kubernetes_deployment_v1.api.spec[0].strategy[0].type == "RollingUpdate",
      kubernetes_deployment_v1.api.spec[0].strategy[0].rolling_update[0].max_unavailable == "0",
      kubernetes_deployment_v1.api.spec[0].strategy[0].rolling_update[0].max_surge == "1",
    ])
    error_message = "A new pod first, then an old one goes."
  }
  assert {
    condition     = [for c in kubernetes_deployment_v1.api.spec[0].template[0].spec[0].topology_spread_constraint : c.topology_key] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    error_message = "A node that dies must not take all pods."
  }
}

run "a_pod_that_goes_is_forgotten_first" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].lifecycle[0].pre_stop[0].exec[0].command == tolist(["/bin/sleep", "10"])
    error_message = "Without a pause clients would meet a closed port in every rollout."
  }
  assert {
    condition     = kubernetes_deployment_v1.api.spec[0].template[0].spec[0].termination_grace_period_seconds == 60
    error_message = "The pause and the requests under way must fit into it."
  }
}

run "garbage_collection_does_not_pile_up" {
  command = plan

  assert {
    condition     = kubernetes_cron_job_v1.gc.spec[0].concurrency_policy == "Forbid" && kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].backoff_limit == 1
    error_message = "The next run continues where one crashed: no second beside it."
  }
}

run "retention_without_end_is_no_missing_retention" {
  command = plan

  variables {
    caches = { main = { retention_days = 0 } }
  }

  assert {
    condition     = startswith(kubernetes_config_map_v1.bootstrap.data["caches.tsv"], "main\t0\t")
    error_message = "0 must reach Attic: without it the default retention would delete."
  }
}

run "longest_retention" {
  command = plan

  variables {
    caches = { main = { retention_days = 24855 } }
  }

  assert {
    condition     = output.caches["main"].retention_seconds == 2147472000
    error_message = "Just below 2^31, got ${output.caches["main"].retention_seconds}."
  }
}

run "closed_network_can_be_left_to_others" {
  command = plan

  variables {
    network_policy = { enabled = false }
    storage        = { bucket = "attic", endpoint = "https://s3.example.com", credentials_secret = "attic-s3" }
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this) == 0
    error_message = "Without policies nobody needs to know the addresses of S3."
  }
}

run "api_server_by_its_addresses" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["10.0.0.1/32"]
  }

  assert {
    condition = [
      for rule in kubernetes_network_policy_v1.this["bootstrap"].spec[0].egress : [for port in rule.ports : port.port] if try(rule.to[0].ip_block[0].cidr == "10.0.0.1/32", false)
    ] == [["443", "6443"]]
    error_message = "Got ${jsonencode(kubernetes_network_policy_v1.this["bootstrap"].spec[0].egress)}."
  }
}

run "production" {
  command = plan

  variables {
    environment  = "prod"
    image        = { repository = "ghcr.io/zhaofengli/attic", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    client_image = { repository = "docker.io/curlimages/curl", tag = "8.21.0", digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111" }
    jwt          = { existing_secret = "attic-jwt" }
    scheduling = {
      node_selector       = { pool = "cache" }
      tolerations         = [{ key = "cache", operator = "Exists", effect = "NoSchedule" }]
      priority_class_name = "infra"
    }
  }

  assert {
    condition     = kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].image == "ghcr.io/zhaofengli/attic@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    error_message = "Got ${kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].image}."
  }
  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].image == "docker.io/curlimages/curl:8.21.0@sha256:1111111111111111111111111111111111111111111111111111111111111111"
    error_message = "Got ${kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].image}."
  }
  assert {
    condition = alltrue([
      for spec in [
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0],
        kubernetes_job_v1.migrations.spec[0].template[0].spec[0],
        kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0],
        kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].template[0].spec[0],
      ] : spec.node_selector == tomap({ pool = "cache" }) && spec.priority_class_name == "infra" && spec.toleration[0].effect == "NoSchedule"
    ])
    error_message = "Where pods may run holds for all of them."
  }
}

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

run "the_seed_s_retentions" {
  command = plan

  assert {
    condition = { for name, cache in output.caches : name => cache.retention_seconds } == {
      main = 7776000, ci = 2592000, static = 15552000, devshells = 5184000
    }
    error_message = "90, 30, 180 and 60 days, got ${jsonencode(output.caches)}."
  }
  assert {
    condition     = output.caches["main"] == { url = "http://attic.attic.svc/main", retention_days = 90, retention_seconds = 7776000, public = true }
    error_message = "Got ${jsonencode(output.caches["main"])}."
  }
}

run "api_serves_and_does_nothing_else" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].args == tolist(["--config", "/etc/attic/server.toml", "--mode", "api-server"])
    error_message = "In mode monolithic each replica would migrate and collect garbage."
  }
  assert {
    condition     = kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].args == tolist(["--config", "/etc/attic/server.toml", "--mode", "garbage-collector-once"])
    error_message = "One run, then the end: the CronJob starts the next."
  }
  assert {
    condition     = kubernetes_job_v1.migrations.spec[0].template[0].spec[0].container[0].args == tolist(["--config", "/etc/attic/server.toml", "--mode", "db-migrations"])
    error_message = "Migrations run once, before the API."
  }
  assert {
    condition = alltrue([
      for spec in [
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0],
        kubernetes_job_v1.migrations.spec[0].template[0].spec[0],
        kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0],
        kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].template[0].spec[0],
      ] : !strcontains(jsonencode(spec), "monolithic")
    ])
    error_message = "Nothing here is monolithic."
  }
}

run "names_and_ports" {
  command = plan

  assert {
    condition     = kubernetes_config_map_v1.server.metadata[0].labels == tomap({ for key, value in module.defaults["api"].labels : key => value if key != "app.kubernetes.io/component" })
    error_message = "What all components share has no component's label: got ${jsonencode(kubernetes_config_map_v1.server.metadata[0].labels)}."
  }

  assert {
    condition     = output.service == { name = "attic", port = 80 } && output.internal_url == "http://attic.attic.svc/"
    error_message = "Port 80, so that names of the Service need no port in allowed-hosts: got ${jsonencode(output.service)}, ${output.internal_url}."
  }
  assert {
    condition     = kubernetes_service_v1.this.spec[0].selector == tomap(kubernetes_deployment_v1.api.spec[0].selector[0].match_labels)
    error_message = "The Service must select the API's pods, and no Job's."
  }
  assert {
    condition     = output.namespace == "attic" && output.url == "http://attic.attic.svc/"
    error_message = "Got ${output.namespace}, ${output.url}."
  }
}

run "replicas" {
  command = plan

  assert {
    condition     = kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].min_replicas == 2 && kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].max_replicas == 6
    error_message = "2 to 6 by default."
  }
  assert {
    condition     = [for m in kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].metric : m.resource[0].name] == ["cpu"]
    error_message = "By CPU alone: memory never shrinks, and pods added for it would never go."
  }
  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this.spec[0].max_unavailable == "1"
    error_message = "One pod at a time."
  }
}

run "one_replica_has_no_budget" {
  command = plan

  variables {
    replicas = { min = 1, max = 1 }
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this == null
    error_message = "A budget for one pod blocks every node drain."
  }
}

run "garbage_collection" {
  command = plan

  assert {
    condition = alltrue([
      kubernetes_cron_job_v1.gc.spec[0].schedule == "17 */12 * * *",
      kubernetes_cron_job_v1.gc.spec[0].concurrency_policy == "Forbid",
      kubernetes_cron_job_v1.gc.spec[0].starting_deadline_seconds == 3600,
      kubernetes_cron_job_v1.gc.spec[0].successful_jobs_history_limit == 3,
      kubernetes_cron_job_v1.gc.spec[0].failed_jobs_history_limit == 3,
      kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].active_deadline_seconds == 21600,
    ])
    error_message = "Twice a day, one at a time, six hours at most."
  }
}

run "capacity" {
  command = plan

  assert {
    condition     = output.resources == { replicas = 2, cpu = "250m", memory = "512Mi", storage = "0Gi", group = "attic", optional = false }
    error_message = "Got ${jsonencode(output.resources)}."
  }
  assert {
    condition     = output.secret_names == tolist(["attic-db-app", "attic-s3"])
    error_message = "Secrets to be there first: got ${jsonencode(output.secret_names)}."
  }
}

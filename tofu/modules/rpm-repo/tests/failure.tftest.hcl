mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace     = "packages"
  environment   = "dev"
  publish_image = { repository = "registry.example.com/rpm-publish", tag = "1" }
  repos         = { internal = { releasever = ["9", "10"], arch = ["x86_64"] } }
  signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
}

run "publication_fails" {
  command = plan

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].failed_jobs_history_limit == 3 && kubernetes_cron_job_v1.publish.spec[0].starting_deadline_seconds == 600
    error_message = "What failed can be looked at; a schedule that was missed is made up for."
  }

  assert {
    condition     = alltrue([for p in [kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].startup_probe, kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].readiness_probe, kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].liveness_probe] : p[0].http_get[0].path == "/healthz"])
    error_message = "nginx is asked for itself, not for a repository that may be empty."
  }
}

run "services_select_the_pods" {
  command = plan

  assert {
    condition     = kubernetes_service_v1.this.spec[0].selector == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels) && alltrue([for k, v in kubernetes_deployment_v1.this.spec[0].selector[0].match_labels : kubernetes_deployment_v1.this.spec[0].template[0].metadata[0].labels[k] == v])
    error_message = "A Service that selects nothing is a repository that is down."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].metadata[0].labels["app.kubernetes.io/component"] == "publish"
    error_message = "The publication's pods get no requests."
  }
}

run "claim_does_not_wait_for_a_pod" {
  command = plan

  assert {
    condition     = kubernetes_persistent_volume_claim_v1.data.wait_until_bound == false
    error_message = "Storage classes that bind late would stop the apply."
  }
}

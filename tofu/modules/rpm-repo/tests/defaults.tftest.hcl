mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace     = "packages"
  environment   = "dev"
  publish_image = { repository = "registry.example.com/rpm-publish", tag = "1" }
  repos         = { internal = { releasever = ["9", "10"], arch = ["x86_64"] } }
  signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
}

run "one_pod_on_one_volume" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].replicas == "1" && kubernetes_deployment_v1.this.spec[0].strategy[0].type == "Recreate"
    error_message = "Both cannot have the volume."
  }

  assert {
    condition     = kubernetes_persistent_volume_claim_v1.data.spec[0].resources[0].requests == tomap({ storage = "20Gi" }) && kubernetes_persistent_volume_claim_v1.data.spec[0].access_modes == toset(["ReadWriteOnce"])
    error_message = "20 GiB."
  }

  assert {
    condition     = output.resources == { replicas = 1, cpu = "100m", memory = "128Mi", storage = "20Gi", group = "packages", optional = false }
    error_message = "This row is what the capacity table counts, got ${jsonencode(output.resources)}."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image == "docker.io/nginxinc/nginx-unprivileged:1.30.4-alpine3.24" && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].image == "registry.example.com/rpm-publish:1"
    error_message = "The images that were asked for."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this == null
    error_message = "A budget for one pod blocks every node drain."
  }
}

run "clients" {
  command = plan

  assert {
    condition     = output.dnf_repo == "[internal]\nname=internal\nbaseurl=http://rpm-repo.packages.svc/internal/$releasever/$basearch\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=http://rpm-repo.packages.svc/RPM-GPG-KEY\nsslverify=1\n"
    error_message = "Signatures are always asked for, got ${output.dnf_repo}"
  }

  assert {
    condition     = output.baseurls == { internal = "http://rpm-repo.packages.svc/internal/$releasever/$basearch" } && output.gpg_key_url == "http://rpm-repo.packages.svc/RPM-GPG-KEY"
    error_message = "Addresses in the cluster."
  }

  assert {
    condition     = length(output.rpm_repos) == 0
    error_message = "No client outside is given an address that it cannot reach."
  }

  assert {
    condition     = output.incoming == { claim = "rpm-repo-data", directories = ["incoming/internal/9/x86_64", "incoming/internal/10/x86_64"] }
    error_message = "Where packages are put, got ${jsonencode(output.incoming)}."
  }

  assert {
    condition     = output.service == { name = "rpm-repo", port = 80 } && output.namespace == "packages" && output.secret_names == tolist(["rpm-signing"])
    error_message = "Stacks hand these on."
  }
}

run "publication" {
  command = plan

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].schedule == "*/15 * * * *" && kubernetes_cron_job_v1.publish.spec[0].concurrency_policy == "Forbid"
    error_message = "Every quarter of an hour, one at a time."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].backoff_limit == 0 && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].active_deadline_seconds == 3600 && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].ttl_seconds_after_finished == null
    error_message = "The next schedule tries again; what failed can be looked at."
  }

  assert {
    condition     = one([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.value if e.name == "KEEP"]) == "5" && one([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.value if e.name == "KEY_ID"]) == "0123456789ABCDEF0123456789ABCDEF01234567" && one([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.value if e.name == "ROOT"]) == "/srv/rpm"
    error_message = "Settings reach the script."
  }
}

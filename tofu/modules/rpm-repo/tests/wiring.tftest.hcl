mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace     = "packages"
  environment   = "dev"
  publish_image = { repository = "registry.example.com/rpm-publish", tag = "1" }
  repos         = { internal = { releasever = ["9", "10"], arch = ["x86_64"] } }
  signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
}

run "files" {
  command = plan

  assert {
    condition     = kubernetes_config_map_v1.this.data["repos.tsv"] == "internal\t9\tx86_64\ninternal\t10\tx86_64\n"
    error_message = "A line for each repository, got ${kubernetes_config_map_v1.this.data["repos.tsv"]}."
  }

  assert {
    condition     = kubernetes_config_map_v1.this.data["publish.sh"] == file("files/publish.sh")
    error_message = "The script that publish_test.go runs."
  }

  assert {
    condition     = !strcontains(kubernetes_config_map_v1.this.data["nginx.conf"], "#AUTH") && !strcontains(kubernetes_config_map_v1.this.data["nginx.conf"], "auth_basic_user_file")
    error_message = "No password is asked for."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].command == tolist(["nginx", "-c", "/etc/nginx/flywheel/nginx.conf", "-g", "daemon off;"]) && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].command == tolist(["/bin/sh", "/etc/rpm-repo/publish.sh"])
    error_message = "They are what runs."
  }

  assert {
    condition     = { for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.name => m.mount_path } == { data = "/srv/rpm", files = "/etc/nginx/flywheel", tmp = "/tmp" }
    error_message = "nginx has what its configuration names."
  }

  assert {
    condition     = { for m in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].volume_mount : m.name => m.mount_path } == { data = "/srv/rpm", files = "/etc/rpm-repo", signing = "/etc/rpm-signing", tmp = "/tmp" }
    error_message = "The script has what its variables name."
  }

  assert {
    condition     = one([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.value if e.name == "REPOS_FILE"]) == "/etc/rpm-repo/repos.tsv" && one([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.value if e.name == "SIGNING_DIR"]) == "/etc/rpm-signing" && one([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.value if e.name == "TMPDIR"]) == "/tmp"
    error_message = "And is told of it."
  }

  assert {
    condition     = alltrue([for v in concat([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v], [for v in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].volume : v]) : v.persistent_volume_claim[0].claim_name == "rpm-repo-data" if v.name == "data"])
    error_message = "Both have the one volume."
  }

  assert {
    condition     = [for p in kubernetes_service_v1.this.spec[0].port : "${p.name} ${p.port} ${p.target_port}"] == ["http 80 http"]
    error_message = "HTTP on 80."
  }
}

run "publication_follows_the_volume" {
  command = plan

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].affinity[0].pod_affinity[0].required_during_scheduling_ignored_during_execution[0].topology_key == "kubernetes.io/hostname" && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].affinity[0].pod_affinity[0].required_during_scheduling_ignored_during_execution[0].label_selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "One node has the volume."
  }
}

run "shared_volume" {
  command = plan

  variables {
    volume   = { access_mode = "ReadWriteMany" }
    replicas = 2
  }

  assert {
    condition     = length(kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].affinity) == 0 && kubernetes_deployment_v1.this.spec[0].strategy[0].type == "RollingUpdate" && kubernetes_deployment_v1.this.spec[0].replicas == "2"
    error_message = "Any node."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this.spec[0].max_unavailable == "1" && kubernetes_pod_disruption_budget_v1.this.spec[0].selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "One pod at a time may be drained."
  }
}

run "what_client_config_takes" {
  command = plan

  variables {
    exposure        = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    allow_anonymous = true
    repos           = { internal = { releasever = ["10"], arch = ["x86_64"], title = "Ours" } }
  }

  assert {
    condition     = output.rpm_repos == { internal = { name = "Ours", baseurl = "https://svc.dev.example.com/internal/$releasever/$basearch", gpg_key_url = "https://svc.dev.example.com/RPM-GPG-KEY", repo_gpgcheck = true, private = false } }
    error_message = "Got ${jsonencode(output.rpm_repos)}."
  }
}

run "what_client_config_takes_with_passwords" {
  command = plan

  variables {
    exposure             = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    htpasswd_secret_name = "rpm-readers"
  }

  assert {
    condition     = alltrue([for repo in values(output.rpm_repos) : repo.private]) && length(output.rpm_repos) > 0
    error_message = "Clients are told that they need a password."
  }
}

run "settings" {
  command = plan

  variables {
    labels        = { team = "x" }
    schedule      = "0 3 * * *"
    keep_versions = 9
    image         = { repository = "docker.io/nginxinc/nginx-unprivileged", tag = "1.30.4", pull_secrets = ["a"] }
    publish_image = { repository = "registry.example.com/rpm-publish", tag = "1", pull_secrets = ["b"] }
    scheduling    = { node_selector = { disk = "nvme" }, priority_class_name = "infra", tolerations = [{ key = "dedicated", value = "cache", effect = "NoSchedule" }] }
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].schedule == "0 3 * * *" && one([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.value if e.name == "KEEP"]) == "9"
    error_message = "They reach the publication."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].node_selector == tomap({ disk = "nvme" }) && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].node_selector == tomap({ disk = "nvme" }) && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].priority_class_name == "infra" && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].priority_class_name == "infra" && length(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].toleration) == 1 && length(kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].toleration) == 1
    error_message = "Where pods may run."
  }

  assert {
    condition     = [for s in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].image_pull_secrets : s.name] == ["a"] && [for s in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].image_pull_secrets : s.name] == ["b"] && output.secret_names == tolist(["rpm-signing", "a", "b"])
    error_message = "Pull secrets reach the pods."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.metadata[0].labels.team == "x" && !contains(keys(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels), "team") && [for t in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].topology_spread_constraint : t.topology_key] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    error_message = "Labels reach the objects, never selectors."
  }
}

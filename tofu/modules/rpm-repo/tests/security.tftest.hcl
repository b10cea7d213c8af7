mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace     = "packages"
  environment   = "dev"
  publish_image = { repository = "registry.example.com/rpm-publish", tag = "1" }
  repos         = { internal = { releasever = ["9", "10"], arch = ["x86_64"] } }
  signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
}

run "server" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_user == "101" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_group == "101"
    error_message = "The pod runs as a user of its own, not root."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group == "101" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group_change_policy == "OnRootMismatch"
    error_message = "Volumes belong to the pod's group."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "seccomp is on."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].service_account_name == kubernetes_service_account_v1.this.metadata[0].name && kubernetes_service_account_v1.this.automount_service_account_token == false
    error_message = "Its own service account, and no token."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].enable_service_links == false
    error_message = "Service links are variables that a program could take for settings."
  }

  assert {
    condition     = alltrue([for c in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container : c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root])
    error_message = "Every container: read-only root file system, no escalation."
  }

  assert {
    condition     = alltrue([for c in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container : c.security_context[0].capabilities[0].drop == tolist(["ALL"])])
    error_message = "Every container drops all capabilities."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].host_network != true && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].host_pid != true && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].host_ipc != true && alltrue([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : length(v.host_path) == 0])
    error_message = "Nothing of the host is shared."
  }

  assert {
    condition     = alltrue([for c in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container : c.resources[0].requests.cpu != null && c.resources[0].requests.memory != null && c.resources[0].limits.memory != null])
    error_message = "Requests and a limit of memory."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].termination_grace_period_seconds >= 30
    error_message = "What is under way has time to end."
  }
}

run "publication" {
  command = plan

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].run_as_user == "101" && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].run_as_group == "101"
    error_message = "The pod runs as a user of its own, not root."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].fs_group == "101" && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].fs_group_change_policy == "OnRootMismatch"
    error_message = "Volumes belong to the pod's group."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "seccomp is on."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].service_account_name == kubernetes_service_account_v1.this.metadata[0].name && kubernetes_service_account_v1.this.automount_service_account_token == false
    error_message = "Its own service account, and no token."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].enable_service_links == false
    error_message = "Service links are variables that a program could take for settings."
  }

  assert {
    condition     = alltrue([for c in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container : c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root])
    error_message = "Every container: read-only root file system, no escalation."
  }

  assert {
    condition     = alltrue([for c in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container : c.security_context[0].capabilities[0].drop == tolist(["ALL"])])
    error_message = "Every container drops all capabilities."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].host_network != true && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].host_pid != true && kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].host_ipc != true && alltrue([for v in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].volume : length(v.host_path) == 0])
    error_message = "Nothing of the host is shared."
  }

  assert {
    condition     = alltrue([for c in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container : c.resources[0].requests.cpu != null && c.resources[0].requests.memory != null && c.resources[0].limits.memory != null])
    error_message = "Requests and a limit of memory."
  }

  assert {
    condition     = kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].termination_grace_period_seconds >= 30
    error_message = "What is under way has time to end."
  }
}

run "server_cannot_write" {
  command = plan

  assert {
    condition     = alltrue([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.read_only || m.mount_path == "/tmp"])
    error_message = "Whoever takes nginx over cannot change packages."
  }

  assert {
    condition     = alltrue([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : !can(v.secret[0].secret_name == "rpm-signing") || v.secret[0].secret_name != "rpm-signing"])
    error_message = "The signing key is not where clients come in."
  }

  assert {
    condition     = one([for v in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].volume : "${v.secret[0].secret_name} ${v.secret[0].default_mode}" if v.name == "signing"]) == "rpm-signing 0440" && one([for m in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].volume_mount : m.read_only if m.name == "signing"])
    error_message = "It is where packages are signed, read-only."
  }

  assert {
    condition     = alltrue([for e in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : !can(regex("(?i)passphrase|password|private", e.name))])
    error_message = "The passphrase is a file."
  }
}

run "network" {
  command = plan

  assert {
    condition     = kubernetes_network_policy_v1.this["server"].spec[0].policy_types == tolist(["Ingress", "Egress"])
    error_message = "Both directions are limited."
  }

  assert {
    condition     = alltrue([for i in kubernetes_network_policy_v1.this["server"].spec[0].ingress : length(i.from) > 0 && length(i.ports) > 0])
    error_message = "A rule without from or ports would let everyone in."
  }

  assert {
    condition     = alltrue([for e in kubernetes_network_policy_v1.this["server"].spec[0].egress : length(e.to) > 0 && length(e.ports) > 0])
    error_message = "A rule without to or ports would let everything out."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this["server"].spec[0].pod_selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "The policy must select the workload's pods."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this["publish"].spec[0].policy_types == tolist(["Ingress", "Egress"])
    error_message = "Both directions are limited."
  }

  assert {
    condition     = alltrue([for i in kubernetes_network_policy_v1.this["publish"].spec[0].ingress : length(i.from) > 0 && length(i.ports) > 0])
    error_message = "A rule without from or ports would let everyone in."
  }

  assert {
    condition     = alltrue([for e in kubernetes_network_policy_v1.this["publish"].spec[0].egress : length(e.to) > 0 && length(e.ports) > 0])
    error_message = "A rule without to or ports would let everything out."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this["publish"].spec[0].pod_selector[0].match_labels == tomap(kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].metadata[0].labels == null ? {} : { for k, v in kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].metadata[0].labels : k => v if contains(["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"], k) })
    error_message = "The policy must select the workload's pods."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this["server"].spec[0].ingress) == 0 && length(kubernetes_network_policy_v1.this["publish"].spec[0].ingress) == 0
    error_message = "Nobody may connect until namespaces are named."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this["server"].spec[0].egress) == 0 && length(kubernetes_network_policy_v1.this["publish"].spec[0].egress) == 0
    error_message = "Neither connects to anything."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this["server"].spec[0].pod_selector[0].match_labels != kubernetes_network_policy_v1.this["publish"].spec[0].pod_selector[0].match_labels
    error_message = "Two sets of pods."
  }
}

run "network_with_clients" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["ci"], extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [443] }] }
    probe          = { prober_url = "blackbox.monitoring.svc:9115" }
  }

  assert {
    condition     = [for i in kubernetes_network_policy_v1.this["server"].spec[0].ingress : { from = [for f in i.from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"]], ports = [for p in i.ports : p.port] }] == [{ from = ["ci", "monitoring"], ports = ["8080"] }] && length(kubernetes_network_policy_v1.this["publish"].spec[0].ingress) == 0
    error_message = "Clients and the blackbox exporter reach nginx, on the one port."
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.this["server"].spec[0].egress : "${e.to[0].ip_block[0].cidr} ${e.ports[0].port}"] == ["10.0.0.0/8 443"]
    error_message = "What was asked for."
  }
}

run "no_network_policy" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this) == 0
    error_message = "It can be declined."
  }
}

run "readers_need_a_password" {
  command = plan

  variables {
    htpasswd_secret_name = "readers"
    htpasswd_revision    = 2
  }

  assert {
    condition     = strcontains(kubernetes_config_map_v1.this.data["nginx.conf"], "\n    auth_basic \"rpm\";\n    auth_basic_user_file /etc/nginx/auth/htpasswd;\n") && !strcontains(kubernetes_config_map_v1.this.data["nginx.conf"], "#AUTH")
    error_message = "nginx asks for it."
  }

  assert {
    condition     = one([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if v.name == "auth"]) == "readers" && one([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.mount_path if m.name == "auth"]) == "/etc/nginx/auth"
    error_message = "The file is where nginx looks."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].metadata[0].annotations["flywheel.dev/secrets-revision"] == "auth=2"
    error_message = "A change restarts the pods."
  }

  assert {
    condition     = output.secret_names == tolist(["rpm-signing", "readers"])
    error_message = "Got ${jsonencode(output.secret_names)}."
  }
}

run "digests_in_prod" {
  command = plan

  variables {
    environment   = "prod"
    image         = { repository = "docker.io/nginxinc/nginx-unprivileged", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    publish_image = { repository = "registry.example.com/rpm-publish", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = endswith(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image, "@sha256:0000000000000000000000000000000000000000000000000000000000000000") && endswith(kubernetes_cron_job_v1.publish.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].image, "@sha256:0000000000000000000000000000000000000000000000000000000000000000")
    error_message = "Digests reach the pods."
  }
}

mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "packages"
  environment = "dev"
  accept_eula = true

  database  = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db", ca_secret = "packages-db-ca" }
  blobstore = { bucket = "nexus-blobs", endpoint = "http://minio.object-store.svc:80", credentials_secret = "nexus-s3" }

  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = "nexus-encryption"
  metrics_secret_name        = "nexus-metrics"
}

run "server" {
  command = plan

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_user == "200" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_group == "200"
    error_message = "The pod runs as a user of its own, not root."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group == "200" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group_change_policy == "OnRootMismatch"
    error_message = "Volumes belong to the pod's group."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "seccomp is on."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].service_account_name == kubernetes_service_account_v1.this.metadata[0].name && kubernetes_service_account_v1.this.automount_service_account_token == false
    error_message = "Its own service account, and no token."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].enable_service_links == false
    error_message = "Service links are variables that a program could take for settings."
  }

  assert {
    condition     = alltrue([for c in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container : !c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root])
    error_message = "No escalation; the root file system is writable, as the README says."
  }

  assert {
    condition     = alltrue([for c in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container : c.security_context[0].capabilities[0].drop == tolist(["ALL"])])
    error_message = "Every container drops all capabilities."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].host_network != true && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].host_pid != true && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].host_ipc != true && alltrue([for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : length(v.host_path) == 0])
    error_message = "Nothing of the host is shared."
  }

  assert {
    condition     = alltrue([for c in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container : c.resources[0].requests.cpu != null && c.resources[0].requests.memory != null && c.resources[0].limits.memory != null])
    error_message = "Requests and a limit of memory."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].termination_grace_period_seconds >= 30
    error_message = "What is under way has time to end."
  }
}

run "bootstrap" {
  command = plan

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].run_as_user == "65532" && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].run_as_group == "65532"
    error_message = "The pod runs as a user of its own, not root."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].fs_group == "65532" && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].fs_group_change_policy == "OnRootMismatch"
    error_message = "Volumes belong to the pod's group."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "seccomp is on."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].service_account_name == kubernetes_service_account_v1.this.metadata[0].name && kubernetes_service_account_v1.this.automount_service_account_token == false
    error_message = "Its own service account, and no token."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].enable_service_links == false
    error_message = "Service links are variables that a program could take for settings."
  }

  assert {
    condition     = alltrue([for c in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container : c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root])
    error_message = "Every container: read-only root file system, no escalation."
  }

  assert {
    condition     = alltrue([for c in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container : c.security_context[0].capabilities[0].drop == tolist(["ALL"])])
    error_message = "Every container drops all capabilities."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].host_network != true && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].host_pid != true && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].host_ipc != true && alltrue([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : length(v.host_path) == 0])
    error_message = "Nothing of the host is shared."
  }

  assert {
    condition     = alltrue([for c in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container : c.resources[0].requests.cpu != null && c.resources[0].requests.memory != null && c.resources[0].limits.memory != null])
    error_message = "Requests and a limit of memory."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].termination_grace_period_seconds >= 30
    error_message = "What is under way has time to end."
  }
}

run "secrets_are_references" {
  command = plan

  assert {
    condition     = { for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.name => "${e.value_from[0].secret_key_ref[0].name}/${e.value_from[0].secret_key_ref[0].key}" if length(e.value_from) > 0 } == { NEXUS_DATASTORE_NEXUS_USERNAME = "nexus-db/username", NEXUS_DATASTORE_NEXUS_PASSWORD = "nexus-db/password", NEXUS_SECURITY_INITIAL_PASSWORD = "nexus-admin/password" }
    error_message = "Passwords come from their Secrets."
  }

  assert {
    condition     = alltrue([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : length(e.value_from) > 0 || !can(regex("(?i)password=|secret=", e.value))]) && !can(regex("(?i)password|username", one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "INSTALL4J_ADD_VM_PARAMS"])))
    error_message = "No password is on the command line."
  }

  assert {
    condition     = !can(regex("(?i)\"password\"|nexus-s3", jsonencode(kubernetes_config_map_v1.bootstrap.data))) && strcontains(kubernetes_config_map_v1.bootstrap.data["blobstore.json"], "@SECRET_KEY@")
    error_message = "The ConfigMap has marks for the keys, not keys."
  }

  assert {
    condition     = alltrue([for v in concat([for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : v], [for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : v]) : v.secret[0].default_mode == "0440" if length(v.secret) > 0]) && alltrue([for m in concat([for m in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m], [for m in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].volume_mount : m]) : m.read_only || contains(["/nexus-data", "/tmp"], m.mount_path)])
    error_message = "Secrets are read-only, for the pod alone."
  }

  assert {
    condition     = one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "NEXUS_SECURITY_RANDOMPASSWORD"]) == "false" && one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "NEXUS_SECRETS_KEY_FILE"]) == "/etc/nexus/encryption/keys.json" && one([for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if v.name == "encryption"]) == "nexus-encryption"
    error_message = "The database's passwords are encrypted with a key of one's own."
  }
}

run "anonymous_access_is_off" {
  command = plan

  assert {
    condition     = jsondecode(kubernetes_config_map_v1.bootstrap.data["anonymous.json"]).enabled == false
    error_message = "Reading needs credentials."
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
    condition     = kubernetes_network_policy_v1.this["server"].spec[0].pod_selector[0].match_labels == tomap(kubernetes_stateful_set_v1.this.spec[0].selector[0].match_labels)
    error_message = "The policy must select the workload's pods."
  }

  assert {
    condition     = [for i in kubernetes_network_policy_v1.this["server"].spec[0].ingress : { pods = [for f in i.from : f.pod_selector[0].match_labels["app.kubernetes.io/component"] if length(f.pod_selector) > 0], namespaces = [for f in i.from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"] if length(f.namespace_selector) > 0], ports = [for p in i.ports : p.port] }] == [{ pods = ["bootstrap"], namespaces = ["monitoring"], ports = ["8081"] }]
    error_message = "The bootstrap Job and Prometheus."
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.this["server"].spec[0].egress : [for p in e.ports : p.port]] == [["53", "53"], ["5432"], ["80", "9000"]]
    error_message = "Names, database and S3."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this["server"].spec[0].egress[1].to[0].pod_selector[0].match_labels == tomap({ "cnpg.io/cluster" = "packages-db" }) && kubernetes_network_policy_v1.this["server"].spec[0].egress[1].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "packages" }) && kubernetes_network_policy_v1.this["server"].spec[0].egress[2].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "object-store" })
    error_message = "Only theirs."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this["bootstrap"].spec[0].policy_types == tolist(["Ingress", "Egress"]) && length(kubernetes_network_policy_v1.this["bootstrap"].spec[0].ingress) == 0 && [for e in kubernetes_network_policy_v1.this["bootstrap"].spec[0].egress : [for p in e.ports : p.port]] == [["53", "53"], ["80", "8081"]] && kubernetes_network_policy_v1.this["bootstrap"].spec[0].egress[1].to[0].pod_selector[0].match_labels == tomap(kubernetes_stateful_set_v1.this.spec[0].selector[0].match_labels)
    error_message = "The bootstrap Job reaches Nexus and nothing else."
  }
}

run "network_with_everything" {
  command = plan

  variables {
    blobstore                   = { bucket = "nexus-blobs", cidrs = ["203.0.113.0/24"] }
    service_account_annotations = { a = "b" }
    proxy_cidrs                 = ["198.51.100.0/24"]
    network_policy              = { ingress_namespaces = ["ci"], extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [8443] }] }
    repositories = {
      rpm-internal = { format = "yum", type = "hosted", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY" }
      nuget-hosted = { format = "nuget", type = "hosted" }
      nuget-org    = { format = "nuget", type = "proxy", remote_url = "https://api.nuget.org/v3/index.json" }
      nuget        = { format = "nuget", type = "group", members = ["nuget-hosted", "nuget-org"], nuget_patterns = ["Example.*"] }
      npm-example  = { format = "npm", type = "hosted", npm_scope = "@example" }
      pypi         = { format = "pypi", type = "proxy", remote_url = "https://pypi.org", index = true }
      files        = { format = "raw", type = "hosted", write_policy = "ALLOW" }
    }
  }

  assert {
    condition     = contains([for f in kubernetes_network_policy_v1.this["server"].spec[0].ingress[0].from : try(f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"], "")], "ci")
    error_message = "Clients."
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.this["server"].spec[0].egress : [for p in e.ports : p.port]] == [["53", "53"], ["5432"], ["443"], ["443"], ["8443"]] && kubernetes_network_policy_v1.this["server"].spec[0].egress[2].to[0].ip_block[0].cidr == "203.0.113.0/24" && kubernetes_network_policy_v1.this["server"].spec[0].egress[3].to[0].ip_block[0].cidr == "198.51.100.0/24" && kubernetes_network_policy_v1.this["server"].spec[0].egress[4].to[0].ip_block[0].cidr == "10.0.0.0/8"
    error_message = "S3, the proxies' remotes, and what was asked for."
  }

  assert {
    condition     = one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BLOBSTORE_DIR"]) == "-" && kubernetes_service_account_v1.this.metadata[0].annotations == tomap({ a = "b" }) && !strcontains(kubernetes_config_map_v1.bootstrap.data["blobstore.json"], "bucketSecurity")
    error_message = "The pod's own role."
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

run "digests_in_prod" {
  command = plan

  variables {
    environment  = "prod"
    image        = { repository = "docker.io/sonatype/nexus3", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    client_image = { repository = "docker.io/curlimages/curl", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = endswith(kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].image, "@sha256:0000000000000000000000000000000000000000000000000000000000000000") && endswith(kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].image, "@sha256:0000000000000000000000000000000000000000000000000000000000000000")
    error_message = "Digests reach the pods."
  }
}

mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace      = "packages"
  environment    = "dev"
  api_key_secret = { name = "bagetter-api-key" }
}

run "pod" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_user == "1654" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].run_as_group == "1654"
    error_message = "The pod runs as a user of its own, not root."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group == "1654" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].security_context[0].fs_group_change_policy == "OnRootMismatch"
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

run "secrets_are_references" {
  command = plan

  variables {
    database                     = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
    storage                      = { type = "AwsS3", bucket = "nuget", endpoint = "https://s3.dev.example.com:9443", virtual_hosted = true, credentials_secret = "nuget-s3", cidrs = ["203.0.113.0/24"] }
    read_credentials_secret_name = "readers"
  }

  assert {
    condition     = [for s in one([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.projected[0] if v.name == "secrets"]).sources : { (s.secret[0].name) = { for i in s.secret[0].items : i.key => i.path } }] == [{ "bagetter-api-key" = { "api-key" = "ApiKey" } }, { readers = { username = "Authentication__Credentials__0__Username", password = "Authentication__Credentials__0__Password" } }, { "nuget-s3" = { "access-key" = "Storage__AccessKey", "secret-key" = "Storage__SecretKey" } }]
    error_message = "Each key is a file named as BaGetter's setting."
  }

  assert {
    condition     = one([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.projected[0].default_mode if v.name == "secrets"]) == "0440" && one([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : "${m.mount_path} ${m.read_only}" if m.name == "secrets"]) == "/run/secrets true"
    error_message = "Mounted where BaGetter looks, read-only, for the pod alone."
  }

  assert {
    condition     = { for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name => "${e.value_from[0].secret_key_ref[0].name}/${e.value_from[0].secret_key_ref[0].key}" if length(e.value_from) > 0 } == { PGUSER = "bagetter-db/username", PGPASSWORD = "bagetter-db/password" }
    error_message = "The database's password comes from its Secret."
  }

  assert {
    condition     = alltrue([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : length(e.value_from) > 0 || !can(regex("(?i)password|secretkey|accesskey|apikey", e.name))])
    error_message = "What is secret comes by reference."
  }

  assert {
    condition     = !can(regex("(?i)password|username", one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Database__ConnectionString"])))
    error_message = "The connection string holds no secret."
  }

  assert {
    condition     = output.secret_names == tolist(["bagetter-api-key", "readers", "nuget-s3", "bagetter-db", "packages-db-ca"])
    error_message = "Got ${jsonencode(output.secret_names)}."
  }
}

run "network" {
  command = plan

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].policy_types == tolist(["Ingress", "Egress"])
    error_message = "Both directions are limited."
  }

  assert {
    condition     = alltrue([for i in kubernetes_network_policy_v1.this.spec[0].ingress : length(i.from) > 0 && length(i.ports) > 0])
    error_message = "A rule without from or ports would let everyone in."
  }

  assert {
    condition     = alltrue([for e in kubernetes_network_policy_v1.this.spec[0].egress : length(e.to) > 0 && length(e.ports) > 0])
    error_message = "A rule without to or ports would let everything out."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "The policy must select the workload's pods."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].ingress) == 0
    error_message = "Nobody may connect until namespaces are named."
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.this.spec[0].egress : [for p in e.ports : "${p.protocol} ${p.port}"]] == [["UDP 53", "TCP 53"]]
    error_message = "Names, and nothing else."
  }
}

run "network_with_everything" {
  command = plan

  variables {
    database       = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
    storage        = { type = "AwsS3", bucket = "nuget", endpoint = "https://s3.dev.example.com:9443", virtual_hosted = true, credentials_secret = "nuget-s3", cidrs = ["203.0.113.0/24"] }
    mirror         = { enabled = true, cidrs = ["198.51.100.0/24"] }
    network_policy = { ingress_namespaces = ["ci"], extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [8443] }] }
    probe          = { prober_url = "blackbox.monitoring.svc:9115" }
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].policy_types == tolist(["Ingress", "Egress"])
    error_message = "Both directions are limited."
  }

  assert {
    condition     = alltrue([for i in kubernetes_network_policy_v1.this.spec[0].ingress : length(i.from) > 0 && length(i.ports) > 0])
    error_message = "A rule without from or ports would let everyone in."
  }

  assert {
    condition     = alltrue([for e in kubernetes_network_policy_v1.this.spec[0].egress : length(e.to) > 0 && length(e.ports) > 0])
    error_message = "A rule without to or ports would let everything out."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels)
    error_message = "The policy must select the workload's pods."
  }

  assert {
    condition     = [for i in kubernetes_network_policy_v1.this.spec[0].ingress : { from = [for f in i.from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"]], ports = [for p in i.ports : p.port] }] == [{ from = ["ci", "monitoring"], ports = ["8080"] }]
    error_message = "Clients and the blackbox exporter, on the one port."
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.this.spec[0].egress : [for p in e.ports : p.port]] == [["53", "53"], ["5432"], ["9443"], ["443"], ["8443"]]
    error_message = "Names, database, S3, the mirror and what was asked for."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "packages" }) && kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].pod_selector[0].match_labels == tomap({ "cnpg.io/cluster" = "packages-db" })
    error_message = "The database's pods only."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[2].to[0].ip_block[0].cidr == "203.0.113.0/24" && kubernetes_network_policy_v1.this.spec[0].egress[3].to[0].ip_block[0].cidr == "198.51.100.0/24" && kubernetes_network_policy_v1.this.spec[0].egress[4].to[0].ip_block[0].cidr == "10.0.0.0/8"
    error_message = "Only the addresses that are named."
  }
}

run "no_network_policy" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = kubernetes_network_policy_v1.this == null
    error_message = "It can be declined."
  }
}

run "digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    database    = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
    image       = { repository = "docker.io/bagetter/bagetter", tag = "1.6.5", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = endswith(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image, "@sha256:0000000000000000000000000000000000000000000000000000000000000000")
    error_message = "The digest must reach the pod."
  }
}

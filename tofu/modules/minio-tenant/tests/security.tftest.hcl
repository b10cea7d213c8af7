mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z" }
  pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
}

run "servers" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].securityContext == { runAsNonRoot = true, runAsUser = 1000, runAsGroup = 1000, fsGroup = 1000, fsGroupChangePolicy = "OnRootMismatch", seccompProfile = { type = "RuntimeDefault" } }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].securityContext)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].containerSecurityContext == { allowPrivilegeEscalation = false, privileged = false, readOnlyRootFilesystem = true, runAsNonRoot = true, runAsUser = 1000, runAsGroup = 1000, capabilities = { drop = ["ALL"] }, seccompProfile = { type = "RuntimeDefault" } }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].containerSecurityContext)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.additionalVolumes == [{ name = "tmp", emptyDir = { sizeLimit = "64Mi" } }] && yamldecode(kubectl_manifest.tenant.yaml_body).spec.additionalVolumeMounts == [{ name = "tmp", mountPath = "/tmp" }]
    error_message = "The root file system is read-only: /tmp is bounded memory of its own."
  }

  assert {
    condition     = contains([for e in yamldecode(kubectl_manifest.tenant.yaml_body).spec.env : "${e.name}=${e.value}"], "MINIO_BROWSER=off")
    error_message = "No console."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].terminationGracePeriodSeconds == 60 && [for c in yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].topologySpreadConstraints : c.topologyKey] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"] && alltrue([for c in yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].topologySpreadConstraints : c.labelSelector.matchLabels == { "v1.min.io/tenant" = "minio" }])
    error_message = "Spread over nodes and zones."
  }
}

run "nobody_administers" {
  command = plan

  assert {
    condition     = alltrue([for p in concat([ephemeral.random_password.root], values(ephemeral.random_password.bucket)) : !p.special && p.length >= 40])
    error_message = "Letters and digits alone: what reads it may give others a meaning."
  }

  assert {
    condition     = !can(yamldecode(kubectl_manifest.tenant.yaml_body).spec.users) && !can(yamldecode(kubectl_manifest.tenant.yaml_body).spec.buckets)
    error_message = "The operator's users may administer everything."
  }

  assert {
    condition     = !strcontains(kubectl_manifest.tenant.yaml_body, "consoleAdmin") && alltrue([for text in values(kubernetes_config_map_v1.bootstrap.data) : !strcontains(text, "consoleAdmin")])
    error_message = "Nor does the Job give that away."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.configuration == { name = "minio-root" }
    error_message = "The administrator's password is in a Secret, and only named here."
  }

  assert {
    condition     = alltrue([for s in concat(values(kubernetes_secret_v1.bucket), [kubernetes_secret_v1.root]) : s.binary_data == null && s.data_wo_revision != null])
    error_message = "Credentials are written only, never kept."
  }
}

run "a_user_has_its_bucket" {
  command = plan

  assert {
    condition     = alltrue([for key, b in var.buckets : alltrue([for s in jsondecode(kubernetes_config_map_v1.bootstrap.data["${key}.json"]).Statement : alltrue([for r in s.Resource : contains(["arn:aws:s3:::${b.bucket}", "arn:aws:s3:::${b.bucket}/*"], r)])])])
    error_message = "And no other."
  }

  assert {
    condition     = alltrue([for s in jsondecode(kubernetes_config_map_v1.bootstrap.data["bazel-cache.json"]).Statement : s.Effect == "Allow" && alltrue([for action in s.Action : startswith(action, "s3:") && !strcontains(action, "*")])])
    error_message = "Named actions only."
  }

  assert {
    condition     = jsondecode(kubernetes_config_map_v1.bootstrap.data["bazel-cache.json"]).Statement[0].Action == ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"] && jsondecode(kubernetes_config_map_v1.bootstrap.data["bazel-cache.json"]).Statement[0].Resource == ["arn:aws:s3:::bazel-cache"]
    error_message = "The bucket."
  }

  assert {
    condition     = jsondecode(kubernetes_config_map_v1.bootstrap.data["bazel-cache.json"]).Statement[1].Action == ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectTagging", "s3:GetObject", "s3:GetObjectTagging", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging"] && jsondecode(kubernetes_config_map_v1.bootstrap.data["bazel-cache.json"]).Statement[1].Resource == ["arn:aws:s3:::bazel-cache/*"]
    error_message = "Its objects; neither policies nor expiry."
  }
}

run "a_reader_reads" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi", access = "ro" } }
  }

  assert {
    condition     = jsondecode(kubernetes_config_map_v1.bootstrap.data["x.json"]).Statement[0].Action == ["s3:GetBucketLocation", "s3:ListBucket"] && jsondecode(kubernetes_config_map_v1.bootstrap.data["x.json"]).Statement[1].Action == ["s3:GetObject"]
    error_message = "Got ${kubernetes_config_map_v1.bootstrap.data["x.json"]}."
  }
}

run "job" {
  command = plan

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].automount_service_account_token == false && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].enable_service_links == false && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].service_account_name == "minio-bootstrap"
    error_message = "Its own service account, and no token."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].run_as_non_root && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].run_as_user == "1000" && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].security_context[0].seccomp_profile[0].type == "RuntimeDefault"
    error_message = "Not root."
  }

  assert {
    condition     = alltrue([for c in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container : c.security_context[0].read_only_root_filesystem && !c.security_context[0].allow_privilege_escalation && !c.security_context[0].privileged && c.security_context[0].run_as_non_root && c.security_context[0].capabilities[0].drop == tolist(["ALL"])])
    error_message = "Nothing to escalate."
  }

  assert {
    condition     = alltrue([for c in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container : c.resources[0].requests.cpu != null && c.resources[0].requests.memory != null && c.resources[0].limits.memory != null])
    error_message = "Bounded."
  }

  assert {
    condition     = one([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : v.empty_dir[0].medium if v.name == "tmp"]) == "Memory"
    error_message = "mc's configuration has credentials: it is never on a disk."
  }

  assert {
    condition     = alltrue([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : length(v.host_path) == 0]) && alltrue([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : v.secret[0].default_mode == "0440" if length(v.secret) > 0]) && one([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : v.projected[0].default_mode if v.name == "users"]) == "0440"
    error_message = "Secrets are for its group."
  }

  assert {
    condition     = alltrue([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : !can(regex("(?i)password|secret", e.name)) && length(e.value_from) == 0])
    error_message = "No secret in the environment."
  }
}

run "ways_of_servers" {
  command = plan

  variables {
    network_policy       = { ingress_namespaces = ["ci"] }
    kubernetes_api_cidrs = ["10.0.0.1/32"]
  }

  assert {
    condition     = toset(kubernetes_network_policy_v1.server.spec[0].policy_types) == toset(["Ingress", "Egress"]) && kubernetes_network_policy_v1.server.spec[0].pod_selector[0].match_labels == tomap({ "v1.min.io/tenant" = "minio" })
    error_message = "Both ways."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.server.spec[0].ingress) == 3 && alltrue([for r in kubernetes_network_policy_v1.server.spec[0].ingress : length(r.from) > 0 && [for p in r.ports : p.port] == ["9000"]])
    error_message = "Port 9000, and from somebody."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.server.spec[0].ingress[0].from) == 3 && kubernetes_network_policy_v1.server.spec[0].ingress[0].from[0].pod_selector[0].match_labels == tomap({ "v1.min.io/tenant" = "minio" }) && kubernetes_network_policy_v1.server.spec[0].ingress[0].from[1].pod_selector[0].match_labels["app.kubernetes.io/component"] == "bootstrap"
    error_message = "Servers and the Job."
  }

  assert {
    condition     = kubernetes_network_policy_v1.server.spec[0].ingress[0].from[2].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "minio-operator" }) && kubernetes_network_policy_v1.server.spec[0].ingress[0].from[2].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "operator" })
    error_message = "The operator."
  }

  assert {
    condition     = [for f in kubernetes_network_policy_v1.server.spec[0].ingress[1].from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"]] == ["attic", "bazel-cache", "packages", "ci"]
    error_message = "Namespaces that have credentials, and those that are named."
  }

  assert {
    condition     = [for f in kubernetes_network_policy_v1.server.spec[0].ingress[2].from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"]] == ["monitoring"]
    error_message = "Prometheus."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.server.spec[0].egress) == 3 && alltrue([for r in kubernetes_network_policy_v1.server.spec[0].egress : length(r.to) > 0 && length(r.ports) > 0])
    error_message = "Names, each other, the API server."
  }

  assert {
    condition     = kubernetes_network_policy_v1.server.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" }) && toset([for p in kubernetes_network_policy_v1.server.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"])
    error_message = "Names."
  }

  assert {
    condition     = kubernetes_network_policy_v1.server.spec[0].egress[1].to[0].pod_selector[0].match_labels == tomap({ "v1.min.io/tenant" = "minio" }) && [for p in kubernetes_network_policy_v1.server.spec[0].egress[1].ports : p.port] == ["9000"]
    error_message = "Each other."
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.server.spec[0].egress[2].to : t.ip_block[0].cidr] == ["10.0.0.1/32"] && [for p in kubernetes_network_policy_v1.server.spec[0].egress[2].ports : p.port] == ["443", "6443"]
    error_message = "The sidecar's API server."
  }
}

run "ways_of_the_job" {
  command = plan

  assert {
    condition     = toset(kubernetes_network_policy_v1.bootstrap.spec[0].policy_types) == toset(["Ingress", "Egress"]) && length(kubernetes_network_policy_v1.bootstrap.spec[0].ingress) == 0
    error_message = "Nobody in."
  }

  assert {
    condition     = kubernetes_network_policy_v1.bootstrap.spec[0].pod_selector[0].match_labels == tomap({ for k, v in kubernetes_job_v1.bootstrap.spec[0].template[0].metadata[0].labels : k => v if contains(["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"], k) })
    error_message = "It selects the Job's pods."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.bootstrap.spec[0].egress) == 2 && kubernetes_network_policy_v1.bootstrap.spec[0].egress[1].to[0].pod_selector[0].match_labels == tomap({ "v1.min.io/tenant" = "minio" }) && [for p in kubernetes_network_policy_v1.bootstrap.spec[0].egress[1].ports : p.port] == ["80", "9000"]
    error_message = "Names, and the servers."
  }

  assert {
    condition     = kubernetes_network_policy_v1.bootstrap.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" }) && toset([for p in kubernetes_network_policy_v1.bootstrap.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"])
    error_message = "Names."
  }
}

run "nobody_asked" {
  command = plan

  variables {
    buckets = { x = { bucket = "x-bucket", quota = "10Gi" } }
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.server.spec[0].ingress) == 2 && [for t in kubernetes_network_policy_v1.server.spec[0].egress[2].to : t.ip_block[0].cidr] == ["0.0.0.0/0", "::/0"]
    error_message = "No client without credentials."
  }
}

run "policies_can_be_somebody_elses" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = kubernetes_network_policy_v1.server == null && kubernetes_network_policy_v1.bootstrap == null
    error_message = "Then they see to it."
  }
}

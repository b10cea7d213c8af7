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

run "secrets_go_where_services_are" {
  command = plan

  assert {
    condition     = toset([for s in values(kubernetes_secret_v1.bucket) : "${s.metadata[0].namespace}/${s.metadata[0].name}"]) == toset(["attic/attic-s3", "bazel-cache/bazel-cache-s3", "packages/nexus-s3", "packages/pulp-s3", "attic/pg-backup-s3", "object-store/minio-user-attic", "object-store/minio-user-bazel-cache", "object-store/minio-user-nexus", "object-store/minio-user-pulp", "object-store/minio-user-pg-backup"])
    error_message = "Got ${jsonencode(keys(kubernetes_secret_v1.bucket))}."
  }

  assert {
    condition     = jsonencode({ for key, b in output.object_store.buckets : key => b.secrets }) == jsonencode({ attic = { attic = "attic-s3" }, bazel-cache = { bazel-cache = "bazel-cache-s3" }, nexus = { packages = "nexus-s3" }, pg-backup = { attic = "pg-backup-s3" }, pulp = { packages = "pulp-s3" } })
    error_message = "Got ${jsonencode(output.object_store.buckets)}."
  }

  assert {
    condition     = length(output.secret_names) == 11 && contains(output.secret_names, "object-store/minio-root")
    error_message = "Got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = output.object_store.credentials_keys == { access_key = "access-key", secret_key = "secret-key" }
    error_message = "The keys that attic, bazel-cache and postgres-cluster read."
  }
}

run "buckets_file" {
  command = plan

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["buckets.tsv"] == "attic\tattic\t307200\toff\toff\t-\nbazel-cache\tbazel-cache\t102400\toff\toff\t30\nnexus\tnexus-blobs\t102400\toff\toff\t-\npg-backup\tpg-backup\t51200\toff\toff\t-\npulp\tpulp-content\t51200\toff\toff\t-\n"
    error_message = "Got ${kubernetes_config_map_v1.bootstrap.data["buckets.tsv"]}"
  }

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["bootstrap.sh"] == file("files/bootstrap.sh")
    error_message = "The script that is tested."
  }

  assert {
    condition     = alltrue([for key in ["attic", "bazel-cache", "nexus", "pulp", "pg-backup"] : can(jsondecode(kubernetes_config_map_v1.bootstrap.data["${key}.json"]))])
    error_message = "A policy each."
  }
}

run "everything_set" {
  command = plan

  variables {
    labels     = { team = "build" }
    image      = { repository = "a/b", tag = "1", pull_policy = "Always", pull_secrets = ["registry"] }
    pool       = { servers = 4, volumes_per_server = 4, volume_size = "512Gi", storage_class = "local" }
    parity     = 8
    tls        = { secret_name = "minio-tls" }
    resources  = { requests = { cpu = "2", memory = "4Gi" }, limits = { cpu = "4", memory = "8Gi" } }
    scheduling = { node_selector = { disk = "big" }, tolerations = [{ key = "dedicated", value = "s3", effect = "NoSchedule" }], priority_class_name = "high" }
    buckets    = { x = { bucket = "x-bucket", quota = "1Ti", versioning = true, object_lock = true } }
  }

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["buckets.tsv"] == "x\tx-bucket\t1048576\ton\ton\t-\n"
    error_message = "Got ${kubernetes_config_map_v1.bootstrap.data["buckets.tsv"]}"
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].volumeClaimTemplate.spec.storageClassName == "local" && yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].nodeSelector == { disk = "big" } && yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].tolerations == [{ key = "dedicated", operator = "Equal", value = "s3", effect = "NoSchedule" }]
    error_message = "Where servers run."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.imagePullSecret == { name = "registry" } && yamldecode(kubectl_manifest.tenant.yaml_body).spec.priorityClassName == "high" && yamldecode(kubectl_manifest.tenant.yaml_body).spec.imagePullPolicy == "Always"
    error_message = "Pulling and priority."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.externalCertSecret == [{ name = "minio-tls", type = "cert-manager.io/v1" }] && alltrue([for probe in ["liveness", "readiness", "startup"] : yamldecode(kubectl_manifest.tenant.yaml_body).spec[probe].httpGet.scheme == "HTTPS"])
    error_message = "TLS by cert-manager's Secret."
  }

  assert {
    condition     = output.object_store.endpoint == "https://minio.object-store.svc" && output.object_store.endpoint_port == 443 && output.object_store.tls
    error_message = "Clients speak TLS."
  }

  assert {
    condition     = contains([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : "${e.name}=${e.value}"], "CA_FILE=/run/ca/ca.crt") && contains([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : "${e.name}=${e.value}"], "MINIO_URL=https://minio.object-store.svc")
    error_message = "The Job too."
  }

  assert {
    condition     = contains([for e in yamldecode(kubectl_manifest.tenant.yaml_body).spec.env : "${e.name}=${e.value}"], "MINIO_STORAGE_CLASS_STANDARD=EC:8") && output.object_store.capacity.usable_gib == 4096
    error_message = "Parity 8 of 16: half."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.poolsMetadata.labels.team == "build" && yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].resources.limits == { cpu = "4", memory = "8Gi" }
    error_message = "Labels and resources."
  }
}

run "waited_for" {
  command = plan

  assert {
    condition     = kubernetes_job_v1.bootstrap.wait_for_completion && kubernetes_job_v1.bootstrap.spec[0].ttl_seconds_after_finished == null
    error_message = "An apply ends with buckets that are there; a Job with a time to live would be made anew by every apply."
  }

  assert {
    condition     = tolist(kubectl_manifest.tenant.wait_for[0].field)[0].key == "status.currentState" && tolist(kubectl_manifest.tenant.wait_for[0].field)[0].value == "Initialized"
    error_message = "Servers first."
  }

  assert {
    condition     = alltrue([for m in [kubectl_manifest.tenant, kubectl_manifest.pod_monitor, kubectl_manifest.prometheus_rule] : m.server_side_apply && m.field_manager == "opentofu"])
    error_message = "Fields that others own stay theirs."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].command == tolist(["/bin/sh", "/etc/bootstrap/bootstrap.sh"]) && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].image == "quay.io/minio/mc:RELEASE.2025-08-13T08-35-41Z"
    error_message = "The script, in mc's image."
  }

  assert {
    condition     = toset([for s in one([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : v.projected[0].sources if v.name == "users"]) : "${s.secret[0].name} ${s.secret[0].items[0].path} ${s.secret[0].items[1].path}"]) == toset([for key in keys(var.buckets) : "minio-user-${key} ${key}/user ${key}/password"])
    error_message = "Each user's credentials."
  }
}

run "revisions" {
  command = plan

  assert {
    condition     = alltrue([for key, s in kubernetes_secret_v1.bucket : s.data_wo_revision == output.object_store.buckets[split("/", key)[0]].credentials_revision])
    error_message = "All Secrets of a bucket are written together, and their users are told."
  }
  assert {
    condition     = alltrue([for b in values(output.object_store.buckets) : floor(b.credentials_revision / 1000000000) == 1])
    error_message = "The revision leads the number: ${jsonencode(output.object_store.buckets)}."
  }
}

run "administrator" {
  command = plan

  variables {
    root_revision = 2
  }

  assert {
    condition     = kubernetes_secret_v1.root.data_wo_revision == 2 && yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].annotations["flywheel.dev/root-revision"] == "2"
    error_message = "A new password, and servers that are restarted with it."
  }
}

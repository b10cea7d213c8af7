mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "attic-db"
  namespace   = "attic"
  environment = "dev"
  database    = { name = "attic", owner = "attic" }
  storage     = { size = "20Gi" }
  backup      = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" } }
}

run "everything_set" {
  command = plan

  variables {
    labels                      = { team = "build" }
    instances                   = 3
    image                       = { repository = "registry.example.com/postgresql", tag = "17.10", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000", pull_policy = "Always", pull_secrets = ["registry"] }
    storage                     = { size = "100Gi", wal_size = "20Gi", class = "fast", resize_in_use = false }
    resources                   = { requests = { cpu = "2", memory = "4Gi" }, limits = { cpu = "4", memory = "8Gi" } }
    parameters                  = { shared_buffers = "1GB" }
    max_connections             = 200
    database                    = { name = "attic", owner = "attic", extensions = ["pg_trgm"], locale = "en_US.UTF-8" }
    additional_databases        = ["nexus", "baget_ter"]
    anti_affinity               = "preferred"
    scheduling                  = { node_selector = { disk = "ssd" }, tolerations = [{ key = "dedicated", value = "db", effect = "NoSchedule" }], priority_class_name = "high" }
    service_account_annotations = { role = "r" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.imageName == "registry.example.com/postgresql:17.10@sha256:0000000000000000000000000000000000000000000000000000000000000000" && yamldecode(kubectl_manifest.cluster.yaml_body).spec.imagePullPolicy == "Always" && yamldecode(kubectl_manifest.cluster.yaml_body).spec.imagePullSecrets == [{ name = "registry" }]
    error_message = "The image reaches the Cluster."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.storage == { size = "100Gi", storageClass = "fast", resizeInUseVolumes = false } && yamldecode(kubectl_manifest.cluster.yaml_body).spec.walStorage == { size = "20Gi", storageClass = "fast", resizeInUseVolumes = false }
    error_message = "Volumes."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.resources == { requests = { cpu = "2", memory = "4Gi" }, limits = { cpu = "4", memory = "8Gi" } }
    error_message = "Resources."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.postgresql.parameters == { shared_buffers = "1GB", max_connections = "200" }
    error_message = "Parameters."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap.initdb.postInitApplicationSQL == ["CREATE EXTENSION IF NOT EXISTS \"pg_trgm\""] && yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap.initdb.localeCollate == "en_US.UTF-8"
    error_message = "Extensions and locale."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.affinity.podAntiAffinityType == "preferred" && yamldecode(kubectl_manifest.cluster.yaml_body).spec.affinity.nodeSelector == { disk = "ssd" } && yamldecode(kubectl_manifest.cluster.yaml_body).spec.affinity.tolerations == [{ key = "dedicated", operator = "Equal", value = "db", effect = "NoSchedule" }]
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.cluster.yaml_body).spec.affinity)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.priorityClassName == "high" && yamldecode(kubectl_manifest.cluster.yaml_body).spec.serviceAccountTemplate == { metadata = { annotations = { role = "r" } } }
    error_message = "Priority and role."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.instances == 3 && yamldecode(kubectl_manifest.cluster.yaml_body).spec.enablePDB == true
    error_message = "The operator makes the budgets."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).metadata.labels.team == "build" && yamldecode(kubectl_manifest.cluster.yaml_body).spec.inheritedMetadata.labels["app.kubernetes.io/name"] == "postgresql" && !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.inheritedMetadata.labels["app.kubernetes.io/managed-by"])
    error_message = "Labels reach the pods."
  }

  assert {
    condition     = output.resources == { replicas = 3, cpu = "2", memory = "4Gi", storage = "122880Mi", group = "beside", optional = false }
    error_message = "Data and log count: ${jsonencode(output.resources)}."
  }

  assert {
    condition     = toset(keys(kubectl_manifest.database)) == toset(["nexus", "baget_ter"])
    error_message = "One Database each."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.database["baget_ter"].yaml_body).metadata.name == "attic-db-baget-ter" && yamldecode(kubectl_manifest.database["baget_ter"].yaml_body).spec == { name = "baget_ter", owner = "attic", cluster = { name = "attic-db" }, databaseReclaimPolicy = "retain" }
    error_message = "Owned by the role, and never dropped."
  }

  assert {
    condition     = output.databases == ["attic", "nexus", "baget_ter"]
    error_message = "Got ${jsonencode(output.databases)}."
  }
}

run "applied_by_the_server_and_waited_for" {
  command = plan

  assert {
    condition     = alltrue([for m in [kubectl_manifest.cluster, kubectl_manifest.object_store, kubectl_manifest.scheduled_backup, kubectl_manifest.pod_monitor, kubectl_manifest.prometheus_rule] : m.server_side_apply && m.field_manager == "opentofu"])
    error_message = "Fields that others own stay theirs."
  }

  assert {
    condition     = tolist(kubectl_manifest.cluster.wait_for[0].condition)[0].type == "Ready" && tolist(kubectl_manifest.cluster.wait_for[0].condition)[0].status == "True"
    error_message = "Who comes after finds a database that answers."
  }

  assert {
    condition     = length(coalesce(kubectl_manifest.cluster.ignore_fields, [])) == 0
    error_message = "A change of a parameter must be applied."
  }
}

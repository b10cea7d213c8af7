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

run "one_instance" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).kind == "Cluster" && yamldecode(kubectl_manifest.cluster.yaml_body).apiVersion == "postgresql.cnpg.io/v1" && yamldecode(kubectl_manifest.cluster.yaml_body).metadata.name == "attic-db" && yamldecode(kubectl_manifest.cluster.yaml_body).metadata.namespace == "attic"
    error_message = "Got ${kubectl_manifest.cluster.yaml_body}"
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.instances == 1 && yamldecode(kubectl_manifest.cluster.yaml_body).spec.enablePDB == false
    error_message = "A budget for one instance blocks every node drain."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.imageName == "ghcr.io/cloudnative-pg/postgresql:18.6-minimal-trixie"
    error_message = "The version is pinned."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.storage == { size = "20Gi", resizeInUseVolumes = true } && !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.walStorage)
    error_message = "One volume, of the cluster's class."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.resources == { requests = { cpu = "500m", memory = "1Gi" }, limits = { memory = "1Gi" } }
    error_message = "Requests, and a limit of memory."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap == { initdb = { database = "attic", owner = "attic", encoding = "UTF8", localeCollate = "C.UTF-8", localeCType = "C.UTF-8", dataChecksums = true } }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.postgresql.parameters == { max_connections = "100" }
    error_message = "All else is the operator's."
  }

  assert {
    condition     = alltrue([for key in ["startDelay", "stopDelay", "switchoverDelay", "smartShutdownTimeout"] : !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec[key])])
    error_message = "The operator's delays are long for a reason: 30 s kill an instance in crash recovery, in a loop."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.primaryUpdateStrategy == "unsupervised" && yamldecode(kubectl_manifest.cluster.yaml_body).spec.primaryUpdateMethod == "switchover"
    error_message = "Updates go round by themselves, by a switchover."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.affinity == { enablePodAntiAffinity = true, podAntiAffinityType = "required", topologyKey = "kubernetes.io/hostname" }
    error_message = "No two on one node."
  }
}

run "outputs" {
  command = plan

  assert {
    condition     = output.cluster_name == "attic-db" && output.namespace == "attic"
    error_message = "Names."
  }

  assert {
    condition     = output.host_rw == "attic-db-rw.attic.svc" && output.host_ro == "attic-db-ro.attic.svc" && output.port == 5432
    error_message = "Where clients connect."
  }

  assert {
    condition     = output.database == "attic" && output.owner == "attic" && output.databases == ["attic"]
    error_message = "What they connect to."
  }

  assert {
    condition     = output.app_secret_name == "attic-db-app" && output.app_secret_uri_key == "fqdn-uri"
    error_message = "The operator's Secret."
  }

  assert {
    condition     = output.pod_selector == { "cnpg.io/cluster" = "attic-db", "cnpg.io/podRole" = "instance" }
    error_message = "For policies of clients."
  }

  assert {
    condition     = output.object_store_name == "attic-db-backup" && output.backup == { bucket = "pg-backup", path = "attic-db", retention = "30d", schedule = "0 0 2 * * *" }
    error_message = "Got ${jsonencode(output.backup)}."
  }

  assert {
    condition     = output.resources == { replicas = 1, cpu = "500m", memory = "1Gi", storage = "20480Mi", group = "beside", optional = false }
    error_message = "Got ${jsonencode(output.resources)}."
  }
}

run "without_backup" {
  command = plan

  variables {
    backup = { enabled = false }
  }

  assert {
    condition     = !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.plugins) && kubectl_manifest.object_store == null && kubectl_manifest.scheduled_backup == null
    error_message = "Nothing of the plugin is needed."
  }

  assert {
    condition     = output.object_store_name == null && output.backup == null && output.restore_manifest == null
    error_message = "There is nothing to restore from."
  }

  assert {
    condition     = alltrue([for e in kubernetes_network_policy_v1.this.spec[0].egress : !contains([for p in e.ports : p.port], "9000")])
    error_message = "No way to an object store."
  }
}

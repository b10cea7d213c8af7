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

run "restore_to_a_moment" {
  command = plan

  variables {
    backup   = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" }, server_name = "attic-db-2" }
    recovery = { source_server = "attic-db", target_time = "2026-11-28T02:00:00Z" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap == { recovery = { source = "origin", database = "attic", owner = "attic", recoveryTarget = { targetTime = "2026-11-28T02:00:00Z" } } }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.externalClusters == [{ name = "origin", plugin = { name = "barman-cloud.cloudnative-pg.io", parameters = { barmanObjectName = "attic-db-backup", serverName = "attic-db" } } }]
    error_message = "From the old cluster's directory."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.plugins[0].parameters.serverName == "attic-db-2"
    error_message = "Into one of its own: it must not write over what it came from."
  }
}

run "restore_the_last" {
  command = plan

  variables {
    recovery = { source_server = "old" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap == { recovery = { source = "origin", database = "attic", owner = "attic" } }
    error_message = "All that was archived."
  }
}

run "drill" {
  command = plan

  assert {
    condition     = yamldecode(output.restore_manifest).kind == "Cluster" && yamldecode(output.restore_manifest).metadata == { name = "attic-db-restore", namespace = "attic" }
    error_message = "Beside the cluster."
  }

  assert {
    condition     = yamldecode(output.restore_manifest).spec.instances == 1 && yamldecode(output.restore_manifest).spec.enablePDB == false && !can(yamldecode(output.restore_manifest).spec.plugins)
    error_message = "One instance that backs up nothing: it is looked at, and deleted."
  }

  assert {
    condition     = yamldecode(output.restore_manifest).spec.bootstrap.recovery.source == yamldecode(output.restore_manifest).spec.externalClusters[0].name && yamldecode(output.restore_manifest).spec.externalClusters[0].plugin.parameters == { barmanObjectName = "attic-db-backup", serverName = "attic-db" }
    error_message = "From this cluster's backups."
  }

  assert {
    condition     = yamldecode(output.restore_manifest).spec.imageName == yamldecode(kubectl_manifest.cluster.yaml_body).spec.imageName && yamldecode(output.restore_manifest).spec.storage == yamldecode(kubectl_manifest.cluster.yaml_body).spec.storage && yamldecode(output.restore_manifest).spec.enableSuperuserAccess == false
    error_message = "Of the same version and size."
  }
}

run "three_instances_survive_one" {
  command = plan

  variables {
    instances = 3
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.instances == 3 && yamldecode(kubectl_manifest.cluster.yaml_body).spec.enablePDB && yamldecode(kubectl_manifest.cluster.yaml_body).spec.affinity.podAntiAffinityType == "required"
    error_message = "On three nodes, one of which may go."
  }
}

mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "pinned" {
  command = plan

  assert {
    condition     = helm_release.this.chart == "seaweedfs" && helm_release.this.version == "4.44.0" && helm_release.this.repository == "https://seaweedfs.github.io/seaweedfs/helm" && helm_release.this.name == "seaweedfs" && helm_release.this.namespace == "object-store"
    error_message = "The chart."
  }

  assert {
    condition     = helm_release.this.atomic && helm_release.this.wait && helm_release.this.max_history == 5 && length(helm_release.this.values) == 1 && helm_release.this.set == null
    error_message = "Rolled back by itself; values only."
  }

  assert {
    condition     = alltrue([for c in ["master", "volume", "filer", "s3"] : yamldecode(helm_release.this.values[0])[c].imageOverride == "docker.io/chrislusf/seaweedfs:4.44"])
    error_message = "One pinned image."
  }
}

run "the_plan" {
  command = plan

  assert {
    condition     = { for key, b in output.object_store.buckets : key => "${b.bucket} ${b.quota_gib} ${coalesce(b.expire_days, 0)}" } == { attic = "attic 300 0", bazel-cache = "bazel-cache 100 30", nexus = "nexus-blobs 100 0", pulp = "pulp-content 50 0", pg-backup = "pg-backup 50 0" }
    error_message = "Got ${jsonencode(output.object_store.buckets)}."
  }

  assert {
    condition     = output.object_store.capacity == { raw_gib = 1800, drives = 2, parity = 1, usable_gib = 900, allocated_gib = 600, headroom_gib = 300, fits = true }
    error_message = "Two copies halve the disks: ${jsonencode(output.object_store.capacity)}."
  }

  assert {
    condition     = output.resources == { replicas = 3, cpu = "500m", memory = "1Gi", storage = "600Gi", group = "beside", optional = false } && output.namespace == "object-store"
    error_message = "For capacity."
  }
}

run "copies" {
  command = plan

  assert {
    condition     = yamldecode(helm_release.this.values[0]).global.seaweedfs.enableReplication && yamldecode(helm_release.this.values[0]).global.seaweedfs.replicationPlacement == "001" && yamldecode(helm_release.this.values[0]).master.defaultReplication == "001" && yamldecode(helm_release.this.values[0]).filer.defaultReplicaPlacement == "001"
    error_message = "One more on another server."
  }
}

run "one_copy" {
  command = plan

  variables {
    volume = { size = "1000Gi" }
  }

  assert {
    condition     = !yamldecode(helm_release.this.values[0]).global.seaweedfs.enableReplication && yamldecode(helm_release.this.values[0]).master.defaultReplication == "000" && output.object_store.capacity.usable_gib == 1000
    error_message = "None more."
  }
}

mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "values" {
  command = plan

  assert {
    condition     = yamldecode(helm_release.this.values[0]).fullnameOverride == "seaweedfs" && yamldecode(helm_release.this.values[0]).s3.enabled && yamldecode(helm_release.this.values[0]).s3.enableAuth && yamldecode(helm_release.this.values[0]).s3.existingConfigSecret == "seaweedfs-s3-config" && yamldecode(helm_release.this.values[0]).s3.port == 8333
    error_message = "The gateway asks for credentials."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).s3.createBuckets == [{ name = "attic", anonymousRead = false }, { name = "bazel-cache", anonymousRead = false, ttl = "30d" }, { name = "nexus-blobs", anonymousRead = false }, { name = "pg-backup", anonymousRead = false }, { name = "pulp-content", anonymousRead = false }]
    error_message = "Got ${jsonencode(yamldecode(helm_release.this.values[0]).s3.createBuckets)}."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).volume.dataDirs == [{ name = "data", type = "persistentVolumeClaim", size = "600Gi", storageClass = "", maxVolumes = 0 }] && yamldecode(helm_release.this.values[0]).master.data.type == "persistentVolumeClaim" && yamldecode(helm_release.this.values[0]).filer.data == { type = "persistentVolumeClaim", size = "10Gi", storageClass = "" }
    error_message = "Claims, not directories of the host."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).master.replicas == 1 && yamldecode(helm_release.this.values[0]).volume.replicas == 3 && yamldecode(helm_release.this.values[0]).filer.replicas == 1 && yamldecode(helm_release.this.values[0]).s3.replicas == 1
    error_message = "Pods."
  }

  assert {
    condition     = length(setsubtract(keys(yamldecode(helm_release.this.values[0])), ["fullnameOverride", "global", "master", "volume", "filer", "s3"])) == 0
    error_message = "A key that the chart does not know would be ignored in silence."
  }
}

run "everything_set" {
  command = plan

  variables {
    name          = "store"
    chart_version = "4.50.0"
    labels        = { team = "data" }
    image         = { repository = "a/b", tag = "1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    masters       = 3
    gateways      = 2
    volume        = { servers = 3, size = "600Gi", copies = 3, storage_class = "local" }
    filer         = { size = "20Gi" }
    resources     = { requests = { cpu = "1", memory = "2Gi" }, limits = { cpu = "2", memory = "4Gi" } }
    buckets       = { x = { bucket = "x-bucket", quota = "1Gi", versioning = true } }
  }

  assert {
    condition     = helm_release.this.name == "store" && yamldecode(helm_release.this.values[0]).fullnameOverride == "store" && output.object_store.endpoint == "http://store-s3.object-store.svc:8333" && helm_release.this.version == "4.50.0"
    error_message = "Name and version."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).volume.dataDirs[0].storageClass == "local" && yamldecode(helm_release.this.values[0]).filer.data == { type = "persistentVolumeClaim", size = "20Gi", storageClass = "local" } && yamldecode(helm_release.this.values[0]).s3.createBuckets == [{ name = "x-bucket", anonymousRead = false, versioning = "Enabled" }]
    error_message = "Storage and buckets."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).master.replicas == 3 && yamldecode(helm_release.this.values[0]).s3.replicas == 2 && yamldecode(helm_release.this.values[0]).master.imageOverride == "a/b:1@sha256:0000000000000000000000000000000000000000000000000000000000000000" && yamldecode(helm_release.this.values[0]).s3.podLabels.team == "data"
    error_message = "Pods."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).volume.resources == { requests = { cpu = "1", memory = "2Gi" }, limits = { cpu = "2", memory = "4Gi" } }
    error_message = "Resources."
  }
}

run "secrets_go_where_services_are" {
  command = plan

  assert {
    condition     = toset([for s in values(kubernetes_secret_v1.bucket) : "${s.metadata[0].namespace}/${s.metadata[0].name}"]) == toset(["attic/attic-s3", "bazel-cache/bazel-cache-s3", "packages/nexus-s3", "packages/pulp-s3", "attic/pg-backup-s3"])
    error_message = "Got ${jsonencode(keys(kubernetes_secret_v1.bucket))}."
  }

  assert {
    condition     = alltrue([for s in concat(values(kubernetes_secret_v1.bucket), [kubernetes_secret_v1.config]) : s.data_wo_revision == output.object_store.buckets["attic"].credentials_revision])
    error_message = "All are written together, the file of all users among them."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).s3.podAnnotations["flywheel.dev/credentials-revision"] == tostring(output.object_store.buckets["attic"].credentials_revision)
    error_message = "Gateways restart with them."
  }
}

run "quotas" {
  command = plan

  assert {
    condition     = kubernetes_config_map_v1.quota.data["commands"] == "s3.bucket.quota -name=attic -op=set -sizeMB=307200\ns3.bucket.quota -name=bazel-cache -op=set -sizeMB=102400\ns3.bucket.quota -name=nexus-blobs -op=set -sizeMB=102400\ns3.bucket.quota -name=pg-backup -op=set -sizeMB=51200\ns3.bucket.quota -name=pulp-content -op=set -sizeMB=51200\ns3.bucket.quota.enforce -apply\n"
    error_message = "Set, and enforced."
  }

  assert {
    condition     = kubernetes_cron_job_v1.quota.spec[0].schedule == "*/10 * * * *" && kubernetes_cron_job_v1.quota.spec[0].concurrency_policy == "Forbid"
    error_message = "Every ten minutes, one at a time."
  }

  assert {
    condition     = { for e in kubernetes_cron_job_v1.quota.spec[0].job_template[0].spec[0].template[0].spec[0].container[0].env : e.name => e.value } == { WEED_CLUSTER_DEFAULT = "sw", WEED_CLUSTER_SW_MASTER = "seaweedfs-master.object-store:9333", WEED_CLUSTER_SW_FILER = "seaweedfs-filer-client.object-store:8888" }
    error_message = "By the chart's Services."
  }
}

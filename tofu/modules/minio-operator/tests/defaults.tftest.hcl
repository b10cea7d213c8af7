mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment                  = "dev"
  accept_unmaintained_operator = true
}

run "pinned" {
  command = plan

  assert {
    condition     = helm_release.this.chart == "operator" && helm_release.this.version == "7.1.1" && helm_release.this.repository == "https://operator.min.io" && helm_release.this.namespace == "minio-operator" && helm_release.this.name == "minio-operator"
    error_message = "The last chart."
  }

  assert {
    condition     = helm_release.this.atomic && helm_release.this.wait && helm_release.this.timeout == 600 && helm_release.this.max_history == 5
    error_message = "An upgrade that fails is rolled back."
  }

  assert {
    condition     = length(helm_release.this.values) == 1 && helm_release.this.set == null && helm_release.this.set_list == null && helm_release.this.set_sensitive == null
    error_message = "Values only: they are seen whole."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).operator.image == { repository = "quay.io/minio/operator", tag = "v7.1.1" } && yamldecode(helm_release.this.values[0]).operator.sidecarImage == { repository = "quay.io/minio/operator-sidecar", tag = "v7.0.1" }
    error_message = "Pinned images."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).operator.replicaCount == 2 && yamldecode(helm_release.this.values[0]).operator.resources == { requests = { cpu = "200m", memory = "256Mi" }, limits = { memory = "512Mi" } }
    error_message = "Two bounded pods."
  }

  assert {
    condition     = output.namespace == "minio-operator" && output.ready_revision == "7.1.1"
    error_message = "Outputs."
  }

  assert {
    condition     = output.resources == { replicas = 2, cpu = "200m", memory = "256Mi", storage = "0Gi", group = "beside", optional = false }
    error_message = "For capacity."
  }
}

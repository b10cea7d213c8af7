mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment                  = "dev"
  accept_unmaintained_operator = true
}

run "everything_set" {
  command = plan

  variables {
    chart_version    = "7.2.0"
    chart_repository = "oci://registry.example.com/charts"
    namespace        = "platform"
    image            = { repository = "a/operator", tag = "v7", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    sidecar_image    = { repository = "a/sidecar", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    replicas         = 3
    labels           = { team = "data" }
    resources        = { requests = { cpu = "1", memory = "1Gi" }, limits = { cpu = "2", memory = "2Gi" } }
  }

  assert {
    condition     = helm_release.this.version == "7.2.0" && helm_release.this.repository == "oci://registry.example.com/charts" && helm_release.this.namespace == "platform"
    error_message = "Version and mirror."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).operator.image == { repository = "a/operator", tag = "v7@sha256:0000000000000000000000000000000000000000000000000000000000000000" } && yamldecode(helm_release.this.values[0]).operator.sidecarImage == { repository = "a/sidecar@sha256", tag = "0000000000000000000000000000000000000000000000000000000000000000" }
    error_message = "The chart puts a colon between the two."
  }

  assert {
    condition     = yamldecode(helm_release.this.values[0]).operator.replicaCount == 3 && yamldecode(helm_release.this.values[0]).operator.additionalLabels.team == "data" && yamldecode(helm_release.this.values[0]).operator.resources == { requests = { cpu = "1", memory = "1Gi" }, limits = { cpu = "2", memory = "2Gi" } }
    error_message = "Pods."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this.spec[0].max_unavailable == "1" && kubernetes_pod_disruption_budget_v1.this.spec[0].selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "operator", "app.kubernetes.io/instance" = "minio-operator" })
    error_message = "A budget, which the chart lacks."
  }
}

# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}

variables {
  environment                  = "dev"
  accept_unmaintained_operator = true
}

run "refused_01" {
  command = plan

  variables {
    # not accepted
    accept_unmaintained_operator = false
    # namespace with dot
    namespace = "a.b"
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # chart range
    chart_version = "~7.1"
    # repository without tls
    chart_repository = "http://operator.min.io"
    # cpu malformed
    resources = { requests = { cpu = "half", memory = "1Gi" } }
    # kubernetes api no range
    kubernetes_api_cidrs = ["api"]
    # registry no range
    registry_cidrs = ["quay.io"]
    # runbooks not https
    monitoring = { runbook_base_url = "http://example.com" }
    # dashboard in a namespace with dot
    dashboard = { enabled = true, namespace = "Grafana" }
  }

  expect_failures = [
    var.accept_unmaintained_operator,
    var.namespace,
    var.environment,
    var.labels,
    var.chart_version,
    var.chart_repository,
    var.resources,
    var.kubernetes_api_cidrs,
    var.registry_cidrs,
    var.monitoring,
    var.dashboard,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # chart old
    chart_version = "6.0.4"
    # image with tag in repository
    image = { repository = "a/b:1", tag = "1" }
    # sidecar image with tag in repository
    sidecar_image = { repository = "a/b:1", tag = "1" }
    # replicas none
    replicas = 0
    # memory malformed
    resources = { requests = { cpu = "1", memory = "1G" } }
    # registry nowhere
    registry_cidrs = []
  }

  expect_failures = [
    var.chart_version,
    var.image,
    var.sidecar_image,
    var.replicas,
    var.resources,
    var.registry_cidrs,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # image without version
    image = { repository = "a/b" }
    # sidecar image without version
    sidecar_image = { repository = "a/b" }
    # limit below request
    resources = { requests = { cpu = "1", memory = "2Gi" }, limits = { memory = "1Gi" } }
  }

  expect_failures = [
    var.image,
    var.sidecar_image,
    var.resources,
  ]
}

run "refused_04" {
  command = plan

  variables {
    # image latest
    image = { repository = "a/b", tag = "latest" }
    # sidecar image latest
    sidecar_image = { repository = "a/b", tag = "latest" }
  }

  expect_failures = [
    var.image,
    var.sidecar_image,
  ]
}

run "refused_05" {
  command = plan

  variables {
    # image digest malformed
    image = { repository = "a/b", digest = "sha256:1" }
    # sidecar image digest malformed
    sidecar_image = { repository = "a/b", digest = "sha256:1" }
  }

  expect_failures = [
    var.image,
    var.sidecar_image,
  ]
}

run "image_without_digest_in_prod" {
  command = plan

  variables {
    environment   = "prod"
    sidecar_image = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.image]
}

run "sidecar_image_without_digest_in_prod" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.sidecar_image]
}

run "replicas_one_in_prod" {
  command = plan

  variables {
    environment   = "prod"
    replicas      = 1
    image         = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    sidecar_image = { repository = "a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [var.replicas]
}

mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace      = "packages"
  environment    = "dev"
  api_key_secret = { name = "bagetter-api-key" }
}

run "one_pod_on_one_volume" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].replicas == "1" && kubernetes_deployment_v1.this.spec[0].strategy[0].type == "Recreate"
    error_message = "One pod; the old one goes before the new one comes, since both cannot have the volume."
  }

  assert {
    condition     = kubernetes_persistent_volume_claim_v1.data.spec[0].resources[0].requests == tomap({ storage = "20Gi" }) && kubernetes_persistent_volume_claim_v1.data.spec[0].access_modes == toset(["ReadWriteOnce"])
    error_message = "Packages are kept on 20 GiB."
  }

  assert {
    condition     = [for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.persistent_volume_claim[0].claim_name if v.name == "data"] == [kubernetes_persistent_volume_claim_v1.data.metadata[0].name]
    error_message = "The pod has the volume."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].resources[0].requests == tomap({ cpu = "500m", memory = "512Mi", ephemeral-storage = "3Gi" }) && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].resources[0].limits == tomap({ memory = "1Gi" })
    error_message = "500m and 512Mi, and room for uploads."
  }

  assert {
    condition     = output.resources == { replicas = 1, cpu = "500m", memory = "512Mi", storage = "20Gi", group = "packages", optional = false }
    error_message = "This row is what the capacity table counts, got ${jsonencode(output.resources)}."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image == "docker.io/bagetter/bagetter:1.6.5"
    error_message = "Got ${kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image}."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this == null
    error_message = "A budget for one pod blocks every node drain."
  }
}

run "addresses" {
  command = plan

  assert {
    condition     = output.url == "http://bagetter.packages.svc" && output.internal_url == output.url && output.service_index_url == "http://bagetter.packages.svc/v3/index.json"
    error_message = "Within the cluster, got ${output.url}."
  }

  assert {
    condition     = output.service == { name = "bagetter", port = 80 } && output.namespace == "packages"
    error_message = "Stacks hand these on."
  }

  assert {
    condition     = length(output.nuget_sources) == 0
    error_message = "No client outside is given an address that it cannot reach."
  }

  assert {
    condition     = output.secret_names == tolist(["bagetter-api-key"]) && output.s3_bucket == null
    error_message = "Got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = [for p in kubernetes_service_v1.this.spec[0].port : "${p.name} ${p.port} ${p.target_port}"] == ["http 80 http"] && kubernetes_service_v1.this.spec[0].type == "ClusterIP"
    error_message = "HTTP on 80."
  }
}

run "packages_do_not_change" {
  command = plan

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "AllowPackageOverwrites"]) == "False" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "PackageDeletionBehavior"]) == "Unlist"
    error_message = "What has been published stays."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Mirror__Enabled"]) == "false" && !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "Mirror__PackageSource")
    error_message = "Nothing is fetched from elsewhere."
  }

  assert {
    condition     = !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "Retention__MaxMajorVersions") && !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "Retention__MaxPrereleaseVersions")
    error_message = "Nothing is deleted."
  }
}

mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "packages"
  environment = "dev"
  accept_eula = true

  database  = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db", ca_secret = "packages-db-ca" }
  blobstore = { bucket = "nexus-blobs", endpoint = "http://minio.object-store.svc:80", credentials_secret = "nexus-s3" }

  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = "nexus-encryption"
  metrics_secret_name        = "nexus-metrics"
}

run "one_pod" {
  command = plan

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].replicas == "1" && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].resources[0].requests == tomap({ cpu = "2", memory = "6Gi" }) && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].resources[0].limits == tomap({ memory = "6Gi" })
    error_message = "The plan counts 2 CPU and 6Gi."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].volume_claim_template[0].spec[0].resources[0].requests == tomap({ storage = "50Gi" }) && kubernetes_stateful_set_v1.this.spec[0].volume_claim_template[0].metadata[0].name == "nexus-data"
    error_message = "And 50Gi."
  }

  assert {
    condition     = output.resources == { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full", optional = true }
    error_message = "This row is what the capacity table counts, got ${jsonencode(output.resources)}."
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].image == "docker.io/sonatype/nexus3:3.96.3" && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].image == "docker.io/curlimages/curl:8.21.0"
    error_message = "Pinned images."
  }

  assert {
    condition     = output.limits == { components = 40000, requests_per_day = 100000 }
    error_message = "The community edition's."
  }
}

run "addresses" {
  command = plan

  variables {
    repositories = {
      rpm-internal = { format = "yum", type = "hosted", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY" }
      nuget-hosted = { format = "nuget", type = "hosted" }
      nuget-org    = { format = "nuget", type = "proxy", remote_url = "https://api.nuget.org/v3/index.json" }
      nuget        = { format = "nuget", type = "group", members = ["nuget-hosted", "nuget-org"], nuget_patterns = ["Example.*"] }
      npm-example  = { format = "npm", type = "hosted", npm_scope = "@example" }
      pypi         = { format = "pypi", type = "proxy", remote_url = "https://pypi.org", index = true }
      files        = { format = "raw", type = "hosted", write_policy = "ALLOW" }
    }
  }

  assert {
    condition     = output.url == "http://nexus.packages.svc" && output.internal_url == output.url && output.namespace == "packages" && output.service == { name = "nexus", port = 80 } && output.s3_bucket == "nexus-blobs"
    error_message = "Within the cluster, got ${output.url}."
  }

  assert {
    condition     = length(output.nuget_sources) + length(output.npm_registries) + length(output.pypi_indexes) + length(output.rpm_repos) == 0
    error_message = "No client outside is given an address that it cannot reach."
  }

  assert {
    condition     = output.secret_names == tolist(["nexus-db", "nexus-admin", "nexus-s3", "nexus-metrics", "packages-db-ca", "nexus-encryption"])
    error_message = "Got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = [for p in kubernetes_service_v1.this.spec[0].port : "${p.name} ${p.port} ${p.target_port}"] == ["http 80 http"] && [for p in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].port : "${p.name} ${p.container_port}"] == ["http 8081"]
    error_message = "HTTP on 80, 8081 in the pod."
  }
}

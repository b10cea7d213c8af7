# The same without mocks: what providers themselves say of the configuration, and which values are unknown before an apply.
provider "kubernetes" {
  host = "https://127.0.0.1:1"
}

provider "kubectl" {
  host             = "https://127.0.0.1:1"
  load_config_file = false
}

variables {
  namespace      = "packages"
  environment    = "dev"
  api_key_secret = { name = "bagetter-api-key" }
}

run "on_a_volume" {
  command = plan

  variables {
    dashboard = { enabled = true }
  }

  assert {
    condition     = output.resources.storage == "20Gi" && output.service_index_url == "http://bagetter.packages.svc/v3/index.json"
    error_message = "Outputs that other stacks take are known before an apply."
  }
}

run "on_s3" {
  command = plan

  variables {
    exposure                     = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    read_credentials_secret_name = "readers"
    database                     = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
    storage                      = { type = "AwsS3", bucket = "nuget", endpoint = "https://s3.dev.example.com:9443", virtual_hosted = true, credentials_secret = "nuget-s3", cidrs = ["203.0.113.0/24"] }
    nuget_patterns               = ["Example.*"]
    replicas                     = 2
  }

  assert {
    condition     = output.nuget_sources.bagetter.url == "https://svc.dev.example.com/v3/index.json"
    error_message = "So are addresses."
  }
}

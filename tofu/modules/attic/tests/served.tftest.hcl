# Without mocks: the providers' own schemas decide what is there, what is computed and what is written only.

# The plugin itself wants an address, even where nothing is asked there.
provider "kubectl" {
  host             = "https://127.0.0.1:1"
  load_config_file = false
}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "https://attic.example.com/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", public_endpoint = "https://s3.example.com", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  jwt         = { existing_secret = "attic-jwt" }
  exposure    = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
  probe       = { prober_url = "blackbox-exporter.monitoring.svc:9115" }
}

run "the_whole_plan" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].args == tolist(["--config", "/etc/attic/server.toml", "--mode", "api-server"])
    error_message = "The plan must hold what was configured."
  }
  assert {
    condition     = yamldecode(kubectl_manifest.route.yaml_body).kind == "HTTPRoute"
    error_message = "The plan must hold the manifests."
  }
}

run "a_key_that_is_written_only" {
  command = plan

  variables {
    jwt = { algorithm = "HS256" }
  }

  assert {
    condition     = kubernetes_secret_v1.jwt.data_wo == null && kubernetes_secret_v1.jwt.data_wo_revision == 1
    error_message = "data_wo must be a write-only attribute of the schema."
  }
}

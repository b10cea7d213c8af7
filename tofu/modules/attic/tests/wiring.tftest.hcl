mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "server_toml_in_the_cluster" {
  command = plan

  assert {
    condition     = kubernetes_config_map_v1.server.data["server.toml"] == file("tests/golden/cluster.toml")
    error_message = "Unexpected server.toml:\n${kubernetes_config_map_v1.server.data["server.toml"]}"
  }
}

run "server_toml_exposed" {
  command = plan

  variables {
    name                = "cache"
    namespace           = "nix"
    public_url          = "https://attic.example.com/"
    extra_allowed_hosts = ["attic.internal:8443"]
    exposure            = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage             = { bucket = "nix", region = "eu-central-1", credentials_secret = "s3", cidrs = ["203.0.113.0/24"] }
    chunking            = { nar_size_threshold = 1, min_size = 1, avg_size = 2, max_size = 3 }
    compression         = { type = "none" }
    garbage_collection  = { default_retention = "0 days" }
    jwt                 = { algorithm = "HS256", issuer = "flywheel", audiences = ["attic", "ci \"quoted\""] }
  }

  assert {
    condition     = kubernetes_config_map_v1.server.data["server.toml"] == file("tests/golden/exposed.toml")
    error_message = "Unexpected server.toml:\n${kubernetes_config_map_v1.server.data["server.toml"]}"
  }
}

run "probes_name_a_host_that_attic_knows" {
  command = plan

  variables {
    public_url = "https://attic.example.com:8443/"
  }

  assert {
    condition = alltrue([
      for probe in [
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].startup_probe[0],
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].readiness_probe[0],
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].liveness_probe[0],
      ] : probe.http_get[0].path == "/" && [for h in probe.http_get[0].http_header : "${h.name}: ${h.value}"] == ["Host: attic.example.com:8443"]
    ])
    error_message = "Without a known Host Attic answers 400, and the kubelet kills the pod."
  }
  assert {
    condition     = strcontains(kubernetes_config_map_v1.server.data["server.toml"], "allowed-hosts = [\"attic.example.com:8443\",")
    error_message = "The same host, port included, must be allowed."
  }
  assert {
    condition = alltrue([
      kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].startup_probe[0].period_seconds == 2,
      kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].startup_probe[0].failure_threshold == 30,
      kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].readiness_probe[0].period_seconds == 10,
      kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].liveness_probe[0].period_seconds == 30,
    ])
    error_message = "A minute to start, then every 10 and 30 seconds."
  }
}

run "s3_in_the_cluster" {
  command = plan

  variables {
    storage = { bucket = "attic", endpoint = "http://minio.object-store.svc", public_endpoint = "https://s3.example.com", credentials_secret = "attic-s3" }
  }

  assert {
    condition     = output.s3_endpoint == "http://minio.object-store.svc"
    error_message = "Clients in the cluster can follow redirects there, got ${output.s3_endpoint}."
  }
  assert {
    condition     = [for port in kubernetes_network_policy_v1.this["api"].spec[0].egress[2].ports : port.port] == ["80", "9000"]
    error_message = "The Service's port and its pods', got ${jsonencode(kubernetes_network_policy_v1.this["api"].spec[0].egress)}."
  }
  assert {
    condition     = kubernetes_network_policy_v1.this["api"].spec[0].egress[2].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "object-store" })
    error_message = "The endpoint's namespace."
  }
}

run "s3_that_clients_outside_reach" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage = {
      bucket             = "attic", endpoint = "http://minio.object-store.svc", public_endpoint = "https://s3.example.com:8443"
      credentials_secret = "attic-s3", cidrs = ["203.0.113.7/32"]
    }
  }

  assert {
    condition     = output.s3_endpoint == "https://s3.example.com:8443" && strcontains(kubernetes_config_map_v1.server.data["server.toml"], "endpoint = \"https://s3.example.com:8443\"\n")
    error_message = "Attic redirects clients to the endpoint it uses: it must be the public one."
  }
  assert {
    condition     = [for port in kubernetes_network_policy_v1.this["gc"].spec[0].egress[2].ports : port.port] == ["8443"]
    error_message = "Its own port."
  }
  assert {
    condition     = kubernetes_network_policy_v1.this["gc"].spec[0].egress[2].to[0].ip_block[0].cidr == "203.0.113.7/32"
    error_message = "Its addresses."
  }
}

run "internal_redirects_by_consent" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage    = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", allow_internal_redirects = true }
  }

  assert {
    condition     = output.s3_endpoint == "http://minio.object-store.svc"
    error_message = "Got ${output.s3_endpoint}."
  }
}

run "egress_of_the_database" {
  command = plan

  assert {
    condition = alltrue([
      for name in ["api", "gc", "migrations"] : anytrue([
        for rule in kubernetes_network_policy_v1.this[name].spec[0].egress :
        try(rule.to[0].pod_selector[0].match_labels == tomap({ "cnpg.io/cluster" = "attic-db" }) && rule.ports[0].port == "5432", false)
      ])
    ])
    error_message = "Whoever reads the database may reach its pods, and only those."
  }
  assert {
    condition     = !strcontains(jsonencode(kubernetes_network_policy_v1.this["bootstrap"].spec[0].egress), "cnpg.io/cluster")
    error_message = "The bootstrap Job speaks HTTP only."
  }
}

run "environment_of_the_server" {
  command = plan

  assert {
    condition = {
      for env in kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env : env.name => env.value if length(env.value_from) == 0
      } == {
      RUST_LOG                         = "info,sqlx::query=warn"
      AWS_REGION                       = "us-east-1"
      AWS_EC2_METADATA_DISABLED        = "true"
      AWS_REQUEST_CHECKSUM_CALCULATION = "when_required"
      AWS_RESPONSE_CHECKSUM_VALIDATION = "when_required"
    }
    error_message = "Got ${jsonencode(kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env)}."
  }
}

run "checksums_of_aws" {
  command = plan

  variables {
    storage   = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", checksum_when_required = false }
    log_level = "debug"
  }

  assert {
    condition     = !strcontains(jsonencode(kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env), "CHECKSUM")
    error_message = "AWS itself takes the library's default."
  }
  assert {
    condition     = anytrue([for env in kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env : env.name == "RUST_LOG" && env.value == "debug"])
    error_message = "Debugging shows everything."
  }
}

run "a_changed_secret_restarts_the_pods" {
  command = plan

  variables {
    database = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { app = "db" }, revision = 2 }
    storage  = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3", credentials_revision = 4 }
    jwt      = { algorithm = "HS256", revision = 3 }
  }

  assert {
    condition     = kubernetes_deployment_v1.api.spec[0].template[0].metadata[0].annotations["flywheel.dev/secrets-revision"] == "database=2,jwt=3,storage=4"
    error_message = "A revision must change the pods' template."
  }
  assert {
    condition     = kubernetes_deployment_v1.api.spec[0].template[0].metadata[0].annotations["flywheel.dev/config-sha256"] == sha256(kubernetes_config_map_v1.server.data["server.toml"])
    error_message = "So must the configuration."
  }
}

# All of them read it with -f or --config /etc/attic/server.toml.
run "configuration_where_it_is_read" {
  command = plan

  assert {
    condition = alltrue([
      for pod in [
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0],
        kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].template[0].spec[0],
        kubernetes_job_v1.migrations.spec[0].template[0].spec[0],
      ] :
      { for mount in pod.container[0].volume_mount : mount.mount_path => "${mount.name} ${mount.read_only == true}" } == { "/etc/attic" = "config true", "/tmp" = "tmp false" } &&
      one([for volume in pod.volume : volume.config_map[0].name if volume.name == "config"]) == kubernetes_config_map_v1.server.metadata[0].name
    ])
    error_message = "Each pod of the server has its configuration at /etc/attic, and may write only below /tmp."
  }
}

mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace      = "packages"
  environment    = "dev"
  api_key_secret = { name = "bagetter-api-key" }
}

run "sqlite" {
  command = plan

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Database__Type"]) == "Sqlite" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Database__ConnectionString"]) == "Data Source=/data/bagetter.db"
    error_message = "One file on the volume."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Type"]) == "FileSystem" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Path"]) == "/data" && one([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.mount_path if m.name == "data"]) == "/data"
    error_message = "Packages are where the volume is."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "ASPNETCORE_HTTP_PORTS"]) == "8080" && [for p in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].port : "${p.name} ${p.container_port}"] == ["http 8080"]
    error_message = "It listens where the Service leads."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Search__Type"]) == "Database" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Statistics__ListConfiguredServices"]) == "false"
    error_message = "Nothing is told about the inside."
  }

  assert {
    condition     = length(distinct([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name])) == length(kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env)
    error_message = "No variable is set twice."
  }

  assert {
    condition     = toset([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.name]) == toset([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.name])
    error_message = "Every mount has its volume."
  }
}

run "postgresql" {
  command = plan

  variables {
    database = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Database__Type"]) == "PostgreSql"
    error_message = "BaGetter's own word."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Database__ConnectionString"]) == "Host=packages-db-rw.packages.svc;Port=5432;Database=bagetter;SSL Mode=VerifyFull;Root Certificate=/etc/bagetter/database-ca/ca.crt"
    error_message = "Server and name are verified, got ${one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Database__ConnectionString"])}."
  }

  assert {
    condition     = one([for m in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.mount_path if m.name == "database-ca"]) == "/etc/bagetter/database-ca" && one([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if v.name == "database-ca"]) == "packages-db-ca"
    error_message = "The authority is mounted where the string says."
  }

  assert {
    condition     = one([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : join(",", [for i in v.secret[0].items : "${i.key} ${i.path}"]) if v.name == "database-ca"]) == "ca.crt ca.crt"
    error_message = "And nothing besides: the authority's own key may be in that Secret."
  }
}

run "postgresql_without_authority" {
  command = plan

  variables {
    database = { host = "db.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { a = "b" }, secret_name = "s" }
  }

  assert {
    condition     = endswith(one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Database__ConnectionString"]), ";SSL Mode=Require")
    error_message = "Encrypted all the same."
  }
}

run "s3" {
  command = plan

  variables {
    database = { host = "packages-db-rw.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "bagetter-db", ca_secret = "packages-db-ca" }
    storage  = { type = "AwsS3", bucket = "nuget", endpoint = "https://s3.dev.example.com:9443", virtual_hosted = true, credentials_secret = "nuget-s3", cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Type"]) == "AwsS3" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Bucket"]) == "nuget" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Endpoint"]) == "https://s3.dev.example.com:9443" && !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "Storage__Region")
    error_message = "BaGetter does not start with both region and endpoint."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "AWS_REQUEST_CHECKSUM_CALCULATION"]) == "WHEN_REQUIRED" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "AWS_RESPONSE_CHECKSUM_VALIDATION"]) == "WHEN_REQUIRED"
    error_message = "Stores other than Amazon's refuse the SDK's checksums."
  }

  assert {
    condition     = !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "Storage__UseInstanceProfile") && !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "Storage__Path")
    error_message = "Keys, not a role."
  }

  assert {
    condition     = kubernetes_persistent_volume_claim_v1.data == null && output.resources.storage == "0Gi" && output.s3_bucket == "nuget"
    error_message = "No volume."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].strategy[0].type == "RollingUpdate" && kubernetes_deployment_v1.this.spec[0].strategy[0].rolling_update[0].max_unavailable == "0"
    error_message = "A new pod is ready before the old one goes."
  }
}

run "s3_of_amazon" {
  command = plan

  variables {
    storage                     = { type = "AwsS3", bucket = "example-nuget", prefix = "v1", region = "eu-central-1", cidrs = ["0.0.0.0/0"] }
    service_account_annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/nuget" }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Region"]) == "eu-central-1" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Prefix"]) == "v1" && !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "Storage__Endpoint") && !contains([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.name], "AWS_REQUEST_CHECKSUM_CALCULATION")
    error_message = "Amazon's S3 by its region."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__UseInstanceProfile"]) == "true" && kubernetes_service_account_v1.this.metadata[0].annotations == tomap({ "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/nuget" })
    error_message = "The pod's own role."
  }

  assert {
    condition     = [for p in kubernetes_network_policy_v1.this.spec[0].egress[1].ports : p.port] == ["443"]
    error_message = "S3 by https."
  }
}

run "s3_by_its_address" {
  command = plan

  variables {
    storage = { type = "AwsS3", bucket = "nuget", endpoint = "http://10.0.0.5:9000", credentials_secret = "s", cidrs = ["10.0.0.5/32"] }
  }

  assert {
    condition     = [for p in kubernetes_network_policy_v1.this.spec[0].egress[1].ports : p.port] == ["9000"] && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Storage__Endpoint"]) == "http://10.0.0.5:9000"
    error_message = "The one endpoint that the SDK addresses by path."
  }
}

run "s3_in_the_cluster" {
  command = plan

  variables {
    storage = { type = "AwsS3", bucket = "nuget", endpoint = "http://minio.object-store.svc", virtual_hosted = true, credentials_secret = "s" }
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "object-store" }) && [for p in kubernetes_network_policy_v1.this.spec[0].egress[1].ports : p.port] == ["80", "9000"]
    error_message = "The store's namespace, by the Service's and the pods' port."
  }
}

run "settings" {
  command = plan

  variables {
    mirror           = { enabled = true }
    allow_overwrite  = "PrereleaseOnly"
    package_deletion = "HardDelete"
    max_package_gib  = 2
    retention        = { max_major = 1, max_minor = 2, max_patch = 3, max_prerelease = 4 }
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Mirror__Enabled"]) == "true" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Mirror__PackageSource"]) == "https://api.nuget.org/v3/index.json"
    error_message = "What is not here comes from nuget.org."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "AllowPackageOverwrites"]) == "PrereleaseOnly" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "PackageDeletionBehavior"]) == "HardDelete" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "MaxPackageSizeGiB"]) == "2"
    error_message = "Settings reach the container."
  }

  assert {
    condition     = one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Retention__MaxMajorVersions"]) == "1" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Retention__MaxMinorVersions"]) == "2" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Retention__MaxPatchVersions"]) == "3" && one([for e in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "Retention__MaxPrereleaseVersions"]) == "4"
    error_message = "Retention reaches the container."
  }

  assert {
    condition     = one([for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.empty_dir[0].size_limit if v.name == "tmp"]) == "5Gi" && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].resources[0].requests["ephemeral-storage"] == "5Gi"
    error_message = "Two uploads of the largest size fit."
  }
}

run "changed_secret_restarts_pods" {
  command = plan

  variables {
    auth_revision = 2
    storage       = { type = "AwsS3", bucket = "nuget", region = "eu-central-1", credentials_secret = "s", credentials_revision = 3, cidrs = ["0.0.0.0/0"] }
    database      = { host = "db.packages.svc", name = "bagetter", namespace = "packages", pod_selector = { a = "b" }, secret_name = "s", revision = 4 }
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].metadata[0].annotations == tomap({ "flywheel.dev/secrets-revision" = "auth=2,storage=3,database=4" })
    error_message = "Pods read Secrets when they start."
  }
}

run "what_client_config_takes" {
  command = plan

  variables {
    exposure                     = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    read_credentials_secret_name = "readers"
    nuget_source_name            = "ours"
    nuget_patterns               = ["Example.*"]
  }

  assert {
    condition     = output.nuget_sources == { ours = { url = "https://svc.dev.example.com/v3/index.json", patterns = tolist(["Example.*"]), private = true } }
    error_message = "Got ${jsonencode(output.nuget_sources)}."
  }
}

run "scheduling" {
  command = plan

  variables {
    labels     = { team = "a" }
    image      = { repository = "docker.io/bagetter/bagetter", tag = "1.6.5", pull_secrets = ["registry"] }
    scheduling = { node_selector = { disk = "nvme" }, priority_class_name = "infra", tolerations = [{ key = "dedicated", value = "cache", effect = "NoSchedule" }] }
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].node_selector == tomap({ disk = "nvme" }) && kubernetes_deployment_v1.this.spec[0].template[0].spec[0].priority_class_name == "infra" && [for t in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].toleration : "${t.key} ${t.operator} ${t.value} ${t.effect}"] == ["dedicated Equal cache NoSchedule"]
    error_message = "Where pods may run."
  }

  assert {
    condition     = [for s in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].image_pull_secrets : s.name] == ["registry"] && kubernetes_deployment_v1.this.metadata[0].labels.team == "a" && !contains(keys(kubernetes_deployment_v1.this.spec[0].selector[0].match_labels), "team")
    error_message = "Labels reach the objects, never selectors."
  }

  assert {
    condition     = [for t in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].topology_spread_constraint : t.topology_key] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    error_message = "Pods spread over nodes and zones."
  }
}

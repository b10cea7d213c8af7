# Production: Amazon's S3 by the pod's role, a public name by a Gateway, every format.
module "nexus" {
  source = "../.."

  name        = "nexus"
  namespace   = "packages"
  environment = "prod"
  labels      = { team = "platform" }
  accept_eula = true

  image        = { repository = "docker.io/sonatype/nexus3", tag = "3.96.3", digest = var.image_digest }
  client_image = { repository = "docker.io/curlimages/curl", tag = "8.21.0", digest = var.client_image_digest }
  resources = {
    requests = { cpu = "4", memory = "8Gi" }
    limits   = { memory = "8Gi" }
  }
  jvm         = { heap_mib = 4096, direct_mib = 3072 }
  data_volume = { size = "100Gi", storage_class = "fast" }

  database = {
    host         = "packages-db-rw.packages.svc"
    name         = "nexus"
    namespace    = "packages"
    pod_selector = { "cnpg.io/cluster" = "packages-db" }
    secret_name  = "nexus-db"
    ca_secret    = "packages-db-ca"
  }
  blobstore = {
    bucket     = "example-nexus"
    region     = "eu-central-1"
    path_style = false
    cidrs      = ["0.0.0.0/0"]
  }
  service_account_annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/nexus" }

  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = "nexus-encryption"
  metrics_secret_name        = "nexus-metrics"

  repositories = {
    rpm-internal = { format = "yum", type = "hosted", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY" }
    nuget-hosted = { format = "nuget", type = "hosted" }
    nuget-org    = { format = "nuget", type = "proxy", remote_url = "https://api.nuget.org/v3/index.json" }
    nuget        = { format = "nuget", type = "group", members = ["nuget-hosted", "nuget-org"], nuget_patterns = ["Example.*"] }
    npm-example  = { format = "npm", type = "hosted", npm_scope = "@example" }
    pypi         = { format = "pypi", type = "proxy", remote_url = "https://pypi.org", index = true }
    files        = { format = "raw", type = "hosted", write_policy = "ALLOW" }
  }

  exposure = {
    mode    = "gateway"
    host    = "nexus.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
  monitoring = { runbook_base_url = "https://example.com/flywheel/tofu/modules/nexus-repository/runbooks" }
  dashboard  = { enabled = true, namespace = "monitoring" }
}

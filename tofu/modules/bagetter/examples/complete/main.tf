# Production: PostgreSQL and Amazon's S3 by the pods' role, two pods, a public name by a Gateway, credentials for reading too.
module "bagetter" {
  source = "../.."

  name        = "bagetter"
  namespace   = "packages"
  environment = "prod"
  labels      = { team = "platform" }

  image = {
    repository   = "docker.io/bagetter/bagetter"
    tag          = "1.6.5"
    digest       = var.image_digest
    pull_secrets = ["registry"]
  }
  replicas = 2
  resources = {
    requests = { cpu = "500m", memory = "512Mi" }
    limits   = { memory = "1Gi" }
  }

  database = {
    host         = "packages-db-rw.packages.svc"
    name         = "bagetter"
    namespace    = "packages"
    pod_selector = { "cnpg.io/cluster" = "packages-db" }
    secret_name  = "bagetter-db"
    ca_secret    = "packages-db-ca"
  }
  storage = {
    type   = "AwsS3"
    bucket = "example-nuget"
    prefix = "v1"
    region = "eu-central-1"
    cidrs  = ["0.0.0.0/0"]
  }
  service_account_annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/nuget" }

  api_key_secret               = { name = "bagetter-api-key", key = "key" }
  read_credentials_secret_name = "bagetter-readers"
  nuget_patterns               = ["Example.*"]
  mirror                       = { enabled = true }
  retention                    = { max_prerelease = 20 }
  allow_overwrite              = "PrereleaseOnly"
  max_package_gib              = 2

  exposure = {
    mode    = "gateway"
    host    = "nuget.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
  network_policy = {
    ingress_namespaces = ["ci"]
    # Where pods get the role's credentials.
    extra_egress_cidrs = [{ cidr = "169.254.170.23/32", ports = [80] }]
  }
  monitoring = { runbook_base_url = "https://example.com/flywheel/tofu/modules/bagetter/runbooks" }
  probe      = { prober_url = "blackbox-exporter.monitoring.svc:9115" }
  dashboard  = { enabled = true, namespace = "monitoring" }
}

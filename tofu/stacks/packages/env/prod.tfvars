environment = "prod"
domain      = "prod.example.com"
kubernetes  = { config_context = "prod" }

services = { gitlab = true, bagetter = true, rpm_repo = true, nexus = false, galaxy = false }

gitlab = {
  url            = "https://gitlab.prod.example.com"
  group_id       = "42"
  project_id     = "4242"
  npm_scope      = "@example"
  nuget_patterns = ["Example.GitLab.*"]
}

# A tag can be moved, a digest cannot. Those of zeros are placeholders, which a plan warns of and an apply refuses; the others are as
# several public repositories have them. Look at the images, for example
#   skopeo --override-os linux inspect --format '{{.Digest}}' docker://docker.io/bagetter/bagetter:1.6.5
bagetter = {
  # renovate: datasource=docker depName=bagetter/bagetter
  image = {
    repository = "docker.io/bagetter/bagetter"
    tag        = "1.6.5"
    digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }
  size           = "20Gi"
  nuget_patterns = ["Example.*"]
}

rpm_repo = {
  repos = { internal = { releasever = ["9", "10"], arch = ["x86_64", "aarch64"] } }
  # renovate: datasource=docker depName=nginxinc/nginx-unprivileged
  image = {
    repository = "docker.io/nginxinc/nginx-unprivileged"
    tag        = "1.30.4-alpine3.24"
    digest     = "sha256:93722936b82ec8a1178d48448e619226680d2de3706a1640800e186cd5fa7fd3"
  }
  # An image of yours with createrepo_c and gpg, as module rpm-repo says.
  publish_image = {
    repository = "registry.prod.example.com/rpm-publish"
    tag        = "1.0.0"
    digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }
  signing = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
}

postgres = {
  instances = 3
  # renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql
  image = {
    repository = "ghcr.io/cloudnative-pg/postgresql"
    tag        = "18.6-system-trixie"
    digest     = "sha256:5a6a677d3fa2bc3fdc61874e0de8324b5a987eb676ddca133e71365a8467d6c1"
  }
  storage = { size = "20Gi", wal_size = "5Gi" }
  backup  = { retention = "30d", schedule = "0 0 3 * * *" }
}

# The plan: the smallest stack is Bazel's cache, the full one that with Nexus and Galaxy; 300 + 100 + 100 + 50 + 50 = 600Gi of buckets.
budget = {
  minimum     = { cpu = 2, memory_gib = 4, storage_gib = 0 }
  full        = { cpu = 6, memory_gib = 13, storage_gib = 70 }
  buckets_gib = 600
}

exposure = {
  mode    = "gateway"
  gateway = { name = "public", namespace = "gateway", section_name = "https" }
}
network_policy = { ingress_namespaces = ["ci", "gateway"] }

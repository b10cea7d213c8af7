# A cluster for one user.
environment = "dev"
domain      = "dev.example.com"

services = { gitlab = true, bagetter = true, rpm_repo = true, nexus = false, galaxy = false }

gitlab = {
  url            = "https://gitlab.dev.example.com"
  group_id       = "42"
  project_id     = "4242"
  npm_scope      = "@example"
  nuget_patterns = ["Example.GitLab.*"]
}

bagetter = { size = "5Gi", nuget_patterns = ["Example.*"] }

rpm_repo = {
  repos = { internal = { releasever = ["9"], arch = ["x86_64"] } }
  # An image of yours with createrepo_c and gpg, as module rpm-repo says.
  publish_image = { repository = "registry.dev.example.com/rpm-publish", tag = "1.0.0" }
  size          = "5Gi"
  signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
}

postgres = {
  instances = 1
  storage   = { size = "5Gi" }
  resources = { requests = { cpu = "250m", memory = "512Mi" }, limits = { memory = "1Gi" } }
  backup    = { retention = "7d" }
}

exposure = {
  mode    = "gateway"
  gateway = { name = "public", namespace = "gateway", section_name = "https" }
}
network_policy = { ingress_namespaces = ["ci", "gateway"] }

# The same without mocks: what providers themselves say of the configuration, and which values are unknown before an apply.
provider "kubernetes" {
  host = "https://127.0.0.1:1"
}

provider "kubectl" {
  host             = "https://127.0.0.1:1"
  load_config_file = false
}

variables {
  namespace     = "packages"
  environment   = "dev"
  publish_image = { repository = "registry.example.com/rpm-publish", tag = "1" }
  repos         = { internal = { releasever = ["9", "10"], arch = ["x86_64"] } }
  signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
}

run "exposed" {
  command = plan

  variables {
    exposure        = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    allow_anonymous = true
    dashboard       = { enabled = true }
  }

  assert {
    condition     = output.rpm_repos.internal.baseurl == "https://svc.dev.example.com/internal/$releasever/$basearch" && output.resources.storage == "20Gi" && output.incoming.claim == "rpm-repo-data"
    error_message = "Outputs that other stacks take are known before an apply."
  }
}

# In a stack these values are outputs: of attic, bazel-cache, bagetter, gitlab-package-registry, rpm-repo and galaxy-ng.
module "client_config" {
  source = "../.."

  domain = "prod.example.com"

  bazel = {
    url               = "grpcs://bazel-cache.prod.example.com:443"
    upload            = false
    credential_helper = "/opt/example/credential-helper"
    timeout_seconds   = 30
    download_outputs  = "minimal"
  }
  nix = {
    substituters = {
      main = { url = "https://attic-cache.prod.example.com/main", public_key = "main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }
    }
    netrc_file              = "/etc/nix/netrc"
    connect_timeout_seconds = 3
  }
  nuget = {
    sources = {
      bagetter = { url = "https://nuget.prod.example.com/v3/index.json", patterns = ["Example.*"], private = true }
    }
  }
  npm = {
    registries = {
      "@example" = { url = "https://gitlab.prod.example.com/api/v4/groups/42/-/packages/npm/", token_env = "GITLAB_TOKEN", auth_url = "https://gitlab.prod.example.com/api/v4/" }
    }
  }
  pypi = {
    indexes = { gitlab = { url = "https://gitlab.prod.example.com/api/v4/groups/42/-/packages/pypi/simple", private = true } }
  }
  rpm = {
    repos = {
      internal = { name = "Internal packages", baseurl = "https://rpm.prod.example.com/internal/$releasever/$basearch", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY" }
    }
  }
  ansible = {
    servers = { hub = { url = "https://galaxy.prod.example.com/api/galaxy/" } }
  }
}

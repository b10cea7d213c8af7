mock_provider "flywheel" {
  mock_resource "flywheel_local_cache" {
    defaults = {
      bazel_grpc_url = "grpc://127.0.0.1:9092"
      bazel_http_url = "http://127.0.0.1:8380"
      # null, as with auth = "none", cannot be mocked.
      credential_helper = "/data/bin/cached-credential-helper"
      netrc_file        = "/data/client-netrc"
      nix_cache_urls = {
        main      = "http://127.0.0.1:8380/main"
        ci        = "http://127.0.0.1:8380/ci"
        static    = "http://127.0.0.1:8380/static"
        devshells = "http://127.0.0.1:8380/devshells"
      }
      nix_public_keys = {
        main      = "main.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        ci        = "ci.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        static    = "static.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        devshells = "devshells.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      }
    }
  }
}

run "defaults" {
  assert {
    condition     = [for s in output.services : s.service] == ["bazel (grpc)", "bazel (http)", "nix ci", "nix devshells", "nix main", "nix static"]
    error_message = "The table must have one row a service, got ${jsonencode(output.services)}."
  }
  assert {
    condition     = { for name, cache in var.caches : name => cache.retention_days } == { main = 90, ci = 30, static = 180, devshells = 60 }
    error_message = "The retention of the four caches is part of the plan: 90, 30, 180 and 60 days."
  }
  assert {
    condition     = strcontains(output.client_config[".bazelrc"], "--remote_cache=grpc://127.0.0.1:9092\n")
    error_message = "Bazel must be pointed at the gRPC address, got ${output.client_config[".bazelrc"]}."
  }
  assert {
    condition = alltrue([
      for name in ["main", "ci", "static", "devshells"] :
      strcontains(output.client_config[".config/nix/nix.conf"], "http://127.0.0.1:8380/${name}")
      && strcontains(output.client_config[".config/nix/nix.conf"], "${name}.flywheel.local-1:")
    ])
    error_message = "Each cache's URL and key must be in nix.conf, got ${output.client_config[".config/nix/nix.conf"]}."
  }
}

run "private_cache_is_marked" {
  variables {
    auth = "token"
    caches = {
      main = { priority = 40, retention_days = 90, public = false }
    }
  }

  assert {
    condition     = endswith(output.services[2].detail, ", private")
    error_message = "A private cache must say so, got ${output.services[2].detail}."
  }
}

run "clients_are_given_the_token" {
  variables {
    auth = "token"
  }
  override_resource {
    target = flywheel_local_cache.this
    values = {
      bazel_grpc_url = "grpc://127.0.0.1:9092"
      nix_cache_urls = {
        main      = "http://127.0.0.1:8380/main"
        ci        = "http://127.0.0.1:8380/ci"
        static    = "http://127.0.0.1:8380/static"
        devshells = "http://127.0.0.1:8380/devshells"
      }
      nix_public_keys = {
        main      = "main.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        ci        = "ci.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        static    = "static.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        devshells = "devshells.flywheel.local-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      }
      credential_helper = "/data/bin/cached-credential-helper"
      netrc_file        = "/data/client-netrc"
    }
  }

  assert {
    condition     = strcontains(output.client_config[".bazelrc"], "--credential_helper=127.0.0.1=/data/bin/cached-credential-helper\n")
    error_message = "Bazel must be given the helper, got ${output.client_config[".bazelrc"]}."
  }
  assert {
    condition     = strcontains(output.client_config[".config/nix/nix.conf"], "netrc-file = /data/client-netrc\n")
    error_message = "Nix must be given the netrc file, got ${output.client_config[".config/nix/nix.conf"]}."
  }
}

run "uploads_are_flushed_together" {
  assert {
    condition     = flywheel_local_cache.this.sync == "group"
    error_message = "The default is group, got ${flywheel_local_cache.this.sync}."
  }
}

run "uploads_are_flushed_each" {
  variables {
    sync = "each"
  }

  assert {
    condition     = flywheel_local_cache.this.sync == "each"
    error_message = "The variable must reach the server, got ${flywheel_local_cache.this.sync}."
  }
}

run "unknown_sync" {
  command = plan

  variables {
    sync = "never"
  }

  expect_failures = [var.sync]
}

run "unknown_auth" {
  command = plan

  variables {
    auth = "password"
  }

  expect_failures = [var.auth]
}

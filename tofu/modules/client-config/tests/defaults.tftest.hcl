run "nothing_asked_nothing_written" {
  command = plan

  assert {
    condition     = length(output.files) == 0
    error_message = "Without caches there must be no file, got ${jsonencode(output.files)}."
  }
}

run "bazel_over_grpc" {
  command = plan

  variables {
    bazel = { url = "grpc://127.0.0.1:9092" }
  }

  assert {
    condition     = output.files[".bazelrc"] == <<-EOT
      common --remote_cache=grpc://127.0.0.1:9092
      common --remote_upload_local_results=true
      common --remote_timeout=60s
      common --remote_local_fallback
      common --remote_cache_compression
    EOT
    error_message = "Unexpected .bazelrc:\n${output.files[".bazelrc"]}"
  }
  assert {
    condition     = keys(output.files) == [".bazelrc"]
    error_message = "nix = null must leave nix.conf out."
  }
}

run "bazel_readers_do_not_upload" {
  command = plan

  variables {
    bazel = {
      url               = "https://cache.example.com/bazel"
      upload            = false
      credential_helper = "/opt/helper"
      timeout_seconds   = 5
    }
  }

  assert {
    condition     = output.files[".bazelrc"] == <<-EOT
      common --remote_cache=https://cache.example.com/bazel
      common --remote_upload_local_results=false
      common --remote_timeout=5s
      common --remote_local_fallback
      common:ci --remote_upload_local_results=true
      common --credential_helper=cache.example.com=/opt/helper
    EOT
    error_message = "Unexpected .bazelrc:\n${output.files[".bazelrc"]}"
  }
}

run "bazel_helper_in_a_directory_with_spaces" {
  command = plan

  variables {
    bazel = { url = "grpc://127.0.0.1:9092", credential_helper = "/my #1 \"data\"/helper" }
  }

  assert {
    condition     = strcontains(output.files[".bazelrc"], "\ncommon --credential_helper=127.0.0.1=/my\\ \\#1\\ \\\"data\\\"/helper\n")
    error_message = "Bazel would split the line, got:\n${output.files[".bazelrc"]}"
  }
}

run "nix_caches_in_order_of_name" {
  command = plan

  variables {
    nix = {
      substituters = {
        main = { url = "http://127.0.0.1:8380/main", public_key = "main.example-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }
        ci   = { url = "http://127.0.0.1:8380/ci", public_key = "ci.example-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }
      }
      netrc_file = "/home/me/.netrc"
    }
  }

  assert {
    condition     = output.files[".config/nix/nix.conf"] == <<-EOT
      extra-substituters = http://127.0.0.1:8380/ci http://127.0.0.1:8380/main
      extra-trusted-public-keys = ci.example-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= main.example-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
      connect-timeout = 5
      fallback = true
      netrc-file = /home/me/.netrc
    EOT
    error_message = "Unexpected nix.conf:\n${output.files[".config/nix/nix.conf"]}"
  }
  assert {
    condition     = output.files_sha256[".config/nix/nix.conf"] == sha256(output.files[".config/nix/nix.conf"])
    error_message = "The checksum must be of the content."
  }
}

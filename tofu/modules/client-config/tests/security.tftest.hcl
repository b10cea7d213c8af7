run "bazel_url_of_two_lines" {
  command = plan

  variables {
    bazel = { url = "grpc://127.0.0.1:9092\nbuild --spawn_strategy=local" }
  }

  expect_failures = [var.bazel]
}

run "bazel_helper_on_path" {
  command = plan

  variables {
    bazel = { url = "grpc://127.0.0.1:9092", credential_helper = "helper" }
  }

  expect_failures = [var.bazel]
}

run "nix_netrc_file_with_comment" {
  command = plan

  variables {
    nix = {
      substituters = { main = { url = "http://127.0.0.1/main", public_key = "k:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } }
      netrc_file   = "/home/#me/netrc"
    }
  }

  expect_failures = [var.nix]
}

run "nix_cache_without_key" {
  command = plan

  variables {
    nix = { substituters = { main = { url = "http://127.0.0.1/main", public_key = "" } } }
  }

  expect_failures = [var.nix]
}

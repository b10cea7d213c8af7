run "bazel_url_of_another_scheme" {
  command = plan

  variables {
    bazel = { url = "ftp://127.0.0.1" }
  }

  expect_failures = [var.bazel]
}

run "bazel_helper_for_an_ipv6_address" {
  command = plan

  variables {
    bazel = { url = "grpc://[::1]:9092", credential_helper = "/opt/helper" }
  }

  expect_failures = [var.bazel]
}

run "bazel_without_time" {
  command = plan

  variables {
    bazel = { url = "grpc://127.0.0.1:9092", timeout_seconds = 0 }
  }

  expect_failures = [var.bazel]
}

run "nix_cache_on_no_host" {
  command = plan

  variables {
    nix = { substituters = { main = { url = "main", public_key = "k:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } } }
  }

  expect_failures = [var.nix]
}

run "nix_without_caches" {
  command = plan

  variables {
    nix = { substituters = {} }
  }

  expect_failures = [var.nix]
}

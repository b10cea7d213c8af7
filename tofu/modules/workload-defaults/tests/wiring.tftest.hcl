variables {
  name        = "bazel-cache"
  application = "bazel-remote"
  environment = "dev"
  user_id     = 65532
  image       = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2" }
}

run "image_by_tag" {
  command = plan

  assert {
    condition     = output.image == "quay.io/bazel-remote/bazel-remote:v2.6.2"
    error_message = "Got ${output.image}."
  }
}

run "image_by_digest" {
  command = plan

  variables {
    image = { repository = "ghcr.io/a/b", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = output.image == "ghcr.io/a/b@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    error_message = "Got ${output.image}."
  }
}

run "image_by_both" {
  command = plan

  variables {
    image = { repository = "ghcr.io/a/b", tag = "v1", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = output.image == "ghcr.io/a/b:v1@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    error_message = "The tag stays for people, the digest decides: got ${output.image}."
  }
}

run "names_can_be_resolved" {
  command = plan

  assert {
    condition     = output.dns_egress.namespace_labels == { "kubernetes.io/metadata.name" = "kube-system" }
    error_message = "DNS is in kube-system, got ${jsonencode(output.dns_egress)}."
  }
  assert {
    condition     = [for p in output.dns_egress.ports : "${p.port}/${p.protocol}"] == ["53/UDP", "53/TCP"]
    error_message = "DNS is port 53 of both protocols, got ${jsonencode(output.dns_egress)}."
  }
}

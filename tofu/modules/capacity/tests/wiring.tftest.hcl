variables {
  components = {
    bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
  }
}

run "groups" {
  command = plan

  variables {
    components = {
      a = { replicas = 1, cpu = "1", memory = "1Gi", storage = "1Gi", group = "minimum", optional = true }
      b = { replicas = 1, cpu = "2", memory = "2Gi", storage = "2Gi", group = "full" }
      c = { replicas = 1, cpu = "4", memory = "4Gi", storage = "4Gi", group = "platform" }
    }
  }

  assert {
    condition     = { for name in ["minimum", "full", "not_in_seed", "grand_total", "required"] : name => output.resource_summary[name].cpu } == { minimum = 1, full = 3, not_in_seed = 4, grand_total = 7, required = 6 }
    error_message = "Got ${jsonencode(output.resource_summary)}."
  }
}

run "markdown" {
  command = plan

  variables {
    components = {
      bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
      nexus       = { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full", optional = true }
    }
    buckets      = { attic = { quota = "300Gi", purpose = "Nix store paths" } }
    object_store = { raw = "800Gi", drives = 16, parity = 4 }
  }

  assert {
    condition     = output.markdown == file("tests/golden/summary.md")
    error_message = "Got:\n${output.markdown}"
  }
}

run "markdown_of_what_is_in_no_plan" {
  command = plan

  variables {
    components = { attic = { replicas = 2, cpu = "250m", memory = "512Mi", storage = "0Gi", group = "attic" } }
  }

  assert {
    condition     = regexall("\\*\\*[a-z ,]+\\*\\*", output.markdown) == tolist(["**all**"])
    error_message = "Sums of nothing are left out, got:\n${output.markdown}"
  }
}

run "markdown_without_store" {
  command = plan

  assert {
    condition     = !strcontains(output.markdown, "bucket") && !strcontains(output.markdown, "Object store")
    error_message = "Tables without rows are left out, got:\n${output.markdown}"
  }
}

variables {
  name        = "bazel-cache"
  application = "bazel-remote"
  environment = "dev"
  user_id     = 65532
  image       = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2" }
}

run "name_with_capitals" {
  command = plan

  variables {
    name = "Bazel"
  }

  expect_failures = [var.name]
}

run "name_too_long" {
  command = plan

  variables {
    name = "a23456789012345678901234567890123456789012345678901"
  }

  expect_failures = [var.name]
}

run "name_ends_with_dash" {
  command = plan

  variables {
    name = "bazel-"
  }

  expect_failures = [var.name]
}

run "application_with_blank" {
  command = plan

  variables {
    application = "bazel remote"
  }

  expect_failures = [var.application]
}

run "component_empty" {
  command = plan

  variables {
    component = ""
  }

  expect_failures = [var.component]
}

run "environment_unknown" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "labels_of_ours" {
  command = plan

  variables {
    labels = { "app.kubernetes.io/name" = "mine" }
  }

  expect_failures = [var.labels]
}

run "labels_of_this_project" {
  command = plan

  variables {
    labels = { "flywheel.dev/environment" = "dev" }
  }

  expect_failures = [var.labels]
}

run "image_without_version" {
  command = plan

  variables {
    image = { repository = "a/b" }
  }

  expect_failures = [var.image]
}

run "image_latest" {
  command = plan

  variables {
    image = { repository = "a/b", tag = "latest" }
  }

  expect_failures = [var.image]
}

run "user_root" {
  command = plan

  variables {
    user_id = 0
  }

  expect_failures = [var.user_id]
}

run "user_fraction" {
  command = plan

  variables {
    user_id = 1.5
  }

  expect_failures = [var.user_id]
}

run "group_root" {
  command = plan

  variables {
    group_id = 0
  }

  expect_failures = [var.group_id]
}

run "replicas_none" {
  command = plan

  variables {
    replicas = 0
  }

  expect_failures = [var.replicas]
}

run "grace_too_short" {
  command = plan

  variables {
    termination_grace_period_seconds = 5
  }

  expect_failures = [var.termination_grace_period_seconds]
}

run "tmp_without_unit" {
  command = plan

  variables {
    tmp_size = "64"
  }

  expect_failures = [var.tmp_size]
}

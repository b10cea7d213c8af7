# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
variables {
  name        = "bazel-cache"
  application = "bazel-remote"
  environment = "dev"
  user_id     = 65532
  image       = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2" }
}

run "refused_01" {
  command = plan

  variables {
    # name with capitals
    name = "Bazel"
    # application with blank
    application = "bazel remote"
    # component empty
    component = ""
    # environment unknown
    environment = "production"
    # labels of ours
    labels = { "app.kubernetes.io/name" = "mine" }
    # image without version
    image = { repository = "a/b" }
    # user root
    user_id = 0
    # group root
    group_id = 0
    # replicas none
    replicas = 0
    # grace too short
    termination_grace_period_seconds = 5
    # tmp without unit
    tmp_size = "64"
  }

  expect_failures = [
    var.name,
    var.application,
    var.component,
    var.environment,
    var.labels,
    var.image,
    var.user_id,
    var.group_id,
    var.replicas,
    var.termination_grace_period_seconds,
    var.tmp_size,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # name too long
    name = "a23456789012345678901234567890123456789012345678901"
    # labels of this project
    labels = { "flywheel.dev/environment" = "dev" }
    # image latest
    image = { repository = "a/b", tag = "latest" }
    # user fraction
    user_id = 1.5
  }

  expect_failures = [
    var.name,
    var.labels,
    var.image,
    var.user_id,
  ]
}

run "name_ends_with_dash" {
  command = plan

  variables {
    name = "bazel-"
  }

  expect_failures = [var.name]
}

variables {
  name        = "bazel-cache"
  application = "bazel-remote"
  environment = "prod"
  user_id     = 65532
  image       = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2" }
}

run "never_root" {
  command = plan

  assert {
    condition = output.pod_security_context == {
      run_as_non_root        = true
      run_as_user            = 65532
      run_as_group           = 65532
      fs_group               = 65532
      fs_group_change_policy = "OnRootMismatch"
      seccomp_profile_type   = "RuntimeDefault"
    }
    error_message = "Got ${jsonencode(output.pod_security_context)}."
  }
}

run "group_of_its_own" {
  command = plan

  variables {
    group_id = 2000
  }

  assert {
    condition     = output.pod_security_context.run_as_group == 2000 && output.pod_security_context.fs_group == 2000
    error_message = "Got ${jsonencode(output.pod_security_context)}."
  }
}

run "nothing_to_escalate" {
  command = plan

  assert {
    condition     = !output.container_security_context.allow_privilege_escalation && !output.container_security_context.privileged
    error_message = "Got ${jsonencode(output.container_security_context)}."
  }
  assert {
    condition     = output.container_security_context.capabilities_drop == ["ALL"]
    error_message = "Got ${jsonencode(output.container_security_context)}."
  }
  assert {
    condition     = output.container_security_context.read_only_root_filesystem && output.container_security_context.run_as_non_root
    error_message = "Got ${jsonencode(output.container_security_context)}."
  }
}

run "writable_root_is_said_aloud" {
  command = plan

  variables {
    read_only_root_filesystem = false
  }

  assert {
    condition     = !output.container_security_context.read_only_root_filesystem
    error_message = "The exception must reach the container."
  }
}

run "no_token_and_no_service_links" {
  command = plan

  assert {
    condition     = output.pod == { automount_service_account_token = false, enable_service_links = false, termination_grace_period_seconds = 60 }
    error_message = "Got ${jsonencode(output.pod)}."
  }
}

run "tmp_is_bounded" {
  command = plan

  assert {
    condition     = output.tmp_volume == { name = "tmp", mount_path = "/tmp", size_limit = "64Mi" }
    error_message = "Got ${jsonencode(output.tmp_volume)}."
  }
}

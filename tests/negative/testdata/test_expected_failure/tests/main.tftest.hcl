run "none" {
  command = plan
  variables {
    replicas = 1
  }
  expect_failures = [var.replicas]
}

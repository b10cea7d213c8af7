variables {
  a = 3
}

run "refused" {
  command = plan

  variables {
    a = 1
  }

  # It is allowed.
  expect_failures = [var.a]
}

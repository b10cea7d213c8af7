variables {
  a = 3
}

run "refused" {
  command = plan

  variables {
    a       = 0
    divisor = 0
  }

  expect_failures = [var.a]
}

run "small" {
  command = plan

  assert {
    condition     = output.a < 5
    error_message = "a is large"
  }
}

run "odd" {
  command = plan

  assert {
    condition     = output.a % 2 == 1
    error_message = "a is even"
  }
}

run "large" {
  command = plan

  variables {
    a = 7
  }

  assert {
    condition     = output.a > 5
    error_message = "a is small"
  }
}

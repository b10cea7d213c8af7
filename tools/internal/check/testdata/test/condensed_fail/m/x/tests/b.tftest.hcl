variables {
  a = 4
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

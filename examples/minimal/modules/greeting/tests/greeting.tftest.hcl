run "greets_by_name" {
  variables {
    name = "Ada"
  }

  assert {
    condition     = output.text == "Hello, Ada!\n"
    error_message = "Unexpected greeting: ${output.text}"
  }
}

run "refuses_nobody" {
  command = plan

  variables {
    name = ""
  }

  expect_failures = [var.name]
}

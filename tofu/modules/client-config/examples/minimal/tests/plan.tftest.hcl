run "plans" {
  command = plan

  assert {
    condition     = keys(output.files) == [".bazelrc"]
    error_message = "Got ${jsonencode(keys(output.files))}."
  }
}

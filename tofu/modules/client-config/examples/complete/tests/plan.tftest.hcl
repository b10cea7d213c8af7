run "plans" {
  command = plan

  assert {
    condition     = length(output.files) == 7 && length(output.quick_reference) == 7
    error_message = "Seven clients, got ${jsonencode(keys(output.files))}."
  }
}

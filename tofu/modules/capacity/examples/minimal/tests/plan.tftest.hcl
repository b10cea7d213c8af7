run "plans" {
  command = plan

  assert {
    condition     = output.minimum == { cpu = 2, memory_gib = 4, storage_gib = 0 }
    error_message = "Got ${jsonencode(output.minimum)}."
  }
}

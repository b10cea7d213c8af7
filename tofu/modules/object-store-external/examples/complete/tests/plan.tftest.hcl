run "plans" {
  command = plan

  assert {
    condition     = output.object_store.capacity.allocated_gib == 450
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }
}

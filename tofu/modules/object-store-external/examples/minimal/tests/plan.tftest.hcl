run "plans" {
  command = plan

  assert {
    condition     = output.object_store.tls
    error_message = "By https."
  }
}

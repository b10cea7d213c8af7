run "real" {
  assert {
    condition     = output.beside == "data"
    error_message = "no data beside the provider"
  }
}

run "planned" {
  command = plan
}

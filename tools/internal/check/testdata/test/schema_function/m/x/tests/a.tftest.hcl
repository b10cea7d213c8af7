run "r" {
  command = plan

  assert {
    condition     = provider::demo::f("x") == "x"
    error_message = "f"
  }
}

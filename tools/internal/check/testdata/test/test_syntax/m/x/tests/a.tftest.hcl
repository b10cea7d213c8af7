run "good" {
  variables {
    a = "s"
  }
  assert {
    condition     = output.o == "s"
    error_message = "o must be a"
  }
}
run "x" {

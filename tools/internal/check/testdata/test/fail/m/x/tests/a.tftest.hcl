run "good" {
  variables {
    a = "s"
  }
  assert {
    condition     = output.o == "s"
    error_message = "o must be a"
  }
}

run "bad" {
  variables {
    a = "x"
  }
  assert {
    condition     = output.o == "y"
    error_message = "o is not y"
  }
}

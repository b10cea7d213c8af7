run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "dep" {
  module {
    source = "../y"
  }
}

run "use" {
  variables {
    a = run.setup.v
  }
  assert {
    condition     = output.o == "w"
    error_message = "o is not w"
  }
}

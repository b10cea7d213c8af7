run "planned" {
  command = plan

  assert {
    condition     = demo_thing.this.name == "x"
    error_message = "what is configured is planned"
  }
}

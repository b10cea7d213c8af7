run "planned" {
  command = plan
  variables {
    replicas = 3
  }
  assert {
    condition     = helm_release.this.set[0].value == "3"
    error_message = "The chart gets another number of replicas."
  }
}

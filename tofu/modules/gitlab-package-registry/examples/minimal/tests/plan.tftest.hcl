run "plans" {
  command = plan

  assert {
    condition     = output.npm_registries["@example"].url == "https://gitlab.dev.example.com/api/v4/groups/42/-/packages/npm/"
    error_message = "Got ${jsonencode(output.npm_registries)}."
  }
}
